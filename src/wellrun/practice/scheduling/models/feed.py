"""Private iCalendar feeds."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class FeedShows(models.TextChoices):
    """What a feed tells of a visit. None of it is about the patient."""

    BUSY = "busy", "Busy times only"
    TYPES = "types", "Busy times with the kind of visit"
    PLACES = "places", "The kind of visit and the room"


class CalendarFeed(Record):
    """A secret address under which a calendar program reads the times of one provider or one room.

    The address holds a token of 256 random bits, of which only the SHA-256 is kept. Whoever reads it has no identity,
    so rows are open; they hold opaque ids, and the token decides.
    """

    guard = Guard(rows=Rows.OPEN, secret=frozenset({"token_hash"}))

    organization_id = models.UUIDField()
    unit_id = models.UUIDField()
    provider_id = models.UUIDField(null=True)
    room_id = models.UUIDField(null=True)
    shows = models.CharField(max_length=6, choices=FeedShows.choices, default=FeedShows.TYPES)
    token_hash = models.BinaryField(unique=True, max_length=32)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField()
    renewed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "scheduling_calendar_feed"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(provider_id__isnull=False, room_id__isnull=True)
                | models.Q(provider_id__isnull=True, room_id__isnull=False),
                name="feed_of_a_provider_or_a_room",
            ),
            models.UniqueConstraint(
                fields=["provider_id"],
                condition=models.Q(ended_at__isnull=True),
                name="feed_once_for_a_provider",
            ),
            models.UniqueConstraint(
                fields=["room_id"], condition=models.Q(ended_at__isnull=True), name="feed_once_for_a_room"
            ),
        ]


class FeedUse(Record):
    """How a feed is read: when last, how often within the hour, and since when it says what it says.

    A row of its own, so that calendar programs asking every few minutes leave no trail in the audit.
    """

    guard = Guard(rows=Rows.OPEN, audited=False)

    feed = models.OneToOneField("scheduling.CalendarFeed", on_delete=models.PROTECT, related_name="use")
    last_fetched_at = models.DateTimeField(null=True)
    hour_at = models.DateTimeField(null=True)
    fetched = models.PositiveIntegerField(default=0)
    content_hash = models.CharField(max_length=64, default="")
    changed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "scheduling_feed_use"
