"""Walk-ins: people who came without a visit and wait for a turn."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record


class WalkInState(models.TextChoices):
    """Where a walk-in stands."""

    WAITING = "waiting", "Waiting"
    CALLED = "called", "Called"
    BOOKED = "booked", "Visit booked"
    LEFT = "left", "Left"


class WalkIn(Record):
    """One person in the queue of a department on one day of the office. `number` begins with 1 every day; with the
    department it is the token that is called out, so that no name is. `turn_at` is what the queue goes by: when
    the person came, or was put back. `urgent` ones go first.
    """

    guard = Guard(rows=Rows.UNIT, fields=Sensitivity.PHI, compartment="compartment")

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    compartment = models.CharField(max_length=12, default="normal")
    on = models.DateField()
    number = models.PositiveSmallIntegerField()
    patient = models.ForeignKey("patients.Patient", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120, default="")
    visit_type = models.ForeignKey(
        "scheduling.VisitType", on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(max_length=200, default="")
    urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=7, choices=WalkInState.choices, default=WalkInState.WAITING)
    came_at = models.DateTimeField()
    turn_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    calls = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=200, default="")
    appointment = models.ForeignKey(
        "scheduling.Appointment", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        db_table = "frontdesk_walk_in"
        constraints = [
            models.UniqueConstraint(fields=["unit", "on", "number"], name="walk_in_token_once"),
            models.UniqueConstraint(
                fields=["unit", "patient"],
                condition=models.Q(patient__isnull=False, state__in=["waiting", "called"]),
                name="walk_in_waits_once",
            ),
            models.CheckConstraint(
                condition=models.Q(patient__isnull=False) | ~models.Q(name=""), name="walk_in_is_somebody"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="booked") | models.Q(appointment__isnull=False),
                name="walk_in_booked_has_visit",
            ),
        ]
