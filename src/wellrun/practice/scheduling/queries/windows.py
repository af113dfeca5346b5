"""Wall-time hours of a day as stretches of UTC."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from wellrun.engines.slots import DayHours, Hours, Window, expand
from wellrun.practice.scheduling.rules import DayPart


@lru_cache(maxsize=16384)
def windows_of(day: date, starts: time, ends: time, zone: str) -> tuple[Window, ...]:
    """The UTC windows of wall-time hours on a day: one, or two where the clocks change inside it, or none where the
    clocks skip them."""
    return tuple(expand((), (DayHours(day, (Hours(starts, ends),)),), zone, day, day + timedelta(days=1)))


def covered(parts: Iterable[DayPart], day: date, zone: str, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether [starts_at, ends_at) lies in the open hours of a day; hours that touch each other are one."""
    reached = starts_at
    for window in sorted(
        (window for part in parts for window in windows_of(day, part.starts, part.ends, zone)),
        key=lambda window: window.starts_at,
    ):
        if window.starts_at <= reached < window.ends_at:
            reached = window.ends_at
    return reached >= ends_at and reached > starts_at
