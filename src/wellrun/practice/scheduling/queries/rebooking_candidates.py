"""The places that stranded visits could have, as the engine of rebooking asks for them.

The calendars of a department are read once for each visit type. What a visit holds itself is free to it, unless a block
has it: a visit whose room broke may stay with its provider in the next room. Days are looked at outward from the
visit's own, and only as far as it takes to know its cheapest places, so that forty visits over sixty days stay small.
"""

from __future__ import annotations

import heapq
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from wellrun.engines import rebooking, slots
from wellrun.engines.slots.bits import each as each_step
from wellrun.engines.slots.bits import span
from wellrun.engines.slots.search import Demand, bounds, demand_of, lane_starts
from wellrun.practice.scheduling.models import Appointment
from wellrun.practice.scheduling.models.appointment import RELEASED
from wellrun.practice.scheduling.queries.free_time import FreeTime
from wellrun.practice.scheduling.queries.waiting_wishes import wishes_of
from wellrun.practice.scheduling.queries.wanted import Wanted, wanted_types
from wellrun.practice.scheduling.queries.why_none import why_none
from wellrun.practice.scheduling.queries.window import Window
from wellrun.practice.scheduling.rules import day_bounds
from wellrun.practice.timebook.api import HeldTime, held_times

#: A patient is not asked to come sooner than planned with less notice than this.
NOTICE = timedelta(hours=24)
#: What visits that are not urgent should leave of a department's day, in minutes: one urgent visit.
KEPT_FOR_URGENT_MINUTES = 30
#: The fewest and the most places that are looked at for one visit; between them three for each visit of the plan.
FEWEST_PLACES, MOST_PLACES = 60, 150
_WEIGHTS = rebooking.Weights()
_NOON = time(12)


@dataclass
class _Kind:
    """One visit type over the days of a plan: what it asks for, the calendars, and the starts of each resource."""

    wanted: Wanted
    window: Window
    request: slots.Request
    calendars: Mapping[str, slots.Calendar]
    starts: dict[str, int] = field(default_factory=dict)

    @property
    def horizon(self) -> slots.Horizon:
        return self.window.horizon

    def demands(self) -> list[Demand]:
        return [demand_of(need, self.request, self.horizon) for need in self.request.needs]


def problem_of(
    visits: Sequence[Appointment], *, until_on: date, at: datetime, most: int | None = None
) -> rebooking.Problem:
    """These visits with every place that each could have before `until_on`, cheapest `most` each.

    Keys of visits and providers are their ids as text; a room or device is its resource's id with its lane.
    """
    most = most or min(max(3 * len(visits), FEWEST_PLACES), MOST_PLACES)
    held = held_times([visit.id for visit in visits])
    busy = _busy_patients(visits, until_on, at)
    wished = wishes_of(visits)
    kinds: dict[uuid.UUID, list[_Kind]] = {}
    asked: list[rebooking.Visit] = []
    for visit in visits:
        if visit.visit_type_id not in kinds:
            kinds[visit.visit_type_id] = _kinds(visit.visit_type_id, until_on, at)
        bare = _bare(visit, busy[visit.patient_id], wished.get(visit.id))
        of_all_lengths = (
            _places(each, bare, held[visit.id], at, most) for each in kinds[visit.visit_type_id]
        )
        by_cost = sorted(chain(*of_all_lengths), key=partial(_cost, bare))
        places = tuple(by_cost[:most])
        asked.append(replace(bare, places=places, nothing_because="" if places else _nothing(visit, at)))
    return rebooking.Problem(tuple(asked), coverage=_coverage(kinds.values()))


def _cost(bare: rebooking.Visit, place: rebooking.Place) -> int:
    return rebooking.place_cost(bare, place, _WEIGHTS)


def _kinds(visit_type_id: uuid.UUID, until_on: date, at: datetime) -> list[_Kind]:
    """The visit type in each length that it has with somebody."""
    asked, wanted = wanted_types(visit_type_id)
    if asked is None or not wanted:
        return []
    first_on = at.astimezone(ZoneInfo(asked.zone)).date()
    search = FreeTime(wanted, None, first_on, until_on, at)
    search.learn(lead.subject_id for lead in search.leads_at[asked.unit_id])
    window = Window(search, first_on, until_on)
    kinds = [_Kind(asked, window, request, calendars) for request, calendars in window.whole(asked)]
    for kind in kinds:
        for demand in kind.demands():
            for key in demand.need.any_of:
                kind.starts[key] = lane_starts(kind.calendars[key], demand)
    return kinds


