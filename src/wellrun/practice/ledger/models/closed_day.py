"""Closed days: after the day sheet is tied out, nothing more is posted to that day."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class ClosedDay(Record):
    """A site's day that is closed. `totals` holds the day sheet as it was tied: cents by account."""

    guard = Guard(rows=Rows.ORGANIZATION, frozen=True)

    organization_id = models.UUIDField()
    site_id = models.UUIDField()
    closed_on = models.DateField()
    closed_at = models.DateTimeField()
    closed_by_id = models.UUIDField(null=True)
    totals = models.JSONField(default=dict)

    class Meta:
        db_table = "ledger_closed_day"
        constraints = [
            models.UniqueConstraint(fields=["site_id", "closed_on"], name="ledger_day_closed_once")
        ]
