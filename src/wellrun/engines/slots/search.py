"""Finding the first starts at which everything a visit needs is free."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from wellrun.engines.slots.bits import lowest, run_starts, shifted, span, stretches
from wellrun.engines.slots.calendar import Calendar
from wellrun.engines.slots.horizon import Horizon
from wellrun.engines.slots.request import Hold, Need, Offer, Request, ThirdNext


class UnknownResource(KeyError):
    """A need names a resource whose calendar was not given."""

    def __str__(self) -> str:
        return f"No calendar was given for {self.args[0]}."


class MixedHorizons(ValueError):
    """Calendars of one search must share one horizon, or equal bits would mean different times."""


@dataclass(frozen=True, slots=True)
class Demand:
    """A need in steps: occupied from `begin` (negative: before the visit) for `length` steps."""

    need: Need
    begin: int
    length: int


def find_starts(request: Request, calendars: Mapping[str, Calendar], count: int = 20) -> list[Offer]:
    """The first `count` offers: at most one for each start and resource of the leading need.

    Order: the start, then the leading need's `any_of`. The other needs get, in the order of the request,
    the first resource and lowest lane of their `any_of` that leaves the rest servable, so equal worlds
    give equal answers. No two needs hold the same lane of a resource at the same time.
    Raises UnknownResource and MixedHorizons.
    """
    offers: list[Offer] = []
    if count > 0:
        for offer in offers_of(request, calendars):
            offers.append(offer)
            if len(offers) == count:
                break
    return offers


def offers_of(request: Request, calendars: Mapping[str, Calendar]) -> Iterator[Offer]:
    """Every offer in the order of `find_starts`, made as they are asked for."""
    horizon = horizon_of(request, calendars)
    shared = served_starts(request, calendars, horizon)
    if not shared:
        return
    demands = [demand_of(need, request, horizon) for need in request.needs]
    lead = demands[0]
    heap: list[tuple[int, int, int]] = []
    for order, key in enumerate(lead.need.any_of):
        starts = shared & calendars[key].aligned(request.align_minutes)
        if starts:
            starts &= lane_starts(calendars[key], lead)
        if starts:
            heap.append((lowest(starts), order, starts))
    heapq.heapify(heap)
    while heap:
        start, order, starts = heap[0]
        holds = assign(demands, calendars, start, lead.need.any_of[order])
        if holds is not None:
            yield _offer(request, horizon, start, holds)
        starts &= starts - 1
        if starts:
            heapq.heapreplace(heap, (lowest(starts), order, starts))
        else:
            heapq.heappop(heap)


def served_starts(request: Request, calendars: Mapping[str, Calendar], horizon: Horizon) -> int:
    """The starts that the request allows and at which every need but the leading one is served.

    The leading need's calendars are not asked for: whoever knows these starts reads the lead's bookings only there.
    """
    shared = bounds(request, horizon)
    for need in request.needs[1:]:
        if shared:
            shared &= starts_of(demand_of(need, request, horizon), calendars)
    return shared


def lead_stretches(
    request: Request, hours: Calendar, served: int, joined_within_minutes: int = 0
) -> list[tuple[int, int]]:
    """The stretches of steps, half-open, in which a lead with these hours would be occupied by a visit at one of the
    `served` starts. Stretches at most `joined_within_minutes` apart come as one."""
    lead = demand_of(request.needs[0], request, hours.horizon)
    starts = served & hours.aligned(request.align_minutes)
    starts = shifted(starts & lane_starts(hours, lead), lead.begin) if starts else 0
    return list(stretches(starts, lead.length, joined_within_minutes // hours.horizon.step_minutes))


def third_next_available(
    request: Request, calendars: Mapping[str, Calendar], asked_on: date, zone: str
) -> dict[str, ThirdNext | None]:
    """For each resource of the leading need, its third next available visit; None when the horizon has fewer.

    Visits that could not all be booked are not counted apart: the second starts when the first has ended,
    the third when the second has. Days are calendar days in `zone` from `asked_on`; third, not first,
    because a single late cancellation says nothing about access (Institute for Healthcare Improvement,
    "Third Next Available Appointment").
    """
    clock = ZoneInfo(zone)
    answer: dict[str, ThirdNext | None] = {}
    for key in request.needs[0].any_of:
        third = _nth_apart(_only(request, key), calendars, 3)
        days = (third.starts_at.astimezone(clock).date() - asked_on).days if third else 0
        answer[key] = ThirdNext(third.starts_at, days, key) if third else None
    return answer


def horizon_of(request: Request, calendars: Mapping[str, Calendar]) -> Horizon:
    """The one horizon that every calendar the request names shares."""
    horizon: Horizon | None = None
    for need in request.needs:
        for key in need.any_of:
            if key not in calendars:
                raise UnknownResource(key)
            known = calendars[key].horizon
            if horizon is None:
                horizon = known
            elif known is not horizon and known != horizon:
                raise MixedHorizons(f"{key} has another horizon than the resources before it.")
    if horizon is None:
        raise ValueError("No need of the request names a resource.")
    return horizon


def demand_of(need: Need, request: Request, horizon: Horizon) -> Demand:
    """The steps a need occupies, rounded outwards so that no minute of it is uncovered."""
    minutes = request.minutes - need.begins_after_minutes if need.minutes is None else need.minutes
    begins = need.begins_after_minutes - need.buffer_before_minutes
    ends = need.begins_after_minutes + minutes + need.buffer_after_minutes
    first = begins // horizon.step_minutes
    return Demand(need, first, max(horizon.steps_of(ends) - first, 1))


def bounds(request: Request, horizon: Horizon) -> int:
    """The steps the request allows a visit to start in, such that it also ends within the horizon."""
    first = horizon.ceil(request.earliest_at) if request.earliest_at else 0
    after = horizon.ceil(request.latest_at) if request.latest_at else horizon.steps
    return span(first, min(after, horizon.steps - horizon.steps_of(request.minutes) + 1))


def starts_of(demand: Demand, calendars: Mapping[str, Calendar]) -> int:
    """The visit starts at which some resource of the need is free for as long as it is needed."""
    starts = 0
    for key in demand.need.any_of:
        starts |= lane_starts(calendars[key], demand)
    return starts


def lane_starts(calendar: Calendar, demand: Demand) -> int:
    """The visit starts at which one lane of the resource is free throughout: a hold does not change lanes."""
    starts = 0
    for lane in calendar.lanes:
        starts |= run_starts(lane, demand.length)
    return shifted(starts, -demand.begin)


def assign(
    demands: Sequence[Demand], calendars: Mapping[str, Calendar], start: int, lead_key: str
) -> tuple[Hold, ...] | None:
    """A hold for every demand with the visit at `start` and the lead given, or None when they cannot be told
    apart.

    Depth first in the order of the request, so the earlier need gets the resource it prefers.
    """
    taken: list[tuple[str, int, int, int]] = []

    def place(index: int) -> bool:
        if index == len(demands):
            return True
        demand = demands[index]
        first = start + demand.begin
        after = first + demand.length
        for key in (lead_key,) if index == 0 else demand.need.any_of:
            for lane in _free_lanes(calendars[key], first, demand.length):
                if any(key == k and lane == n and first < b and a < after for k, n, a, b in taken):
                    continue
                taken.append((key, lane, first, after))
                if place(index + 1):
                    return True
                taken.pop()
        return False

    if not place(0):
        return None
    horizon = calendars[lead_key].horizon
    return tuple(
        Hold(demand.need.name, key, lane, horizon.at(first), horizon.at(after))
        for demand, (key, lane, first, after) in zip(demands, taken, strict=True)
    )


def _free_lanes(calendar: Calendar, first: int, length: int) -> Iterator[int]:
    if first < 0:
        return
    wanted = (1 << length) - 1
    for number, lane in enumerate(calendar.lanes):
        if (lane >> first) & wanted == wanted:
            yield number


def _offer(request: Request, horizon: Horizon, start: int, holds: tuple[Hold, ...]) -> Offer:
    starts_at = horizon.at(start)
    return Offer(starts_at, starts_at + timedelta(minutes=request.minutes), holds)


def _only(request: Request, lead_key: str) -> Request:
    return replace(request, needs=(replace(request.needs[0], any_of=(lead_key,)), *request.needs[1:]))


def _nth_apart(request: Request, calendars: Mapping[str, Calendar], count: int) -> Offer | None:
    found, ends_at = 0, None
    for offer in offers_of(request, calendars):
        if ends_at is None or offer.starts_at >= ends_at:
            found, ends_at = found + 1, offer.ends_at
            if found == count:
                return offer
    return None
