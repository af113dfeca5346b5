"""Plans for stranded visits: what is proposed for each, and what became of it."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record


class CauseKind(models.TextChoices):
    """What stranded the visits of a plan."""

    ABSENCE = "absence", "Absence"
    FAULT = "fault", "Fault"
    VISITS = "visits", "Chosen visits"


class MoveState(models.TextChoices):
    """What became of one move of a plan.

    `unplaced` found no time; `failed` was accepted and somebody had the time meanwhile; `stale` is a visit that
    somebody moved or canceled otherwise.
    """

    PROPOSED = "proposed", "Proposed"
    UNPLACED = "unplaced", "No time found"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    FAILED = "failed", "Taken meanwhile"
    STALE = "stale", "Settled otherwise"


class RebookingPlan(Record):
    """A proposal for all visits of one cause. Nothing is booked by it: each move is accepted by a person.

    `cost` and `bound` are the objective and what no plan over the same times can be below, in points;
    `gap_permille` is how far from the best it is at most, of what the placed visits cost. Closed plans have
    `closed_at`.
    """

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    cause = models.CharField(max_length=7, choices=CauseKind.choices)
    cause_id = models.UUIDField(null=True)
    title = models.CharField(max_length=160)
    until_on = models.DateField()
    proposed_at = models.DateTimeField()
    proposed_by_id = models.UUIDField(null=True)
    proposed_by_name = models.CharField(max_length=120, default="")
    cost = models.BigIntegerField()
    bound = models.BigIntegerField()
    gap_permille = models.PositiveIntegerField()
    considered = models.PositiveIntegerField()
    closed_at = models.DateTimeField(null=True)
    closed_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "scheduling_rebooking_plan"
        indexes = [
            models.Index(fields=["organization_id", "proposed_at"], name="plan_by_time"),
            models.Index(fields=["cause_id"], name="plan_by_cause"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["cause_id"],
                condition=models.Q(closed_at__isnull=True, cause_id__isnull=False),
                name="plan_open_once_for_a_cause",
            )
        ]


class PlannedMove(Record):
    """What a plan has for one visit: from where, to where, why, and what became of it. Department and compartment are
    the visit's. `visit_version` is what the visit had when this was last proposed or accepted."""

    guard = Guard(
        rows=Rows.UNIT,
        fields=Sensitivity.PHI,
        compartment="compartment",
        plain=frozenset(
            {"id", "organization_id", "unit", "compartment", "plan", "visit_version", "decided_by_id"}
        ),
    )

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    compartment = models.CharField(max_length=12, default="normal")
    plan = models.ForeignKey("scheduling.RebookingPlan", on_delete=models.PROTECT, related_name="moves")
    appointment = models.ForeignKey("scheduling.Appointment", on_delete=models.PROTECT, related_name="+")
    visit_version = models.PositiveIntegerField()
    from_starts_at = models.DateTimeField()
    from_provider_id = models.UUIDField()
    from_room_id = models.UUIDField(null=True)
    to_starts_at = models.DateTimeField(null=True)
    to_provider_id = models.UUIDField(null=True)
    to_room_id = models.UUIDField(null=True)
    days = models.SmallIntegerField(default=0)
    same_provider = models.BooleanField(default=False)
    why = models.CharField(max_length=400)
    state = models.CharField(max_length=8, choices=MoveState.choices, default=MoveState.PROPOSED)
    said = models.CharField(max_length=300, default="", blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=120, default="", blank=True)

    class Meta:
        db_table = "scheduling_planned_move"
        constraints = [
            models.UniqueConstraint(fields=["plan", "appointment"], name="planned_move_once"),
            models.CheckConstraint(
                condition=models.Q(state="unplaced", to_starts_at__isnull=True)
                | models.Q(to_starts_at__isnull=False, to_provider_id__isnull=False)
                | models.Q(state__in=["declined", "stale"]),
                name="planned_move_leads_somewhere",
            ),
        ]
