"""When assistants work beside providers, as wall time of their department."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class StaffHours(Record):
    """Hours of an employee on one weekday (0 is Monday) in a department, on days in [effective_from, effective_to)."""

    guard = Guard(rows=Rows.ORGANIZATION, deletable=True)

    organization_id = models.UUIDField()
    employee = models.ForeignKey(
        "workforce.Employee", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    weekday = models.SmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)

    class Meta:
        db_table = "scheduling_staff_hours"
        indexes = [models.Index(fields=["unit", "employee", "weekday"], name="staff_hours_by_unit")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weekday__gte=0, weekday__lte=6, ends__gt=models.F("starts")),
                name="staff_hours_possible",
            ),
            models.CheckConstraint(
                condition=models.Q(effective_to__isnull=True)
                | models.Q(effective_to__gt=models.F("effective_from")),
                name="staff_hours_effective_forward",
            ),
        ]
