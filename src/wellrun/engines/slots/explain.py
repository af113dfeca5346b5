"""Why a search found nothing: which need stands in the way, and how close it came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from wellrun.engines.slots.bits import each
from wellrun.engines.slots.calendar import Calendar
from wellrun.engines.slots.request import Explanation, NearMiss, Request
from wellrun.engines.slots.search import (
    Demand,
    bounds,
    demand_of,
    find_starts,
    horizon_of,
    lane_starts,
    starts_of,
)


def explain(request: Request, calendars: Mapping[str, Calendar], zone: str = "UTC") -> Explanation:
    """Name what is missing and the nearest miss.

    A need is *missing* when it is free at no allowed start at all, or, where every need is free at some
    start, when the visit would fit without it. The nearest miss is the start at which everything else
    is free and the missing need is free for most of its minutes; ties go to the earliest. The sentence tells
    times in `zone`.
    """
    found = find_starts(request, calendars, count=1)
    if found:
        return Explanation(True, (), f"The first start is {_told(found[0].starts_at, zone)}.")
    horizon = horizon_of(request, calendars)
    demands = [demand_of(need, request, horizon) for need in request.needs]
    allowed = bounds(request, horizon) & _aligned(request, calendars)
    if not allowed:
        lead = request.needs[0].name
        return Explanation(False, (lead,), f"No {lead} has opening hours in the time asked for.")
    served = [starts_of(demand, calendars) & allowed for demand in demands]
    absent = tuple(demand.need.name for demand, starts in zip(demands, served, strict=True) if not starts)
    missing = absent or tuple(
        demand.need.name for number, demand in enumerate(demands) if _fits_without(number, request, calendars)
    )
    nearest = _nearest(request, calendars, demands, served, missing, allowed)
    return Explanation(False, missing, _sentence(missing, bool(absent), nearest, zone), nearest)


def _aligned(request: Request, calendars: Mapping[str, Calendar]) -> int:
    bits = 0
    for key in request.needs[0].any_of:
        bits |= calendars[key].aligned(request.align_minutes)
    return bits


def _fits_without(number: int, request: Request, calendars: Mapping[str, Calendar]) -> bool:
    """Would the visit fit if this need were always served? The lead still says where starts are allowed."""
    if number == 0:
        horizon = horizon_of(request, calendars)
        allowed = bounds(request, horizon) & _aligned(request, calendars)
        for need in request.needs[1:]:
            allowed &= starts_of(demand_of(need, request, horizon), calendars)
        return bool(allowed)
    rest = request.needs[:number] + request.needs[number + 1 :]
    return bool(find_starts(replace(request, needs=rest), calendars, count=1))


def _nearest(
    request: Request,
    calendars: Mapping[str, Calendar],
    demands: list[Demand],
    served: list[int],
    missing: tuple[str, ...],
    allowed: int,
) -> NearMiss | None:
    best: NearMiss | None = None
    for number, demand in enumerate(demands):
        if demand.need.name not in missing:
            continue
        others = allowed
        for other, starts in enumerate(served):
            if other != number:
                others &= starts
        for miss in _misses(demand, calendars, others):
            if best is None or _closeness(miss) > _closeness(best):
                best = miss
    return best


def _closeness(miss: NearMiss) -> tuple[int, float]:
    return miss.free_minutes - miss.wanted_minutes, -miss.starts_at.timestamp()


def _misses(demand: Demand, calendars: Mapping[str, Calendar], starts: int) -> list[NearMiss]:
    """The best start of each resource of the need, by the free steps within the time it is needed."""
    misses = []
    wanted = (1 << demand.length) - 1
    for key in demand.need.any_of:
        calendar = calendars[key]
        minutes = calendar.horizon.step_minutes
        best_free, best_start = 0, -1
        for start in each(starts & ~lane_starts(calendar, demand)):
            first = start + demand.begin
            if first < 0:
                continue
            free = max((lane >> first & wanted).bit_count() for lane in calendar.lanes)
            if free > best_free:
                best_free, best_start = free, start
                if free == demand.length - 1:
                    break
        if best_start >= 0:
            at = calendar.horizon.at(best_start)
            misses.append(NearMiss(at, demand.need.name, key, best_free * minutes, demand.length * minutes))
    return misses


def _sentence(missing: tuple[str, ...], absent: bool, nearest: NearMiss | None, zone: str) -> str:
    if not missing:
        return "Each need is free at some time, but never all of them together."
    names = " and ".join(missing)
    if absent:
        said = f"No {names} is free at any time asked for."
    elif len(missing) == 1:
        said = f"The {names} is what is missing: without it the visit would fit."
    else:
        said = f"The {names} are never free together: without either the visit would fit."
    if nearest is None:
        return said
    return (
        f"{said} Nearest: {nearest.resource_key} is free for {nearest.free_minutes} of"
        f" {nearest.wanted_minutes} minutes at {_told(nearest.starts_at, zone)}."
    )


def _told(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%m/%d/%Y %H:%M %Z}"
