"""When providers see patients, as wall time of the department."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class Availability(Record):
    """Hours on one weekday (0 is Monday) in a department, on days in [effective_from, effective_to)."""

    guard = Guard(rows=Rows.ORGANIZATION, deletable=True)

    organization_id = models.UUIDField()
    provider = models.ForeignKey(
        "workforce.Provider", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    weekday = models.SmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)

    class Meta:
        db_table = "scheduling_availability"
        indexes = [
            models.Index(fields=["unit", "provider", "weekday"], name="availability_by_unit"),
            models.Index(fields=["provider"], name="availability_by_provider"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weekday__gte=0, weekday__lte=6), name="availability_weekday"
            ),
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")), name="availability_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(effective_to__isnull=True)
                | models.Q(effective_to__gt=models.F("effective_from")),
                name="availability_effective_forward",
            ),
        ]


class AvailabilityException(Record):
    """One day that differs: closed, or extra hours. Without times a closed day is closed whole.

    `unit` None means everywhere; extra hours are always in one department.
    """

    guard = Guard(rows=Rows.ORGANIZATION, deletable=True)

    organization_id = models.UUIDField()
    provider = models.ForeignKey(
        "workforce.Provider", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    on = models.DateField()
    extra = models.BooleanField()
    starts = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    note = models.CharField(max_length=120, default="", blank=True)

    class Meta:
        db_table = "scheduling_availability_exception"
        indexes = [models.Index(fields=["on", "provider"], name="exception_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts__isnull=True, ends__isnull=True)
                | models.Q(ends__gt=models.F("starts")),
                name="exception_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(extra=False) | models.Q(unit__isnull=False, starts__isnull=False),
                name="exception_extra_is_complete",
            ),
        ]
