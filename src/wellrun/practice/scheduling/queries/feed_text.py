"""A feed as iCalendar (RFC 5545): the same entries always give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from wellrun.practice.scheduling.queries.feeds import FeedEntry

#: How often calendar programs are asked to look.
REFRESH = timedelta(minutes=15)


def feed_text(*, name: str, zone: str, entries: Iterable[FeedEntry]) -> bytes:
    """The feed with its time zone. Visits keep their UID through moves and count their SEQUENCE up; a canceled one says
    so instead of vanishing."""
    calendar = Calendar()
    calendar.add("prodid", "-//Wellrun//Calendar feed//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", zone)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    clock = ZoneInfo(zone)
    for entry in entries:
        calendar.add_component(_event(entry, clock))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(entry: FeedEntry, clock: ZoneInfo) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@wellrun")
    event.add("dtstamp", entry.stamp.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(clock))
    event.add("dtend", entry.ends_at.astimezone(clock))
    event.add("summary", entry.title)
    event.add("sequence", entry.sequence)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    if entry.place:
        event.add("location", entry.place)
    return event
