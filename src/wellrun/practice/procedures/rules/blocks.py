"""On which days a block falls, when a day of it is given back, and how much of it is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Pattern:
    """When a block recurs: `weekday` 0 is Monday; `nth` 1 to 4, or 5 for the last of the month; days are
    [effective_from, effective_to)."""

    recurrence: str
    weekday: int
    nth: int | None
    starts: time
    ends: time
    effective_from: date
    effective_to: date | None


def days_of(pattern: Pattern, first_on: date, until_on: date) -> Iterator[date]:
    """The days in [first_on, until_on) on which a block falls, in order."""
    last = min(until_on, pattern.effective_to) if pattern.effective_to else until_on
    on = max(first_on, pattern.effective_from)
    on += timedelta(days=(pattern.weekday - on.weekday()) % 7)
    while on < last:
        if _falls(pattern, on):
            yield on
        on += timedelta(days=7)


def _falls(pattern: Pattern, on: date) -> bool:
    if pattern.recurrence == "every other":
        return (_monday(on) - _monday(pattern.effective_from)).days // 7 % 2 == 0
    if pattern.recurrence == "nth":
        if pattern.nth == 5:
            return (on + timedelta(days=7)).month != on.month
        return (on.day - 1) // 7 + 1 == pattern.nth
    return True


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


def span_of(on: date, starts: time, ends: time, zone: str) -> tuple[datetime, datetime]:
    """The UTC instants of wall hours on a day. A wall time that the clocks skip is the instant after the gap; of a
    doubled one the start is the first and the end the second, so that a block never loses an hour to the clocks."""
    clock = ZoneInfo(zone)
    begins = datetime.combine(on, starts, tzinfo=clock).astimezone(UTC)
    closes = datetime.combine(on, ends, tzinfo=clock).replace(fold=1).astimezone(UTC)
    return begins, max(closes, begins)


def is_released(on: date, release_days: int, today: date, decided: bool | None) -> bool:
    """Whether a day of a block is given back: as somebody decided, or by itself `release_days` before the day."""
    if decided is not None:
        return decided
    return today >= on - timedelta(days=release_days)


def used_minutes(span: tuple[datetime, datetime], busy: Iterable[tuple[datetime, datetime]]) -> int:
    """The minutes of a span that cases take, each minute once however many overlap."""
    pieces = sorted(
        (max(starts, span[0]), min(ends, span[1]))
        for starts, ends in busy
        if starts < span[1] and ends > span[0]
    )
    total, reached = timedelta(), span[0]
    for starts, ends in pieces:
        if ends > reached:
            total += ends - max(starts, reached)
            reached = ends
    return int(total.total_seconds()) // 60
