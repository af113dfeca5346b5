"""Appointments."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record


class VisitState(models.TextChoices):
    """Where a visit stands on its way through the office."""

    BOOKED = "booked", "Booked"
    CONFIRMED = "confirmed", "Confirmed"
    ARRIVED = "arrived", "Arrived"
    ROOMED = "roomed", "Roomed"
    WITH_PROVIDER = "with_provider", "With provider"
    CHECKED_OUT = "checked_out", "Checked out"
    NO_SHOW = "no_show", "No-show"
    CANCELLED = "cancelled", "Canceled"


class Urgency(models.TextChoices):
    """How soon a visit must be."""

    ROUTINE = "routine", "Routine"
    SOON = "soon", "Soon"
    URGENT = "urgent", "Urgent"


class BookedBy(models.TextChoices):
    """What a visit was booked through."""

    DESK = "desk", "At the desk"
    LINK = "link", "By the patient"
    WAIT_LIST = "wait list", "From the wait list"
    SERIES = "series", "In a series"
    PLAN = "plan", "By a rebooking plan"
    CASE = "case", "With a hospital case"
    WALK_IN = "walk-in", "As a walk-in"


#: States in which a visit holds no time.
RELEASED = (VisitState.NO_SHOW, VisitState.CANCELLED)


class Appointment(Record):
    """One visit. Its id is the booking in the time book; `unit` is the department and `compartment` the patient's.

    `version` rises with every step, so that a form opened before is told from a fresh one. `order_id` joins visits
    that were booked together in one order (a family, a consult with its imaging), `series_id` those that repeat. A
    visit with a `group` holds no time of its own: the group does, under the group's id, and the visit has a `seat` of
    it. `overbook_reason` says why it was booked beyond the provider's capacity. `late_cancel` marks a cancellation
    later than the policy allows, `cancel_code` is its reason in the organization's list.
    """

    guard = Guard(
        rows=Rows.UNIT,
        fields=Sensitivity.PHI,
        compartment="compartment",
        plain=frozenset(
            {"id", "organization_id", "unit", "compartment", "version", "booked_at", "booked_by_id"}
        ),
    )

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    compartment = models.CharField(max_length=12, default="normal")
    version = models.PositiveIntegerField(default=1)
    patient = models.ForeignKey(
        "patients.Patient", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    provider = models.ForeignKey(
        "workforce.Provider", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    visit_type = models.ForeignKey(
        "scheduling.VisitType", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    room = models.ForeignKey(
        "facilities.Room", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=13, choices=VisitState.choices, default=VisitState.BOOKED)
    state_at = models.DateTimeField()
    reason = models.CharField(max_length=200, default="", blank=True)
    note = models.CharField(max_length=300, default="", blank=True)
    cancel_reason = models.CharField(max_length=200, default="", blank=True)
    booked_at = models.DateTimeField()
    booked_by_id = models.UUIDField(null=True)
    assistant_id = models.UUIDField(null=True)
    urgency = models.CharField(max_length=7, choices=Urgency.choices, default=Urgency.ROUTINE)
    booked_through = models.CharField(max_length=9, choices=BookedBy.choices, default=BookedBy.DESK)
    order_id = models.UUIDField(null=True)
    series_id = models.UUIDField(null=True)
    series_position = models.PositiveSmallIntegerField(null=True)
    group = models.ForeignKey(
        "scheduling.GroupVisit", on_delete=models.PROTECT, null=True, related_name="visits", db_index=False
    )
    seat = models.PositiveSmallIntegerField(null=True)
    overbook_reason = models.CharField(max_length=200, default="", blank=True)
    late_cancel = models.BooleanField(default=False)
    cancel_code = models.CharField(max_length=30, default="", blank=True)

    class Meta:
        db_table = "scheduling_appointment"
        indexes = [
            models.Index(fields=["unit", "starts_at"], name="appointment_by_day"),
            models.Index(fields=["patient", "starts_at"], name="appointment_by_patient"),
            models.Index(fields=["provider", "starts_at"], name="appointment_by_provider"),
            models.Index(
                fields=["order_id"], condition=models.Q(order_id__isnull=False), name="appointment_by_order"
            ),
            models.Index(
                fields=["series_id", "series_position"],
                condition=models.Q(series_id__isnull=False),
                name="appointment_by_series",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="appointment_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="cancelled") | ~models.Q(cancel_reason=""),
                name="appointment_cancelled_for_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(group__isnull=True, seat__isnull=True)
                | models.Q(group__isnull=False, seat__gte=1),
                name="appointment_in_a_group_has_a_seat",
            ),
            models.UniqueConstraint(
                fields=["group", "seat"],
                condition=~models.Q(state__in=["cancelled", "no_show"]),
                name="appointment_seat_once",
            ),
        ]
