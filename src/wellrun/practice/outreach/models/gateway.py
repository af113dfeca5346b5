"""Gateways: where an organization's emails and texts leave."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record
from wellrun.practice.outreach.models.notice import Channel


class Security(models.TextChoices):
    """How the connection to a mail server is protected."""

    STARTTLS = "starttls", "STARTTLS"
    TLS = "tls", "TLS from the start"
    NONE = "none", "None (this machine only)"


class Gateway(Record):
    """One way out of an organization: a mail server (`host`, `port`, `security`) or a text gateway (`url`).

    `sender` is the address or E.164 number that patients see. The password is in `sealed`, encrypted for this row.
    While the gateway does not answer, `down_since` says since when, `next_try_at` when it is tried again, and
    `failures` how often in a row it was tried in vain.
    """

    guard = Guard(rows=Rows.ORGANIZATION, secret=frozenset({"sealed"}))

    organization_id = models.UUIDField()
    channel = models.CharField(
        max_length=5, choices=[(each.value, each.label) for each in Channel if each != "call"]
    )
    sender = models.CharField(max_length=120)
    host = models.CharField(max_length=120, default="")
    port = models.PositiveIntegerField(default=587)
    security = models.CharField(max_length=8, choices=Security.choices, default=Security.STARTTLS)
    url = models.CharField(max_length=300, default="")
    username = models.CharField(max_length=120, default="")
    sealed = models.BinaryField(default=bytes)
    active = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    down_since = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, default="")

    class Meta:
        db_table = "outreach_gateway"
        constraints = [
            models.UniqueConstraint(fields=["organization_id", "channel"], name="gateway_one_a_channel"),
        ]


class QuietHours(Record):
    """When patients of a site, or of the whole organization (`unit` is its root), may be written to, in wall time."""

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    wakes = models.TimeField()
    sleeps = models.TimeField()

    class Meta:
        db_table = "outreach_quiet_hours"
        constraints = [
            models.UniqueConstraint(fields=["unit"], name="quiet_hours_one_a_unit"),
            models.CheckConstraint(
                condition=models.Q(sleeps__gt=models.F("wakes")), name="quiet_hours_leave_a_day"
            ),
        ]
