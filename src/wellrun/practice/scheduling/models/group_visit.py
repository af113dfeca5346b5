"""Group visits: one time of a provider that several patients share."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class GroupVisit(Record):
    """A class or shared visit. Its id is its booking in the time book; patients take seats 1 to `capacity` of it."""

    guard = Guard(rows=Rows.UNIT)

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    visit_type = models.ForeignKey("scheduling.VisitType", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("workforce.Provider", on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey("facilities.Room", on_delete=models.PROTECT, null=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80, default="", blank=True)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=200, default="", blank=True)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "scheduling_group_visit"
        indexes = [models.Index(fields=["unit", "starts_at"], name="group_visit_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at"), capacity__gte=1),
                name="group_visit_possible",
            )
        ]
