"""Reservations: one resource, one lane, one stretch of time."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record

#: No reservation is longer than this; searches use it to bound how far back an overlap can begin.
LONGEST = timedelta(hours=24)


class Reservation(Record):
    """A resource taken during [start, end). `booking_id` joins what was reserved together.

    `kind` says what takes the time: visit, case, shift, hold, or the reason of a block. A hold has `expires_at`.
    The exclusion constraint is in the migration, since it ranges over integers.
    """

    guard = Guard(rows=Rows.ORGANIZATION, deletable=True)

    organization_id = models.UUIDField()
    booking_id = models.UUIDField()
    resource = models.ForeignKey(
        "timebook.Resource", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    lane = models.IntegerField(default=0)
    during = DateTimeRangeField()
    kind = models.CharField(max_length=20)
    active = models.BooleanField(default=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "timebook_reservation"
        indexes = [models.Index(fields=["booking_id"], name="reservation_by_booking")]
