"""The history of a visit."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record


class StepKind(models.TextChoices):
    """What a step did."""

    BOOKED = "booked", "Booked"
    STATE = "state", "Changed state"
    MOVED = "moved", "Moved"


class AppointmentStep(Record):
    """One thing that happened to a visit: a state or a move, by whom, from what to what.

    A step that was undone stays, with when and by whom it was undone.
    """

    guard = Guard(
        rows=Rows.UNIT,
        fields=Sensitivity.PHI,
        compartment="compartment",
        plain=frozenset(
            {"id", "organization_id", "unit", "compartment", "position", "by_id", "undone_by_id"}
        ),
    )

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    compartment = models.CharField(max_length=12, default="normal")
    appointment = models.ForeignKey(
        "scheduling.Appointment", on_delete=models.PROTECT, related_name="steps", db_index=False
    )
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=6, choices=StepKind.choices)
    from_state = models.CharField(max_length=13, default="", blank=True)
    to_state = models.CharField(max_length=13)
    from_starts_at = models.DateTimeField(null=True)
    to_starts_at = models.DateTimeField(null=True)
    from_provider_id = models.UUIDField(null=True)
    to_provider_id = models.UUIDField(null=True)
    from_room_id = models.UUIDField(null=True)
    to_room_id = models.UUIDField(null=True)
    from_ends_at = models.DateTimeField(null=True)
    to_ends_at = models.DateTimeField(null=True)
    from_state_at = models.DateTimeField(null=True)
    from_overbook_reason = models.CharField(max_length=200, default="", blank=True)
    reason = models.CharField(max_length=200, default="", blank=True)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=120, default="")
    undone_at = models.DateTimeField(null=True)
    undone_by_id = models.UUIDField(null=True)
    undone_by_name = models.CharField(max_length=120, default="")

    class Meta:
        db_table = "scheduling_appointment_step"
        constraints = [models.UniqueConstraint(fields=["appointment", "position"], name="step_position_once")]
        indexes = [
            models.Index(fields=["at"], name="step_by_instant"),
            models.Index(
                fields=["undone_at"], condition=models.Q(undone_at__isnull=False), name="step_by_undoing"
            ),
        ]
