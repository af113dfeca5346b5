"""Freed times, what is offered of them to waiting patients, and by which rule."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record


class OpeningState(models.TextChoices):
    """What became of a freed time."""

    OPEN = "open", "Being offered"
    FILLED = "filled", "Filled from the wait list"
    TAKEN = "taken", "Booked otherwise"
    ENDED = "ended", "Nobody took it"
    STOPPED = "stopped", "Stopped"


class FreedBy(models.TextChoices):
    """What freed the time."""

    CANCELLED = "cancelled", "A canceled visit"
    MOVED = "moved", "A visit moved away"
    RELEASED = "released", "A released block or hold"
    HAND = "by hand", "Offered by hand"


class OfferState(models.TextChoices):
    """What became of one offer to one patient."""

    OFFERED = "offered", "Offered"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    LOST = "lost", "Somebody was faster"
    EXPIRED = "expired", "No answer"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Opening(Record):
    """A provider's freed time [starts_at, ends_at) in a department, while and after it is offered.

    `key` names what freed it, so that the same news makes one opening. `source_id` is the visit whose time it was;
    `after` the opening that this one follows in a chain of `depth` moves. Offers go out in numbered batches; the
    present one ends at `batch_ends_at`. Nothing is held for it: whoever books first has the time.
    """

    guard = Guard(rows=Rows.UNIT)

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    provider = models.ForeignKey(
        "workforce.Provider", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    room_kind = models.CharField(max_length=12, default="", blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    freed_by = models.CharField(max_length=9, choices=FreedBy.choices)
    key = models.CharField(max_length=120)
    source_id = models.UUIDField(null=True)
    after = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    depth = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=7, choices=OpeningState.choices, default=OpeningState.OPEN)
    batch = models.PositiveSmallIntegerField(default=0)
    batch_ends_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "scheduling_opening"
        indexes = [
            models.Index(fields=["unit", "-made_at"], name="opening_by_unit"),
            models.Index(fields=["batch_ends_at"], condition=models.Q(state="open"), name="opening_open"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["organization_id", "key"], name="opening_made_once"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="opening_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", ended_at__isnull=True)
                | (~models.Q(state="open") & models.Q(ended_at__isnull=False)),
                name="opening_ends_once",
            ),
        ]


class TimeOffer(Record):
    """An opening offered to one waiting patient, in a batch, until `expires_at`.

    `visit_type` is the wanted type as the opening's department books it. `earlier_visit_at` is when the visit was that
    the patient had; what an acceptance gains is counted from it. `appointment_id` is the visit of an accepted offer.
    """

    guard = Guard(
        rows=Rows.UNIT,
        fields=Sensitivity.PHI,
        compartment="compartment",
        plain=frozenset(
            {"id", "organization_id", "unit", "compartment", "state", "opening", "answered_by_id"}
        ),
    )

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    compartment = models.CharField(max_length=12)
    opening = models.ForeignKey("scheduling.Opening", on_delete=models.PROTECT, related_name="time_offers")
    entry = models.ForeignKey("scheduling.WaitingEntry", on_delete=models.PROTECT, related_name="time_offers")
    patient = models.ForeignKey(
        "patients.Patient", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    visit_type = models.ForeignKey("scheduling.VisitType", on_delete=models.PROTECT, related_name="+")
    batch = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=OfferState.choices, default=OfferState.OFFERED)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=120, default="")
    earlier_visit_at = models.DateTimeField(null=True)
    appointment_id = models.UUIDField(null=True)

    class Meta:
        db_table = "scheduling_time_offer"
        indexes = [
            models.Index(fields=["patient"], name="time_offer_by_patient"),
            models.Index(fields=["unit", "-made_at"], name="time_offer_by_unit"),
            models.Index(
                fields=["appointment_id"],
                condition=models.Q(appointment_id__isnull=False),
                name="time_offer_by_visit",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["opening", "entry"], name="time_offered_once"),
            models.UniqueConstraint(
                fields=["opening"], condition=models.Q(state="accepted"), name="opening_accepted_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="accepted") | models.Q(appointment_id__isnull=False),
                name="time_offer_accepted_is_a_visit",
            ),
        ]


class OfferRule(Record):
    """How a department offers freed times: `batch_size` patients at once have `batch_minutes` to answer.

    An opening that begins within `near_hours`, or one that somebody urgent waits for, has batches of `near_minutes`
    that double in size each time. What begins sooner than `least_minutes` from now is not offered at all.
    """

    guard = Guard(rows=Rows.UNIT)

    organization_id = models.UUIDField()
    unit = models.OneToOneField("organization.Unit", on_delete=models.PROTECT, related_name="+")
    batch_size = models.PositiveSmallIntegerField(default=3)
    batch_minutes = models.PositiveSmallIntegerField(default=60)
    near_hours = models.PositiveSmallIntegerField(default=48)
    near_minutes = models.PositiveSmallIntegerField(default=20)
    least_minutes = models.PositiveSmallIntegerField(default=60)
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "scheduling_offer_rule"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(batch_size__gte=1, batch_size__lte=20),
                name="offer_rule_batch_size",
            ),
            models.CheckConstraint(
                condition=models.Q(batch_minutes__gte=5, near_minutes__gte=5), name="offer_rule_minutes"
            ),
        ]
