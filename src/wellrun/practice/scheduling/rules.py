"""Small decisions of scheduling, without the database: hours of a day, wall times, the way of a visit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from wellrun.platform.access.api import Refused
from wellrun.platform.ui.formatting import format_clock, format_long_day

#: A visit is late when its patient has not arrived this long after it should have begun.
LATE_AFTER = timedelta(minutes=10)

#: The next states of each state. What is not listed is refused.
NEXT_STATES: dict[str, tuple[str, ...]] = {
    "booked": ("confirmed", "arrived", "no_show", "cancelled"),
    "confirmed": ("arrived", "no_show", "cancelled"),
    "arrived": ("roomed", "with_provider", "cancelled"),
    "roomed": ("with_provider", "checked_out", "cancelled"),
    "with_provider": ("checked_out",),
    "checked_out": (),
    "no_show": (),
    "cancelled": (),
}
MOVABLE = ("booked", "confirmed")


class NoSuchTime(Refused):
    """A wall time that the clocks skip."""

    field = "starts_at"


@dataclass(frozen=True, order=True)
class DayPart:
    """Wall-time hours of one day, half-open."""

    starts: time
    ends: time


@dataclass(frozen=True)
class HoursOn:
    """Weekly hours on one weekday (0 is Monday)."""

    weekday: int
    starts: time
    ends: time


def instant_of(wall: datetime, zone: str) -> datetime:
    """The UTC instant of a wall time; raises `NoSuchTime` for one that the clocks skip. Doubled times: the first."""
    clock = ZoneInfo(zone)
    instant = wall.replace(tzinfo=clock, fold=0).astimezone(UTC)
    if instant.astimezone(clock).replace(tzinfo=None) != wall.replace(tzinfo=None):
        raise NoSuchTime(
            f"There is no {format_clock(wall)} on {day_text(wall.date())}: the clocks go forward. Choose another time."
        )
    return instant


def day_bounds(on: date, zone: str) -> tuple[datetime, datetime]:
    """The UTC instants between which it is this day in a zone; 23 or 25 hours apart when the clocks change."""
    clock = ZoneInfo(zone)
    starts = datetime.combine(on, time(), tzinfo=clock).astimezone(UTC)
    return starts, datetime.combine(on + timedelta(days=1), time(), tzinfo=clock).astimezone(UTC)


def hours_of_day(
    weekly: Iterable[DayPart], closed: Sequence[DayPart | None], extra: Iterable[DayPart]
) -> list[DayPart]:
    """What is open on a day: weekly hours less what is closed (None closes the day), and the extra hours."""
    open_parts = [] if None in closed else without(list(weekly), (gap for gap in closed if gap is not None))
    return sorted([*open_parts, *extra])


def without(parts: Sequence[DayPart], gaps: Iterable[DayPart]) -> list[DayPart]:
    """Hours of a day less these stretches."""
    left = list(parts)
    for gap in gaps:
        left = [piece for part in left for piece in _less(part, gap)]
    return left


def _less(part: DayPart, gap: DayPart) -> list[DayPart]:
    before = DayPart(part.starts, min(part.ends, gap.starts))
    after = DayPart(max(part.starts, gap.ends), part.ends)
    return [piece for piece in (before, after) if piece.starts < piece.ends]


def is_late(state: str, starts_at: datetime, at: datetime) -> bool:
    """Whether the patient should be here and is not."""
    return state in MOVABLE and at >= starts_at + LATE_AFTER


def day_text(day: date) -> str:
    """A day as "Tuesday, June 2, 2026"."""
    return f"{day:%A}, {format_long_day(day)}"


def parts_text(parts: Sequence[DayPart]) -> str:
    """Hours of a day as "8:00 AM to 12:00 PM and 1:00 PM to 5:00 PM"."""
    said = [f"{format_clock(part.starts)} to {format_clock(part.ends)}" for part in parts]
    return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)
