"""The best plan by trying every choice, for worlds small enough; and whether a plan is one that can be."""

from __future__ import annotations

from itertools import combinations, product

from wellrun.engines.rebooking import Chosen, Problem, plan_cost, usable
from wellrun.engines.rebooking.sharing import Hold, own_holds


def clashes(problem: Problem, chosen: dict[str, Chosen | None]) -> list[str]:
    """The resources that a plan takes beyond their capacity at some moment."""
    holds = [
        hold
        for visit in problem.visits
        if (each := chosen[visit.key])
        for hold in [
            *own_holds(visit, each.place),
            *(
                Hold(key, need.starts_at, need.ends_at)
                for need, key in zip(each.place.needs, each.resources, strict=True)
            ),
        ]
    ]
    return [
        one.resource
        for one in holds
        if sum(
            other.resource == one.resource and other.starts_at <= one.starts_at < other.ends_at
            for other in holds
        )
        > problem.capacity(one.resource)
    ]


def cheapest(problem: Problem) -> int:
    """What the best plan costs."""
    return min(
        plan_cost(problem, {key: each.place if each else None for key, each in chosen.items()})
        for chosen in _plans(problem)
        if not clashes(problem, chosen)
    )


def _plans(problem: Problem):
    choices = []
    for visit in problem.visits:
        here: list[Chosen | None] = [None]
        for place in usable(visit):
            here += [
                Chosen(place, resources) for resources in product(*(need.any_of for need in place.needs))
            ]
        choices.append(here)
    keys = [visit.key for visit in problem.visits]
    for picked in product(*choices):
        yield dict(zip(keys, picked, strict=True))


def overlapping_pairs(problem: Problem, chosen: dict[str, Chosen | None]) -> list[tuple[str, str]]:
    """Visits of one provider or one patient at the same time: said another way than `clashes` does."""
    placed = [(visit, chosen[visit.key]) for visit in problem.visits if chosen[visit.key]]
    return [
        (one.key, other.key)
        for (one, a), (other, b) in combinations(placed, 2)
        if (a.place.provider == b.place.provider or one.patient == other.patient)
        and a.place.starts_at < b.place.ends_at
        and b.place.starts_at < a.place.ends_at
    ]