def _bare(
    visit: Appointment,
    busy: Sequence[tuple[uuid.UUID, datetime, datetime]],
    wished: rebooking.Preference | None,
) -> rebooking.Visit:
    """A visit without its places. What the patient prefers is what the wait list knows; where it knows nothing, what
    was booked: the weekday, and the morning or the afternoon."""
    wall = visit.starts_at.astimezone(ZoneInfo(visit.unit.zone))
    since, until = (time(), _NOON) if wall.time() < _NOON else (_NOON, time.max)
    return rebooking.Visit(
        key=str(visit.id),
        patient=str(visit.patient_id),
        provider=str(visit.provider_id),
        starts_at=visit.starts_at,
        places=(),
        urgency=rebooking.Urgency(visit.urgency),
        busy=tuple((starts, ends) for other, starts, ends in busy if other != visit.id),
        preference=wished or rebooking.Preference(frozenset({wall.weekday()}), since, until, inferred=True),
        zone=visit.unit.zone,
    )


def _places(
    kind: _Kind, bare: rebooking.Visit, held: Sequence[HeldTime], at: datetime, most: int
) -> Iterator[rebooking.Place]:
    """The cheapest places of one visit; days outward from its own until no cheaper one can come."""
    calendars = _released(kind, held)
    demands = kind.demands()
    starts = {
        key: lane_starts(calendars[key], demand)
        if calendars[key] is not kind.calendars[key]
        else kind.starts[key]
        for demand in demands
        for key in demand.need.any_of
    }
    shared = bounds(kind.request, kind.horizon)
    for demand in demands[1:]:
        served = 0
        for key in demand.need.any_of:
            served |= starts[key]
        shared &= served
    leads = {
        key: shared & starts[key] & calendars[key].aligned(kind.request.align_minutes)
        for key in demands[0].need.any_of
    }
    found: list[tuple[int, datetime, str, int, str]] = []
    for away, steps in _outward(kind, bare):
        if len(found) >= most:
            found = heapq.nsmallest(most, found)
            if found[-1][0] <= min(away, _WEIGHTS.most_days) * _WEIGHTS.day[bare.urgency]:
                break
        found += _on(kind, bare, leads, steps, at)
    for _, _, lead, step, _ in heapq.nsmallest(most, found):
        place = _place(kind, bare, calendars, demands, lead, step)
        if place is not None and (place := _elsewhere(place, bare, held)) is not None:
            yield place


def _outward(kind: _Kind, bare: rebooking.Visit) -> Iterator[tuple[int, int]]:
    """The days of the plan with how far they lie from the visit's own, as sets of steps; the nearest first."""
    zone = kind.wanted.zone
    own = bare.starts_at.astimezone(ZoneInfo(zone)).date()
    for day in sorted(kind.window.days, key=lambda day: (abs((day - own).days), day)):
        starts_at, ends_at = day_bounds(day, zone)
        yield abs((day - own).days), span(kind.horizon.floor(starts_at), kind.horizon.floor(ends_at))


def _on(
    kind: _Kind, bare: rebooking.Visit, leads: Mapping[str, int], steps: int, at: datetime
) -> Iterator[tuple[int, datetime, str, int, str]]:
    length = timedelta(minutes=kind.request.minutes)
    for lead, bits in leads.items():
        provider = str(kind.window.search.by_key[lead].subject_id)
        for step in each_step(bits & steps):
            starts_at = kind.horizon.at(step)
            if starts_at < bare.starts_at and starts_at < at + NOTICE:
                continue
            if any(begins < starts_at + length and starts_at < ends for begins, ends in bare.busy):
                continue
            bald = rebooking.Place(provider, starts_at, starts_at + length)
            yield rebooking.place_cost(bare, bald, _WEIGHTS), starts_at, lead, step, provider


def _place(
    kind: _Kind,
    bare: rebooking.Visit,
    calendars: Mapping[str, slots.Calendar],
    demands: Sequence[Demand],
    lead: str,
    step: int,
) -> rebooking.Place | None:
    """A place with every resource that would serve each of its needs then."""
    horizon, starts_at = kind.horizon, kind.horizon.at(step)
    needs = []
    for demand in demands[1:]:
        first = step + demand.begin
        wanted = (1 << demand.length) - 1
        options = tuple(
            f"{key}/{number}"
            for key in demand.need.any_of
            for number, lane in enumerate(calendars[key].lanes)
            if first >= 0 and (lane >> first) & wanted == wanted
        )
        if not options:
            return None
        needs.append(
            rebooking.Need(demand.need.name, options, horizon.at(first), horizon.at(first + demand.length))
        )
    provider = kind.window.search.by_key[lead].subject_id
    day = starts_at.astimezone(ZoneInfo(kind.wanted.zone)).date()
    return rebooking.Place(
        provider=str(provider),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=kind.request.minutes),
        needs=tuple(needs),
        provider_until=horizon.at(step + demands[0].begin + demands[0].length),
        section=f"{kind.wanted.unit_id} {day}",
    )


