"""Giving out rooms and devices to places that are chosen already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from ortools.sat.python import cp_model

from wellrun.engines.rebooking.cliques import Held, cliques
from wellrun.engines.rebooking.problem import Place, Problem
from wellrun.engines.rebooking.result import Chosen
from wellrun.engines.rebooking.sharing import Hold, Taken

#: Seconds that an exact look may take; it is about one choice a visit.
_SECONDS = 1.0
_Wanted = tuple[str, int]


def given_out(problem: Problem, picked: Mapping[str, Place | None]) -> dict[str, Chosen | None] | None:
    """The places with a resource for each of their needs, none taken twice; None when that cannot be, or was not found
    in time."""
    serving = _first_fit(problem, picked) or _exactly(problem, picked)
    if serving is None:
        return None
    return {
        key: Chosen(place, tuple(serving[key, index] for index in range(len(place.needs)))) if place else None
        for key, place in picked.items()
    }


def _first_fit(problem: Problem, picked: Mapping[str, Place | None]) -> dict[_Wanted, str] | None:
    taken, serving = Taken(problem), dict[_Wanted, str]()
    wanted = [
        (len(need.any_of), need.starts_at, key, index, need)
        for key, place in picked.items()
        for index, need in enumerate(place.needs if place else ())
    ]
    for _, _, key, index, need in sorted(wanted, key=lambda each: each[:4]):
        given = taken.first_free(need)
        if given is None:
            return None
        serving[key, index] = given
        taken.take(Hold(given, need.starts_at, need.ends_at))
    return serving


def _exactly(problem: Problem, picked: Mapping[str, Place | None]) -> dict[_Wanted, str] | None:
    model = cp_model.CpModel()
    at: dict[tuple[str, int, str], cp_model.IntVar] = {}
    held: dict[str, list[Held]] = defaultdict(list)
    for key, place in picked.items():
        for index, need in enumerate(place.needs if place else ()):
            for resource in need.any_of:
                var = at[key, index, resource] = model.new_bool_var("")
                held[resource].append((need.starts_at, need.ends_at, var))
            model.add_exactly_one(at[key, index, resource] for resource in need.any_of)
    for resource, holds in held.items():
        for together in cliques(holds):
            model.add(sum(together) <= problem.capacity(resource))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = _SECONDS
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return {(key, index): resource for (key, index, resource), var in at.items() if solver.value(var)}
