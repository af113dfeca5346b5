"""Why each visit goes where the plan puts it, and what is missing for those that go nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from wellrun.engines.rebooking.cost import (
    days_moved,
    fits_day,
    fits_time,
    minutes_shifted,
    place_cost,
    usable,
)
from wellrun.engines.rebooking.problem import Place, Problem, Visit
from wellrun.engines.rebooking.result import Chosen, Move
from wellrun.engines.rebooking.sharing import Hold, Taken, own_holds


def explained(problem: Problem, chosen: Mapping[str, Chosen | None]) -> tuple[Move, ...]:
    """The moves with their sentences, in the order of the problem's visits."""
    taken = Taken(problem)
    for visit in problem.visits:
        each = chosen[visit.key]
        for hold in _holds(visit, each) if each else ():
            taken.take(hold)
    return tuple(_move(problem, visit, chosen[visit.key], taken) for visit in problem.visits)


def _holds(visit: Visit, chosen: Chosen) -> list[Hold]:
    needs = zip(chosen.place.needs, chosen.resources, strict=True)
    return own_holds(visit, chosen.place) + [Hold(key, n.starts_at, n.ends_at) for n, key in needs]


def _move(problem: Problem, visit: Visit, chosen: Chosen | None, taken: Taken) -> Move:
    if chosen is None:
        missing, why = _nothing(visit, taken)
        return Move(visit, None, 0, why, missing=missing)
    place = chosen.place
    cost = place_cost(visit, place, problem.weights)
    return Move(
        visit,
        chosen,
        cost,
        _why(problem, visit, place, cost),
        days=days_moved(visit, place),
        same_provider=place.provider == visit.provider,
    )


def _why(problem: Problem, visit: Visit, place: Place, cost: int) -> str:
    said = [_when(visit, place)]
    if place.provider == visit.provider:
        said.append("same provider")
    else:
        said.append(_why_other(visit))
    if place.elsewhere:
        said.append("in another department")
    spoken = visit.preference is not None and not visit.preference.inferred
    if spoken and not (fits_day(visit, place) and fits_time(visit, place)):
        said.append("not at a preferred time")
    sentence = "; ".join(said)
    options = usable(visit)
    if min(place_cost(visit, each, problem.weights) for each in options) < cost:
        sentence += ". A better time serves another visit, or is kept for urgent ones"
    return f"{sentence[0].upper()}{sentence[1:]}."


def _why_other(visit: Visit) -> str:
    own = [days_moved(visit, each) for each in usable(visit) if each.provider == visit.provider]
    if not own:
        return "another provider, since the own one has no free time in this range"
    return f"another provider; the own one would be {_days(min(own, key=abs))} at best"


def _when(visit: Visit, place: Place) -> str:
    days, shift = days_moved(visit, place), minutes_shifted(visit, place)
    clock = "at the same time of day" if not shift else _shift(shift)
    return f"{_days(days)}, {clock}"


def _days(days: int) -> str:
    if not days:
        return "the same day"
    count = abs(days)
    return f"{count} day{'' if count == 1 else 's'} {'later' if days > 0 else 'earlier'}"


def _shift(minutes: int) -> str:
    hours, rest = divmod(abs(minutes), 60)
    length = " ".join([f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest))
    return f"{length} {'later' if minutes > 0 else 'earlier'} in the day"


def _nothing(visit: Visit, taken: Taken) -> tuple[str, str]:
    """What is missing, as a resource or a kind of need, and the sentence."""
    options = usable(visit)
    if not visit.places:
        return "", visit.nothing_because or "Nothing is free in this range."
    if not options:
        return (
            f"patient {visit.patient}",
            "At every free time the patient is elsewhere, or it is out of range.",
        )
    lacking: Counter[str] = Counter()
    for place in options:
        for hold in own_holds(visit, place):
            lacking[hold.resource] += not taken.free(hold)
        for need in place.needs:
            lacking[need.name] += taken.first_free(need) is None
    missing, times = max(lacking.items(), key=lambda each: (each[1], each[0]))
    kind, _, _ = missing.partition(" ")
    named = {"provider": "the provider", "patient": "the patient"}.get(kind, f"every {missing}")
    return (
        missing,
        f"Each of the {len(options)} times that would do serves another visit of the plan; at {times} of them"
        f" {named} is taken.",
    )
