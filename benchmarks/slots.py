"""The first 20 half-hour starts for any of 200 providers and a free procedure room, against interval scans.

The world is a two-year book of 200 providers and 240 rooms (20 of them procedure rooms), 97 % full for the
first 14 days of the search and then thinning to nothing, with a change of clocks inside the 60 days searched.
"""

from __future__ import annotations

import heapq
import random
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from benchmarks.figure import Figure, median_seconds
from wellrun.engines.slots import (
    Busy,
    Calendar,
    Horizon,
    Hours,
    Need,
    Request,
    WeeklyHours,
    Window,
    expand,
    find_starts,
)

TITLE = "Slots: first 20 free half hours over 60 days for any of 200 providers and a procedure room"
TODAY = date(2026, 10, 5)
QUARTER = timedelta(minutes=15)
SOONEST = datetime(2026, 10, 5, tzinfo=UTC)


@dataclass(frozen=True)
class Book:
    """Opening windows and reservations by resource, in time order."""

    windows: list[Window]
    busy: dict[str, list[Busy]]
    providers: tuple[str, ...]
    procedure_rooms: tuple[str, ...]


def run(*, quick: bool) -> Iterator[Figure]:
    """Three figures: the engine on two grids beside two scans of sorted intervals, and building the
    bitsets.
    """
    providers, rooms, past_days = (20, 24, 30) if quick else (200, 240, 670)
    book = _book(providers, rooms, past_days)
    repeats = 5 if quick else 25
    request = Request(
        30, (Need("provider", book.providers), Need("procedure room", book.procedure_rooms)), align_minutes=15
    )
    reservations = sum(len(busy) for busy in book.busy.values())
    scan_seconds, scanned = _timed(lambda: _scan_by_day(book), 3)
    naive_seconds, naive = _timed(lambda: _scan_whole_horizon(book), 1)
    for grid in (15, 5):
        horizon = Horizon.of_days(SOONEST, 60, grid)
        building, calendars = _timed(lambda horizon=horizon: _calendars(book, horizon), 1)
        seconds, offers = _timed(
            lambda calendars=calendars: [
                (offer.starts_at, offer.lead_key) for offer in find_starts(request, calendars, 20)
            ],
            repeats,
        )
        same = offers == scanned == naive
        yield Figure(
            f"engine, {grid}-minute grid",
            seconds * 1000,
            "ms, median",
            "<= 2 ms and the scans' answer",
            seconds <= 0.002 and same,
            f"{reservations:,} reservations in the book",
        )
        yield Figure(f"building {len(calendars)} calendars, {grid}-minute grid", building * 1000, "ms, once")
    yield Figure("sorted intervals, day by day until 20 are found", scan_seconds * 1000, "ms, median")
    yield Figure("sorted intervals, all starts of the horizon", naive_seconds * 1000, "ms, once")


def _timed(action, repeats: int):
    return median_seconds(action, repeats=repeats), action()


def _book(provider_count: int, room_count: int, past_days: int) -> Book:
    chance = random.Random(20261005)
    pattern = [WeeklyHours(day, Hours(time(8), time(17))) for day in range(5)]
    windows = expand(
        pattern, (), "America/New_York", TODAY - timedelta(days=past_days), TODAY + timedelta(days=60)
    )
    providers = tuple(f"provider {number}" for number in range(provider_count))
    rooms = tuple(f"room {number}" for number in range(room_count))
    busy = {key: list(_reservations(windows, chance)) for key in providers + rooms}
    return Book(windows, busy, providers, rooms[: max(room_count // 12, 1)])


def _reservations(windows: list[Window], chance: random.Random) -> Iterator[Busy]:
    for window in windows:
        days_ahead = (window.starts_at - SOONEST).days
        fill = 0.97 if days_ahead < 14 else max(0.97 * (1 - (days_ahead - 14) / 46), 0.0)
        at = window.starts_at
        while at < window.ends_at:
            ends_at = min(at + chance.choice((1, 1, 2, 2, 3)) * QUARTER, window.ends_at)
            if chance.random() < fill:
                yield Busy(at, ends_at)
            at = ends_at


def _calendars(book: Book, horizon: Horizon) -> dict[str, Calendar]:
    windows = [window for window in book.windows if window.ends_at > horizon.starts_at]
    keys = book.providers + book.procedure_rooms
    return {
        key: Calendar.of(key, horizon, windows, [b for b in book.busy[key] if b.ends_at > horizon.starts_at])
        for key in keys
    }


def _scan_by_day(book: Book) -> list[tuple[datetime, str]]:
    """A careful naive form: bisects each resource's sorted starts and stops after the day that fills the
    list.
    """
    lowers = {key: [b.starts_at for b in book.busy[key]] for key in book.providers + book.procedure_rooms}
    found: list[tuple[datetime, str]] = []
    for window in book.windows:
        if window.starts_at >= SOONEST and len(found) < 20:
            found += _scan_window(book, window, lowers)
    return found[:20]


def _scan_whole_horizon(book: Book) -> list[tuple[datetime, str]]:
    """The form most programs have: every free start of the horizon is made, then the first are kept."""
    lowers = {key: [b.starts_at for b in book.busy[key]] for key in book.providers + book.procedure_rooms}
    found = [
        pair
        for window in book.windows
        if window.starts_at >= SOONEST
        for pair in _scan_window(book, window, lowers)
    ]
    order = {key: number for number, key in enumerate(book.providers)}
    return heapq.nsmallest(20, found, key=lambda pair: (pair[0], order[pair[1]]))


def _scan_window(book: Book, window: Window, lowers) -> Iterator[tuple[datetime, str]]:
    at = window.starts_at
    while at + 2 * QUARTER <= window.ends_at:
        if any(_free(book.busy[room], lowers[room], at) for room in book.procedure_rooms):
            for key in book.providers:
                if _free(book.busy[key], lowers[key], at):
                    yield at, key
        at += QUARTER


def _free(busy: list[Busy], lowers: list[datetime], at: datetime) -> bool:
    last = bisect_right(lowers, at) - 1
    if last >= 0 and busy[last].ends_at > at:
        return False
    return last + 1 >= len(busy) or busy[last + 1].starts_at >= at + 2 * QUARTER
