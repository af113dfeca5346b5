"""Faults."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class Fault(Record):
    """A room or device out of order during [starts_at, ends_at), unless it is cleared before."""

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey("facilities.Room", on_delete=models.PROTECT, null=True, related_name="faults")
    device = models.ForeignKey(
        "facilities.Device", on_delete=models.PROTECT, null=True, related_name="faults"
    )
    block = models.ForeignKey("timebook.Block", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    note = models.CharField(max_length=200)
    reported_at = models.DateTimeField()
    reported_by_id = models.UUIDField(null=True)
    cleared_at = models.DateTimeField(null=True)
    cleared_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "facilities_fault"
        indexes = [
            models.Index(
                fields=["organization_id", "ends_at"],
                condition=models.Q(cleared_at__isnull=True),
                name="fault_open_by_end",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(room__isnull=False, device__isnull=True)
                | models.Q(room__isnull=True, device__isnull=False),
                name="fault_is_of_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="fault_ends_after"
            ),
        ]
