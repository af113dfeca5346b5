"""Calls that were made from the call list."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record


class CallOutcome(models.TextChoices):
    """What became of one call."""

    CONFIRMED = "confirmed", "Confirmed"
    LEFT_MESSAGE = "message", "Left a message"
    NO_ANSWER = "no answer", "No answer"
    WRONG_NUMBER = "wrong number", "Wrong number"
    WANTS_CHANGE = "change", "Wants to move or cancel"


class CallAttempt(Record):
    """One call for one notice of the call list. `unit` and `compartment` are the notice's. It is never changed."""

    guard = Guard(
        rows=Rows.UNIT,
        fields=Sensitivity.PHI,
        compartment="compartment",
        plain=frozenset({"id", "organization_id", "unit", "compartment", "at", "by_id", "by_name"}),
    )

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    compartment = models.CharField(max_length=12)
    notice = models.ForeignKey("outreach.Notice", on_delete=models.PROTECT, related_name="calls")
    outcome = models.CharField(max_length=12, choices=CallOutcome.choices)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=120, default="")

    class Meta:
        db_table = "outreach_call_attempt"
