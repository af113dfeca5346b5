"""Transmissions."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class Direction(models.TextChoices):
    """Which way a file went."""

    OUT = "out", "Sent"
    IN = "in", "Received"


class TransmissionState(models.TextChoices):
    """Where a file stands: an outgoing one is queued, then sent; an incoming one received, then handled."""

    QUEUED = "queued", "Queued"
    SENT = "sent", "Sent"
    RECEIVED = "received", "Received"
    HANDLED = "handled", "Handled"
    QUARANTINED = "quarantined", "Set aside"


class Transmission(Record):
    """One file. Its content is in the files store under `digest`; `trouble` says why it was set aside."""

    guard = Guard(rows=Rows.ORGANIZATION, phi=frozenset({"digest"}))

    organization_id = models.UUIDField()
    direction = models.CharField(max_length=3, choices=Direction.choices)
    channel = models.CharField(max_length=20)
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=150)
    digest = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()
    state = models.CharField(max_length=12, choices=TransmissionState.choices)
    control_number = models.CharField(max_length=20, default="")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)
    trouble = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "exchange_transmission"
        constraints = [
            models.UniqueConstraint(
                fields=["organization_id", "direction", "digest"], name="transmission_content_once"
            )
        ]
        indexes = [
            models.Index(fields=["organization_id", "-begun_at"], name="transmission_newest"),
            models.Index(
                fields=["organization_id", "state"],
                condition=models.Q(state__in=["queued", "received"]),
                name="transmission_waiting",
            ),
        ]
