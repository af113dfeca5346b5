"""Notices to patients."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record


class Channel(models.TextChoices):
    """How a patient is reached."""

    EMAIL = "email", "Email"
    TEXT = "text", "Text message"
    CALL = "call", "Telephone call"


class NoticeState(models.TextChoices):
    """Where a notice stands. A call waits on the call list until somebody has made it; what is leaving is with the
    gateway at this moment and can no longer be taken back; what lapsed made no sense any more before it could leave."""

    WAITING = "waiting", "Waiting to leave"
    LEAVING = "leaving", "Leaving"
    WITHDRAWN = "withdrawn", "Taken back"
    LAPSED = "lapsed", "Too late to send"
    SENT = "sent", "Sent"
    DELIVERED = "delivered", "Delivered"
    FAILED = "failed", "Failed"
    CALLED = "called", "Called"


class Notice(Record):
    """One message to one patient. `key` names it for good: the same notice is never made twice.

    `address` is the email address or E.164 number it goes to, as it was known then; `body` is the text with `{link}`
    where the signed address of `link` is put when it leaves. It leaves at `leaves_at` or, while the gateway is down,
    later; `lapses_at` is when saying it makes no sense any more. `gateway_id` is the gateway's own number for it.

    `words` are what its wording was filled in with, so that the same can be said another way; `instead_of` is the
    notice that did not get through and that this one stands for. `claimed_at` is when a sender took it up.
    """

    guard = Guard(
        rows=Rows.UNIT,
        fields=Sensitivity.PHI,
        compartment="compartment",
        plain=frozenset(
            {
                "id",
                "organization_id",
                "unit",
                "compartment",
                "state",
                "channel",
                "leaves_at",
                "made_at",
                "made_by_id",
            }
        ),
    )

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    compartment = models.CharField(max_length=12)
    patient = models.ForeignKey(
        "patients.Patient", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=120)
    subject_id = models.UUIDField()
    language = models.CharField(max_length=2)
    channel = models.CharField(max_length=5, choices=Channel.choices)
    address = models.CharField(max_length=120)
    heading = models.CharField(max_length=150, default="")
    body = models.CharField(max_length=2000)
    link = models.ForeignKey(
        "outreach.Link", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=9, choices=NoticeState.choices, default=NoticeState.WAITING)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=120, default="")
    leaves_at = models.DateTimeField()
    lapses_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, default="")
    gateway_id = models.CharField(max_length=80, default="")
    answer = models.CharField(max_length=300, default="")
    answered_at = models.DateTimeField(null=True)
    words = models.JSONField(default=dict)
    instead_of_id = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "outreach_notice"
        constraints = [
            models.UniqueConstraint(fields=["organization_id", "key"], name="notice_made_once"),
        ]
        indexes = [
            models.Index(fields=["subject_id"], name="notice_by_subject"),
            models.Index(fields=["patient", "-made_at"], name="notice_by_patient"),
            models.Index(fields=["unit", "-made_at"], name="notice_by_unit"),
            models.Index(
                fields=["leaves_at"], condition=models.Q(state="waiting"), name="notice_waiting_to_leave"
            ),
            models.Index(fields=["claimed_at"], condition=models.Q(state="leaving"), name="notice_leaving"),
            models.Index(fields=["address", "-sent_at"], name="notice_by_address"),
            models.Index(
                fields=["gateway_id"], condition=~models.Q(gateway_id=""), name="notice_by_gateway_id"
            ),
        ]
