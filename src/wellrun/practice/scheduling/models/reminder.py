"""What patients are told about their visits, and when."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class Moment(models.TextChoices):
    """What a message follows from."""

    BOOKED = "booked", "When a visit is booked"
    MOVED = "moved", "When a visit is moved"
    CANCELLED = "cancelled", "When a visit is canceled"
    BEFORE = "before", "Before a visit"


class ReminderRule(Record):
    """One message about the visits of `unit` (a department, a site or the whole organization) and, where one is named,
    of one visit type alone. Rules add up: each that fits sends its own.

    Before a visit it is said `minutes_before` the start; `confirms` asks for an answer; `unconfirmed_only` leaves out
    who has confirmed. `channel` is empty for the way that the patient prefers.
    """

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    visit_type = models.ForeignKey(
        "scheduling.VisitType", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    moment = models.CharField(max_length=9, choices=Moment.choices)
    minutes_before = models.PositiveIntegerField(default=0)
    channel = models.CharField(max_length=5, default="", blank=True)
    confirms = models.BooleanField(default=False)
    unconfirmed_only = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "scheduling_reminder_rule"
        indexes = [models.Index(fields=["organization_id", "moment"], name="reminder_rule_by_moment")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(moment="before", minutes_before__gt=0)
                | (~models.Q(moment="before") & models.Q(minutes_before=0)),
                name="reminder_rule_before_has_minutes",
            ),
        ]


class TellingMark(Record):
    """Up to which instant the steps of an organization's visits were looked at for what patients must be told."""

    guard = Guard(rows=Rows.ORGANIZATION, audited=False)

    organization_id = models.UUIDField(unique=True)
    looked_until = models.DateTimeField()

    class Meta:
        db_table = "scheduling_telling_mark"
