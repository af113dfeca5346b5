"""The telephone system: lines it reports about, and the calls it reports."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class TelephoneLine(Record):
    """A number that patients call, and the unit whose desk answers it. The key that signs its reports is made from
    the program's own and `key_version`, so that none is stored; a new version ends the old key.

    Rows are open, since the telephone system has no identity before its signature is checked.
    """

    guard = Guard(rows=Rows.OPEN)

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    number = models.CharField(max_length=16)
    key_version = models.PositiveSmallIntegerField(default=1)
    made_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "frontdesk_telephone_line"
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=models.Q(ended_at__isnull=True),
                name="telephone_line_number_once",
            )
        ]


class IncomingCall(Record):
    """A call as the telephone system reports it: ringing, answered, ended, in whatever order the reports come.

    `reference` is the system's own name for the call. `call` is its entry in the log. `answered_by_id` is the person
    who took it on the page, where anybody did.
    """

    guard = Guard(rows=Rows.UNIT, phi=frozenset({"caller_number"}))

    organization_id = models.UUIDField()
    unit_id = models.UUIDField()
    line = models.ForeignKey("frontdesk.TelephoneLine", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=80)
    caller_number = models.CharField(max_length=16, default="")
    rang_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    call = models.ForeignKey("frontdesk.PhoneCall", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "frontdesk_incoming_call"
        constraints = [
            models.UniqueConstraint(fields=["line", "reference"], name="incoming_call_reported_once"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("rang_at")),
                name="incoming_call_ends_after_it_rang",
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit_id", "rang_at"],
                condition=models.Q(ended_at__isnull=True),
                name="incoming_call_live",
            ),
            models.Index(fields=["unit_id", "-rang_at"], name="incoming_call_by_time"),
        ]
