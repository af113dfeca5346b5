"""Whom not to write to: numbers that said stop, and addresses that do not work. And what was heard once."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class OptOut(Record):
    """A number whose owner said stop (47 CFR 64.1200(a)(10)). It is never texted again until it says start."""

    guard = Guard(rows=Rows.ORGANIZATION, phi=frozenset({"number", "word"}))

    organization_id = models.UUIDField()
    number = models.CharField(max_length=16)
    word = models.CharField(max_length=40)
    opted_out_at = models.DateTimeField()
    back_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "outreach_opt_out"
        constraints = [
            models.UniqueConstraint(
                fields=["organization_id", "number"],
                condition=models.Q(back_at__isnull=True),
                name="opt_out_once",
            ),
        ]


class BadAddress(Record):
    """An email address or number that a gateway or a caller found not to work, until somebody says that it does."""

    guard = Guard(rows=Rows.ORGANIZATION, phi=frozenset({"address", "why"}))

    organization_id = models.UUIDField()
    channel = models.CharField(max_length=5)
    address = models.CharField(max_length=120)
    why = models.CharField(max_length=300)
    found_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "outreach_bad_address"
        constraints = [
            models.UniqueConstraint(
                fields=["organization_id", "channel", "address"],
                condition=models.Q(cleared_at__isnull=True),
                name="bad_address_once",
            ),
        ]


class Heard(Record):
    """A message of a patient that a gateway has brought, by the gateway's number for it, so that it counts once."""

    guard = Guard(rows=Rows.ORGANIZATION, audited=False, frozen=True)

    organization_id = models.UUIDField()
    gateway_id = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        db_table = "outreach_heard"
        constraints = [
            models.UniqueConstraint(fields=["organization_id", "gateway_id"], name="heard_once"),
        ]
