"""Acts on many visits at once."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record


class BulkKind(models.TextChoices):
    """What was done."""

    BOOK = "book", "Booked a series"
    CANCEL = "cancel", "Canceled"
    MOVE = "move", "Moved"
    HAND_OVER = "hand over", "Handed to the worklist"


class BulkAct(Record):
    """One act on many visits, with what it changed, so that one press undoes the whole of it.

    `appointment_ids` are the visits in the order in which they were changed, `versions` what they were left at.
    `group` is the group visit whose time was moved or given up with them, from `from_starts_at`, provider and room.
    """

    guard = Guard(
        rows=Rows.UNIT,
        fields=Sensitivity.PHI,
        plain=frozenset(
            {"id", "organization_id", "unit", "kind", "at", "by_id", "undone_at", "undone_by_id"}
        ),
    )

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=9, choices=BulkKind.choices)
    reason = models.CharField(max_length=200, default="", blank=True)
    appointment_ids = ArrayField(models.UUIDField(), default=list)
    versions = ArrayField(models.PositiveIntegerField(), default=list)
    group = models.ForeignKey("scheduling.GroupVisit", on_delete=models.PROTECT, null=True, related_name="+")
    from_starts_at = models.DateTimeField(null=True)
    from_provider_id = models.UUIDField(null=True)
    from_room_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "scheduling_bulk_act"
        indexes = [models.Index(fields=["unit", "at"], name="bulk_act_by_time")]
