"""Holds: a time kept free for a few minutes while somebody decides."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record


class HoldState(models.TextChoices):
    """What became of a hold. One that is open and past its end is over too."""

    OPEN = "open", "Held"
    BOOKED = "booked", "Booked"
    RELEASED = "released", "Given back"


class Hold(Record):
    """Provider, room and device of one wanted visit, held until `expires_at`. Its id is the booking in the time book
    and becomes the visit's id when it is booked. `patient` is None while nobody has been chosen."""

    guard = Guard(
        rows=Rows.UNIT,
        fields=Sensitivity.PHI,
        compartment="compartment",
        plain=frozenset({"id", "organization_id", "unit", "compartment", "held_by_id", "state"}),
    )

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    compartment = models.CharField(max_length=12, default="normal")
    visit_type = models.ForeignKey(
        "scheduling.VisitType", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    provider = models.ForeignKey(
        "workforce.Provider", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    patient = models.ForeignKey("patients.Patient", on_delete=models.PROTECT, null=True, related_name="+")
    room_id = models.UUIDField(null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=HoldState.choices, default=HoldState.OPEN)
    held_at = models.DateTimeField()
    held_by_id = models.UUIDField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "scheduling_hold"
        indexes = [models.Index(fields=["unit", "starts_at"], name="hold_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at"), expires_at__gte=models.F("held_at")),
                name="hold_possible",
            )
        ]
