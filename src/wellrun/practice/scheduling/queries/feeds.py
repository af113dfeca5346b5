"""Reading feeds, and what a feed shows: times, kinds of visits and rooms, nothing about anybody."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from wellrun.practice.organization.api import zone_of
from wellrun.practice.scheduling.models import Appointment, CalendarFeed, FeedShows, GroupVisit
from wellrun.practice.scheduling.queries.taken import SPOKEN
from wellrun.practice.timebook.api import busy_times, resource_for

#: How far back and ahead a feed reaches, and how long it tells that a visit was canceled.
BACK, AHEAD, TELL_CANCELED = timedelta(days=14), timedelta(days=120), timedelta(days=14)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One stretch of a feed. `uid` and `sequence` follow the visit through every move; `stamp` is when it was last
    brought where it is."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    sequence: int
    stamp: datetime
    cancelled: bool = False


def feeds_of(unit_ids: Iterable[uuid.UUID], *, provider_ids: Iterable[uuid.UUID] = ()) -> list[CalendarFeed]:
    """The living feeds of these departments, and of these providers, with how they are read."""
    living = CalendarFeed.objects.filter(ended_at__isnull=True).select_related("use")
    rows = living.filter(unit_id__in=list(unit_ids)) | living.filter(provider_id__in=list(provider_ids))
    return list(rows.order_by("made_at"))


def feed_entries(feed: CalendarFeed, at: datetime) -> tuple[str, list[FeedEntry]]:
    """The zone of a feed's department and what it shows, by start; as the feed's own narrow reader. Whatever the
    reader may not know more about is busy."""
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    first, last = day - BACK, day + AHEAD
    visits = [entry for entry in _visits(feed, first, last) if _is_told(entry, at)]
    told = {uuid.UUID(entry.uid) for entry in visits if not entry.cancelled}
    entries = [*visits, *_others(feed, first, last, at, told)]
    return zone_of(feed.unit_id), sorted(entries, key=lambda entry: (entry.starts_at, entry.uid))


def _is_told(entry: FeedEntry, at: datetime) -> bool:
    return not entry.cancelled or entry.stamp > at - TELL_CANCELED


def _visits(feed: CalendarFeed, first: datetime, last: datetime) -> list[FeedEntry]:
    rows = Appointment.objects.filter(starts_at__gte=first, starts_at__lt=last, group__isnull=True)
    rows = (
        rows.filter(provider_id=feed.provider_id)
        if feed.provider_id
        else rows.filter(unit_id=feed.unit_id, room_id=feed.room_id)
    )
    return [
        FeedEntry(str(visit), starts, ends, _title(feed, kind), _place(feed, room, site), version, since,
                  state in ("cancelled", "no_show"))
        for visit, starts, ends, kind, room, site, version, since, state in rows.values_list(
            "id", "starts_at", "ends_at", "visit_type__name", "room__name", "unit__parent__name", "version",
            "state_at", "state")
    ]  # fmt: skip


def _others(
    feed: CalendarFeed, first: datetime, last: datetime, at: datetime, told: set[uuid.UUID]
) -> list[FeedEntry]:
    resource = resource_for(feed.provider_id or feed.room_id)  # type: ignore[arg-type]
    busy = busy_times(resource_ids=[resource.id], starts_at=first, ends_at=last, at=at).get(resource.id, [])
    groups = dict(
        GroupVisit.objects.filter(id__in={time.booking_id for time in busy} - told).values_list(
            "id", "visit_type__name"
        )
    )
    found = {}
    for time in busy:
        if time.booking_id in told or time.kind == "hold":
            continue
        # A block takes every lane; it is one thing to whoever reads.
        uid = f"{time.booking_id}-{time.starts_at:%Y%m%dT%H%M}"
        kind = groups.get(time.booking_id) or ("Visit" if time.kind == "visit" else _spoken(time.kind))
        title = _title(feed, kind)
        found[uid] = FeedEntry(uid, time.starts_at, time.ends_at, title, "", 0, time.starts_at)
    return list(found.values())


def _spoken(kind: str) -> str:
    return SPOKEN.get(kind, kind.replace("_", " ").capitalize())


def _title(feed: CalendarFeed, kind: str) -> str:
    return "Busy" if feed.shows == FeedShows.BUSY else kind


def _place(feed: CalendarFeed, room: str | None, site: str | None) -> str:
    return ", ".join(each for each in (room, site) if each) if feed.shows == FeedShows.PLACES else ""
