"""A provider's week at a glance: open hours, what of them is kept, and how many visits they take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from wellrun.practice.scheduling.models import Availability, SessionLimit, TypeBlock
from wellrun.practice.scheduling.rules import DayPart, parts_text
from wellrun.practice.scheduling.screens.hour_texts import WEEKDAYS

#: The bars show six in the morning to nine in the evening, and more when hours are outside.
FIRST_HOUR, LAST_HOUR = 6, 21


@dataclass(frozen=True)
class Bar:
    """A stretch of a day: where it begins and how wide it is, in minutes of the axis, and what it is."""

    x: int
    width: int
    kind: str


@dataclass(frozen=True)
class WeekRow:
    """One weekday: its bars, and the same in words."""

    name: str
    bars: list[Bar]
    hours: str
    notes: list[str]


@dataclass(frozen=True)
class WeekGrid:
    """Seven rows over one axis of minutes, `span` in words; a tick stands every three hours."""

    rows: list[WeekRow]
    width: int
    ticks: list[int]
    span: str


def week_grid(
    hours: Iterable[Availability],
    blocks: Iterable[TypeBlock],
    limits: Iterable[SessionLimit],
    type_names: Mapping[Any, str],
) -> WeekGrid:
    """The week of one provider in one department."""
    hours, blocks, limits = list(hours), list(blocks), list(limits)
    edges = [(row.starts, row.ends) for row in (*hours, *blocks)]
    first = min([FIRST_HOUR, *(starts.hour for starts, _ in edges)])
    last = max([LAST_HOUR, *(ends.hour + bool(ends.minute) for _, ends in edges)])
    rows = []
    for number, name in enumerate(WEEKDAYS):
        parts = sorted(DayPart(row.starts, row.ends) for row in hours if row.weekday == number)
        kept = [row for row in blocks if row.weekday == number]
        bars = [_bar(part.starts, part.ends, first, "open") for part in parts]
        bars += [_bar(row.starts, row.ends, first, "kept") for row in kept]
        notes = [kept_text(row, type_names) for row in kept]
        notes += [limit_text(row) for row in limits if row.weekday == number]
        rows.append(WeekRow(name, bars, parts_text(parts) if parts else "", notes))
    span = f"{_hour(first)} to {_hour(last)}"
    return WeekGrid(rows, (last - first) * 60, list(range(0, (last - first) * 60, 180)), span)


def _hour(hour: int) -> str:
    return f"{(hour - 1) % 12 + 1} {'PM' if 12 <= hour < 24 else 'AM'}"


def _bar(starts: time, ends: time, first: int, kind: str) -> Bar:
    begin = (starts.hour - first) * 60 + starts.minute
    return Bar(begin, (ends.hour - first) * 60 + ends.minute - begin, kind)


def kept_text(block: TypeBlock, type_names: Mapping[Any, str]) -> str:
    """A kept stretch: "8:00 AM to 12:00 PM kept for New patient, released 2 days before"."""
    names = [type_names.get(kind, "a type that is gone") for kind in block.visit_type_ids]
    span = parts_text([DayPart(block.starts, block.ends)])
    return f"{span} kept for {' and '.join(sorted(names))}, {release_text(block.release_hours)}"


def release_text(hours: int | None) -> str:
    """When a stretch is released, as people say it."""
    if hours is None:
        return "never released"
    amount, unit = (hours // 24, "day") if hours and hours % 24 == 0 else (hours, "hour")
    return f"released {amount} {unit}{'' if amount == 1 else 's'} before"


def limit_text(limit: SessionLimit) -> str:
    """A session limit: "at most 6 visits from 8:00 AM to 12:00 PM"."""
    what = limit.visit_type.name if limit.visit_type else "visits"
    span = parts_text([DayPart(limit.starts, limit.ends)])
    return f"at most {limit.most} {what} begin {span}"
