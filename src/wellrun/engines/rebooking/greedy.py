"""The plan of somebody who goes through the list once: the most urgent first, each to the cheapest place left."""

from __future__ import annotations

from wellrun.engines.rebooking.cost import place_cost, usable
from wellrun.engines.rebooking.problem import Place, Problem, Urgency, Visit
from wellrun.engines.rebooking.result import Chosen
from wellrun.engines.rebooking.sharing import Hold, Taken, own_holds

_ORDER = (Urgency.URGENT, Urgency.SOON, Urgency.ROUTINE)


def greedy(problem: Problem) -> dict[str, Chosen | None]:
    """A feasible plan by visit, None for those that found nothing left; the solver begins with it."""
    taken = Taken(problem)
    found: dict[str, Chosen | None] = {}
    options = {visit.key: usable(visit) for visit in problem.visits}
    turn = sorted(
        problem.visits,
        key=lambda visit: (_ORDER.index(visit.urgency), len(options[visit.key]), visit.starts_at, visit.key),
    )
    for visit in turn:
        ranked = sorted(
            options[visit.key],
            key=lambda place: (place_cost(visit, place, problem.weights), place.starts_at, place.provider),
        )
        found[visit.key] = next(filter(None, (_taking(visit, place, taken) for place in ranked)), None)
    return found


def _taking(visit: Visit, place: Place, taken: Taken) -> Chosen | None:
    """The place with its resources, taken; None when something is missing, and nothing is taken then."""
    holds = own_holds(visit, place)
    if not all(taken.free(hold) for hold in holds):
        return None
    resources: list[str] = []
    for need in place.needs:
        key = next(
            (
                key
                for key in need.any_of
                if taken.free(hold := Hold(key, need.starts_at, need.ends_at))
                and not any(hold.resource == each.resource for each in holds)
            ),
            None,
        )
        if key is None:
            return None
        resources.append(key)
        holds.append(Hold(key, need.starts_at, need.ends_at))
    for hold in holds:
        taken.take(hold)
    return Chosen(place, tuple(resources))
