"""Messages to and from hospitals."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record


class MessageState(models.TextChoices):
    """What became of a message."""

    QUEUED = "queued", "Waiting to be sent"
    SENT = "sent", "Accepted by the hospital"
    REFUSED = "refused", "Refused by the hospital"
    APPLIED = "applied", "Applied"
    LATE = "late", "Kept: a newer one was applied before"
    HELD = "held", "Waiting for a person"
    SETTLED = "settled", "Settled by a person"


class CaseMessage(Record):
    """One HL7 message about a case, or about none that is known. Its bytes are the transmission's.

    `sent_at` is MSH-7 and `sequence` MSH-13. `unit_id` and `compartment` are the case's, or those of the facility's
    desk while no case is known. `said` is what a person should know about it.
    """

    guard = Guard(rows=Rows.UNIT, fields=Sensitivity.PHI, compartment="compartment")

    organization_id = models.UUIDField()
    unit_id = models.UUIDField()
    compartment = models.CharField(max_length=12, default="normal")
    facility = models.ForeignKey("procedures.Facility", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("procedures.Case", on_delete=models.PROTECT, null=True, related_name="messages")
    transmission_id = models.UUIDField(unique=True)
    outgoing = models.BooleanField()
    event = models.CharField(max_length=3)
    control_id = models.CharField(max_length=50)
    sent_at = models.DateTimeField(null=True)
    sequence = models.BigIntegerField(null=True)
    state = models.CharField(max_length=8, choices=MessageState.choices)
    said = models.CharField(max_length=400, default="", blank=True)
    at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "procedures_case_message"
        indexes = [
            models.Index(fields=["case", "at"], name="case_message_by_case"),
            models.Index(
                fields=["facility", "at"],
                condition=models.Q(state__in=["queued", "held"]),
                name="case_message_waiting",
            ),
        ]
