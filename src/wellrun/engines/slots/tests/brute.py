"""The same search without bitsets, without runs and without a heap: every start, every resource, every
minute.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import product

from wellrun.engines.slots import Busy, Horizon, Request, Window

World = Mapping[str, tuple[list[Window], list[Busy], int]]
#: For each resource, stretches in which nothing that it leads begins, half-open.
Sessions = Mapping[str, list[tuple[datetime, datetime]]]


def starts(
    request: Request, world: World, horizon: Horizon, full: Sessions | None = None
) -> list[tuple[datetime, str]]:
    """Every (start, lead) pair in the promised order."""
    found = []
    for step in range(horizon.steps):
        at = horizon.starts_at + timedelta(minutes=step * horizon.step_minutes)
        if not _allowed(request, at, horizon):
            continue
        for lead in request.needs[0].any_of:
            if any(since <= at < until for since, until in (full or {}).get(lead, ())):
                continue
            if _aligned(request, world[lead][0], at, horizon) and _served(request, world, horizon, at, lead):
                found.append((at, lead))
    return found


def _allowed(request: Request, at: datetime, horizon: Horizon) -> bool:
    if request.earliest_at and at < request.earliest_at:
        return False
    if request.latest_at and at >= request.latest_at:
        return False
    return at + timedelta(minutes=request.minutes) <= horizon.ends_at


def _aligned(request: Request, windows: list[Window], at: datetime, horizon: Horizon) -> bool:
    step = timedelta(minutes=horizon.step_minutes)
    for window in windows:
        if window.starts_at <= at and at + step <= window.ends_at:
            since = at - (window.aligned_from or window.starts_at)
            if since % timedelta(minutes=request.align_minutes) == timedelta(0):
                return True
    return False


def _served(request: Request, world: World, horizon: Horizon, at: datetime, lead: str) -> bool:
    choices = []
    for number, need in enumerate(request.needs):
        minutes = request.minutes - need.begins_after_minutes if need.minutes is None else need.minutes
        first = at + timedelta(minutes=need.begins_after_minutes - need.buffer_before_minutes)
        last = at + timedelta(minutes=need.begins_after_minutes + minutes + need.buffer_after_minutes)
        keys = (lead,) if number == 0 else need.any_of
        choices.append(
            [
                (key, lane, first, last)
                for key in keys
                for lane in range(world[key][2])
                if _free(world[key], lane, first, last, horizon)
            ]
        )
    return any(_apart(chosen) for chosen in product(*choices))


def _apart(chosen: tuple[tuple[str, int, datetime, datetime], ...]) -> bool:
    return not any(
        a[:2] == b[:2] and a[2] < b[3] and b[2] < a[3]
        for number, a in enumerate(chosen)
        for b in chosen[number + 1 :]
    )


def _free(resource, lane: int, first: datetime, last: datetime, horizon: Horizon) -> bool:
    windows, busy, _ = resource
    if first < horizon.starts_at or last > horizon.ends_at:
        return False
    minute = first.astimezone(UTC)
    while minute < last:
        if not any(w.starts_at <= minute < w.ends_at for w in windows):
            return False
        if any(b.lane == lane and b.starts_at <= minute < b.ends_at for b in busy):
            return False
        minute += timedelta(minutes=1)
    return True
