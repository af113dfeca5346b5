"""Weekly hours as people say them, expanded to windows in UTC.

Local wall time and an IANA zone are the truth of a template; UTC is only derived. A wall time that a
change of clocks skips moves forward by the length of the gap (02:30 becomes 03:30), and one that occurs twice
means the first: the "compatible" reading of RFC 5545 section 3.3.5 and of the Temporal proposal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from wellrun.engines.slots.calendar import Window


@dataclass(frozen=True, slots=True)
class Hours:
    """Wall time of one day, half-open. A `closes` not after `opens` belongs to the next day (22:00 to
    06:00).
    """

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """`hours` on every `weekday` (Monday is 0) from `first_on` until before `until_on`; None is unbounded.

    `every_weeks` above 1 keeps only the weeks that are a multiple of it away from the week of `first_on`.
    """

    weekday: int
    hours: Hours
    first_on: date | None = None
    until_on: date | None = None
    every_weeks: int = 1


@dataclass(frozen=True, slots=True)
class DayHours:
    """What `on` has instead of its weekly hours. No hours: closed that day."""

    on: date
    hours: tuple[Hours, ...] = ()


def expand(
    pattern: Iterable[WeeklyHours], exceptions: Iterable[DayHours], zone: str, first_on: date, until_on: date
) -> list[Window]:
    """The windows of the days first_on..until_on (half-open), in UTC, earliest first.

    An exception replaces the whole day. Windows that a change of clocks empties are left out. Where the
    clocks change inside a window it is cut in two, so that each part is aligned to its own wall time.
    """
    clock = ZoneInfo(zone)
    weekly = tuple(pattern)
    instead = {exception.on: exception.hours for exception in exceptions}
    windows: list[Window] = []
    for number in range((until_on - first_on).days):
        day = first_on + timedelta(days=number)
        hours = instead[day] if day in instead else [rule.hours for rule in weekly if _applies(rule, day)]
        for each in hours:
            windows += _windows(day, each, clock)
    return sorted(windows, key=lambda window: (window.starts_at, window.ends_at))


def instant(day: date, at: time, clock: ZoneInfo) -> datetime:
    """The UTC instant of a wall time: skipped times move forward, doubled times mean the first."""
    return datetime.combine(day, at.replace(fold=0), tzinfo=clock).astimezone(UTC)


def _applies(rule: WeeklyHours, day: date) -> bool:
    if day.weekday() != rule.weekday:
        return False
    if (rule.first_on and day < rule.first_on) or (rule.until_on and day >= rule.until_on):
        return False
    if rule.every_weeks == 1 or rule.first_on is None:
        return True
    monday = rule.first_on - timedelta(days=rule.first_on.weekday())
    return (day - monday).days // 7 % rule.every_weeks == 0


def _windows(day: date, hours: Hours, clock: ZoneInfo) -> Iterator[Window]:
    last = day if hours.closes > hours.opens else day + timedelta(days=1)
    starts_at, ends_at = instant(day, hours.opens, clock), instant(last, hours.closes, clock)
    while starts_at < ends_at:
        part_ends_at = _next_change(starts_at, ends_at, clock)
        yield Window(starts_at, part_ends_at, _midnight(starts_at, clock))
        starts_at = part_ends_at


def _midnight(at: datetime, clock: ZoneInfo) -> datetime:
    wall = at.astimezone(clock)
    return at - timedelta(
        hours=wall.hour, minutes=wall.minute, seconds=wall.second, microseconds=wall.microsecond
    )


def _next_change(starts_at: datetime, ends_at: datetime, clock: ZoneInfo) -> datetime:
    """The first instant in the window at which the zone's offset differs from that at its start, or its
    end.
    """
    offset = starts_at.astimezone(clock).utcoffset()
    if (ends_at - timedelta(microseconds=1)).astimezone(clock).utcoffset() == offset:
        return ends_at
    minutes_before, minutes_after = 0, int((ends_at - starts_at).total_seconds()) // 60 + 1
    while minutes_after - minutes_before > 1:
        middle = (minutes_before + minutes_after) // 2
        if (starts_at + timedelta(minutes=middle)).astimezone(clock).utcoffset() == offset:
            minutes_before = middle
        else:
            minutes_after = middle
    return min(starts_at + timedelta(minutes=minutes_after), ends_at)
