"""The best plan: a choice of one place a visit, as a constraint program that is searched."""

from __future__ import annotations

import math
from collections.abc import Mapping

from ortools.sat.python import cp_model

from wellrun.engines.rebooking.cost import place_cost, placed_of, uncovered, unplaced_costs, usable
from wellrun.engines.rebooking.explain import explained
from wellrun.engines.rebooking.giving_out import given_out
from wellrun.engines.rebooking.greedy import greedy
from wellrun.engines.rebooking.model import Model
from wellrun.engines.rebooking.problem import Problem
from wellrun.engines.rebooking.result import Chosen, Plan

#: So many search at once where one alone does not prove its plan; more of them than cores still help.
WORKERS = 8
_FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)


def solve(problem: Problem, *, seconds: float = 4.0, seed: int = 0) -> Plan:
    """The cheapest plan found within `seconds` of searching (the time to set up and explain comes on top), and the
    bound that was proven. The greedy plan is the first answer, so that there always is one.

    The same problem and seed give the same plan where one worker proves it within half of the time.
    """
    search = _Search(problem, seconds, seed)
    search.run()
    cost, placed_cost = _costs(problem, search.best)
    return Plan(
        moves=explained(problem, search.best),
        cost=cost,
        bound=min(search.bound, cost),
        placed_cost=placed_cost,
        considered=search.considered,
        proven=search.bound >= cost,
    )


def _costs(problem: Problem, chosen: Mapping[str, Chosen | None]) -> tuple[int, int]:
    """What a plan costs, and what its placed visits do of it."""
    placed = placed_of(problem.visits, {key: each.place if each else None for key, each in chosen.items()})
    points = sum(place_cost(visit, place, problem.weights) for visit, place in placed)
    points += sum(uncovered(problem, placed).values()) * problem.weights.uncovered_minute
    left_out = unplaced_costs(problem)
    return (
        points + sum(left_out[v.urgency] for v in problem.visits if chosen[v.key] is None),
        points,
    )


def _alone(problem: Problem) -> int:
    """What the visits would cost if none stood in another's way: a bound that needs no search."""
    left_out, weights = unplaced_costs(problem), problem.weights
    return sum(
        min([left_out[visit.urgency], *(place_cost(visit, place, weights) for place in usable(visit))])
        for visit in problem.visits
    )


class _Search:
    """The best plan so far and the bound so far; the bound of every program is one for the whole question."""

    def __init__(self, problem: Problem, seconds: float, seed: int) -> None:
        self.problem, self.left, self.seed = problem, seconds, seed
        self.best = greedy(problem)
        self.cost = _costs(problem, self.best)[0]
        self.bound, self.considered = _alone(problem), 0

    def run(self) -> None:
        """Search the small program; the one that gives out rooms only where what the small one picks has none."""
        for choosing in (False, True):
            model = Model(self.problem, self.best, choosing=choosing)
            self.considered = sum(len(each) for each in model.places.values())
            # One worker alone repeats itself exactly and proves nearly every day's plan; many share the hard ones.
            for workers, share in ((1, 0.5), (WORKERS, 1.0)):
                if self.bound >= self.cost or self.left <= 0:
                    return
                if self._searched(model, workers, self.left * share):
                    break

    def _searched(self, model: Model, workers: int, seconds: float) -> bool:
        """Search once; whether the program was answered for good."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = workers
        solver.parameters.random_seed = self.seed
        solver.parameters.max_time_in_seconds = seconds
        status = solver.solve(model.program)
        self.left -= solver.wall_time
        if status in _FOUND:
            self.bound = max(self.bound, math.ceil(solver.best_objective_bound - 1e-6))
            chosen = given_out(self.problem, model.picked(solver))
            if chosen is not None and (cost := _costs(self.problem, chosen)[0]) < self.cost:
                self.best, self.cost = chosen, cost
        return status == cp_model.OPTIMAL
