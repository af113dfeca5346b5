"""Holidays and other days on which a place is closed for everybody."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class ClosedDay(Record):
    """A day on which the organization, a site or a department is closed, whole or between two wall times.

    It closes weekly hours of providers and assistants at the unit and below it; extra hours entered for that day stand.
    """

    guard = Guard(rows=Rows.ORGANIZATION, deletable=True)

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    name = models.CharField(max_length=80)
    starts = models.TimeField(null=True)
    ends = models.TimeField(null=True)

    class Meta:
        db_table = "scheduling_closed_day"
        indexes = [models.Index(fields=["unit", "on"], name="closed_day_by_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "on", "starts"], nulls_distinct=False, name="closed_day_once"
            ),
            models.CheckConstraint(
                condition=models.Q(starts__isnull=True, ends__isnull=True)
                | models.Q(ends__gt=models.F("starts")),
                name="closed_day_ends_after_start",
            ),
        ]