def _elsewhere(
    place: rebooking.Place, bare: rebooking.Visit, held: Sequence[HeldTime]
) -> rebooking.Place | None:
    """A place other than where the visit is: at its own time with its own provider only another room will do,
    and only where a block has something of it."""
    if (place.starts_at, place.provider) != (bare.starts_at, bare.provider):
        return place
    if not any(each.blocked for each in held):
        return None
    own = {f"{each.resource_id}/{each.lane}" for each in held}
    rooms = next((need for need in place.needs if need.name == "room"), None)
    options = tuple(key for key in rooms.any_of if key not in own) if rooms else ()
    if not rooms or not options:
        return None
    return replace(place, needs=tuple(replace(n, any_of=options) if n is rooms else n for n in place.needs))


def _released(kind: _Kind, held: Sequence[HeldTime]) -> Mapping[str, slots.Calendar]:
    """The calendars as one visit sees them: what it holds, and no block has, is free to it."""
    freed: dict[str, dict[int, int]] = defaultdict(dict)
    for each in held:
        key = str(each.resource_id)
        if key in kind.calendars and not each.blocked:
            steps = span(kind.horizon.floor(each.starts_at), kind.horizon.ceil(each.ends_at))
            freed[key][each.lane] = freed[key].get(each.lane, 0) | steps
    if not freed:
        return kind.calendars
    calendars = dict(kind.calendars)
    for key, lanes in freed.items():
        before = calendars[key]
        opened = slots.open_bits(kind.horizon, before.windows)
        calendars[key] = before.with_lanes(
            key,
            tuple(bits | (lanes.get(number, 0) & opened) for number, bits in enumerate(before.lanes)),
        )
    return calendars


def _busy_patients(
    visits: Sequence[Appointment], until_on: date, at: datetime
) -> dict[uuid.UUID, list[tuple[uuid.UUID, datetime, datetime]]]:
    """When the patients have visits, these included: until it is moved, a visit keeps its patient."""
    busy: dict[uuid.UUID, list[tuple[uuid.UUID, datetime, datetime]]] = defaultdict(list)
    rows: Any = Appointment.objects.filter(
        patient_id__in={visit.patient_id for visit in visits},
        ends_at__gt=at,
        starts_at__lt=day_bounds(until_on, "UTC")[1],
    ).exclude(state__in=RELEASED)
    for patient_id, visit_id, starts_at, ends_at in rows.values_list(
        "patient_id", "id", "starts_at", "ends_at"
    ):
        busy[patient_id].append((visit_id, starts_at, ends_at))
    return busy


def _coverage(types: Iterable[Sequence[_Kind]]) -> tuple[rebooking.Coverage, ...]:
    """The open minutes of each department's days: the most that any of the visit types could still use."""
    open_minutes: dict[str, int] = {}
    for kinds in types:
        of_the_type: Counter[str] = Counter()
        for kind in kinds:
            of_the_type.update(_open_minutes(kind))
        for section, minutes in of_the_type.items():
            open_minutes[section] = max(open_minutes.get(section, 0), minutes)
    return tuple(
        rebooking.Coverage(section, minutes, KEPT_FOR_URGENT_MINUTES)
        for section, minutes in open_minutes.items()
        if minutes
    )


def _open_minutes(kind: _Kind) -> dict[str, int]:
    lead = kind.demands()[0]
    found = {}
    for day in kind.window.days:
        starts_at, ends_at = day_bounds(day, kind.wanted.zone)
        steps = span(kind.horizon.floor(starts_at), kind.horizon.floor(ends_at))
        found[f"{kind.wanted.unit_id} {day}"] = sum(
            _covered(kind.starts[key] & steps, lead.length).bit_count() * kind.horizon.step_minutes
            for key in lead.need.any_of
        )
    return found


def _covered(starts: int, length: int) -> int:
    covered = starts
    for step in range(1, length):
        covered |= starts << step
    return covered


def _nothing(visit: Appointment, at: datetime) -> str:
    reasons = why_none(visit_type_id=visit.visit_type_id, starts_on=visit.starts_at.date(), at=at)
    return " ".join(reason.sentence for reason in reasons[:2]) or "Nothing is free in this range."
