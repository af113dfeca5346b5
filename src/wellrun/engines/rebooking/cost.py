"""The objective: what a place costs a visit, what being left out costs, and what a whole plan costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from wellrun.engines.rebooking.problem import Place, Problem, Urgency, Visit, Weights


def usable(visit: Visit) -> list[Place]:
    """The places within the visit's range and at which the patient is not busy."""
    return [
        place
        for place in visit.places
        if (visit.earliest_at is None or place.starts_at >= visit.earliest_at)
        and (visit.latest_at is None or place.starts_at < visit.latest_at)
        and not any(begins < place.ends_at and place.starts_at < ends for begins, ends in visit.busy)
    ]


def days_moved(visit: Visit, place: Place) -> int:
    """Calendar days from the old day to the new one on the wall; negative when it comes earlier."""
    zone = ZoneInfo(visit.zone)
    return (place.starts_at.astimezone(zone).date() - visit.starts_at.astimezone(zone).date()).days


def minutes_shifted(visit: Visit, place: Place) -> int:
    """How much later in the day it is by the clock on the wall, in minutes; negative when earlier."""
    zone = ZoneInfo(visit.zone)
    return _minute(place.starts_at.astimezone(zone)) - _minute(visit.starts_at.astimezone(zone))


def fits_day(visit: Visit, place: Place) -> bool:
    """Whether the weekday is one that the patient prefers; any is, where nothing is known."""
    wanted = visit.preference.weekdays if visit.preference else ()
    return not wanted or place.starts_at.astimezone(ZoneInfo(visit.zone)).weekday() in wanted


def fits_time(visit: Visit, place: Place) -> bool:
    """Whether the time of day is one that the patient prefers; any is, where nothing is known."""
    if visit.preference is None:
        return True
    clock = place.starts_at.astimezone(ZoneInfo(visit.zone)).time()
    return visit.preference.since <= clock < visit.preference.until


def place_cost(visit: Visit, place: Place, weights: Weights) -> int:
    """What this place costs this visit, in points, whatever the other visits get."""
    days = min(abs(days_moved(visit, place)), weights.most_days)
    points = days * weights.day[visit.urgency] + abs(minutes_shifted(visit, place)) * weights.hour // 60
    if place.provider != visit.provider:
        points += weights.other_provider[visit.urgency]
    if place.elsewhere:
        points += weights.elsewhere
    if not fits_day(visit, place):
        points += weights.wrong_weekday
    if not fits_time(visit, place):
        points += weights.wrong_time
    return points


def uncovered(problem: Problem, placed: Iterable[tuple[Visit, Place]]) -> dict[str, int]:
    """The minutes by section that placed visits take of what should be left for urgent ones."""
    used: dict[str, int] = defaultdict(int)
    for visit, place in placed:
        if visit.urgency is not Urgency.URGENT:
            used[place.section] += place.minutes
    return {
        each.section: max(used[each.section] - max(each.open_minutes - each.keep_minutes, 0), 0)
        for each in problem.coverage
    }


def unplaced_costs(problem: Problem) -> dict[Urgency, int]:
    """What it costs to leave out a visit: more than all placed visits can cost together, and for the more urgent more
    than to leave out every less urgent one."""
    weights, most, count = problem.weights, 1, dict.fromkeys(Urgency, 0)
    for visit in problem.visits:
        count[visit.urgency] += 1
        places = usable(visit)
        most += max((place_cost(visit, place, weights) for place in places), default=0)
        if problem.coverage:
            most += max((place.minutes for place in places), default=0) * weights.uncovered_minute
    costs, step = {}, most
    for urgency in (Urgency.ROUTINE, Urgency.SOON, Urgency.URGENT):
        costs[urgency] = step
        step += step * count[urgency]
    return costs


def plan_cost(problem: Problem, chosen: Mapping[str, Place | None]) -> int:
    """What a plan costs in points: `chosen` has the place of each visit by its key, None for one that is left out."""
    left_out, weights = unplaced_costs(problem), problem.weights
    placed = placed_of(problem.visits, chosen)
    points = sum(place_cost(visit, place, weights) for visit, place in placed)
    points += sum(left_out[visit.urgency] for visit in problem.visits if chosen[visit.key] is None)
    return points + sum(uncovered(problem, placed).values()) * weights.uncovered_minute


def placed_of(visits: Sequence[Visit], chosen: Mapping[str, Place | None]) -> list[tuple[Visit, Place]]:
    """The visits that have a place, with it."""
    return [(visit, place) for visit in visits if (place := chosen[visit.key]) is not None]


def _minute(wall: datetime) -> int:
    return wall.hour * 60 + wall.minute
