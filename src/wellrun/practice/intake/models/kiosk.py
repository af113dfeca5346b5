"""Kiosks."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class Kiosk(Record):
    """One browser that stands in a waiting room, from when a secretary opens it until it is closed.

    The browser holds a token, this row its SHA-256 alone. Rows are open, since a kiosk has no identity before its
    token is known; they hold opaque ids only. `submission_id` and `step` say whom it serves just now, if anybody.
    """

    guard = Guard(rows=Rows.OPEN)

    organization_id = models.UUIDField()
    unit_id = models.UUIDField()
    token_digest = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField()
    opened_by_id = models.UUIDField(null=True)
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    submission_id = models.UUIDField(null=True)
    step = models.CharField(max_length=60, default="", blank=True)
    language = models.CharField(max_length=2, default="en")
    touched_at = models.DateTimeField(null=True)
    wrong = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "intake_kiosk"
