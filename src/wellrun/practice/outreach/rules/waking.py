"""When patients may be written to."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

#: Nothing leaves before this wall time of the site or from this one on (47 CFR 64.1200(c)(1): calls between 8 and 21).
WAKES, SLEEPS = time(8), time(20)
#: How long a notice can still be taken back by whoever made it.
SECOND_THOUGHTS = timedelta(minutes=3)


def leaves_at(at: datetime, zone: str, *, wakes: time = WAKES, sleeps: time = SLEEPS) -> datetime:
    """The first instant at or after `at` at which patients of a zone are awake, in UTC."""
    clock = ZoneInfo(zone)
    wall = at.astimezone(clock)
    if wakes <= wall.time() < sleeps:
        return at
    day = wall.date() if wall.time() < wakes else wall.date() + timedelta(days=1)
    return datetime.combine(day, wakes, tzinfo=clock).astimezone(UTC)
