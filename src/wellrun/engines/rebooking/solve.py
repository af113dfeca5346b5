"""The best plan: a choice of one place a visit, as a constraint program."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import product

from ortools.sat.python import cp_model

from wellrun.engines.rebooking.cost import place_cost, placed_of, uncovered, unplaced_costs, usable
from wellrun.engines.rebooking.explain import explained
from wellrun.engines.rebooking.greedy import greedy
from wellrun.engines.rebooking.problem import Place, Problem, Urgency, Visit
from wellrun.engines.rebooking.result import Chosen, Plan
from wellrun.engines.rebooking.sharing import Class, Hold, Taken, class_of, never_lacking, own_holds

#: So many search at once where one alone does not prove its plan; more of them than cores still help.
WORKERS = 8
_FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)
#: A literal of the model with what it takes and when.
_Held = tuple[datetime, datetime, cp_model.IntVar]


def solve(problem: Problem, *, seconds: float = 4.0, seed: int = 0) -> Plan:
    """The cheapest plan found within `seconds` of searching (the time to set up and explain comes on top), and the
    bound that was proven. The greedy plan is the first answer, so that there always is one.

    The same problem and seed give the same plan where one worker proves it within half of the time.
    """
    model = _Model(problem, greedy(problem))
    chosen, bound, proven = model.searched(seconds, seed)
    places = {key: each.place if each else None for key, each in chosen.items()}
    placed = placed_of(problem.visits, places)
    placed_cost = sum(place_cost(visit, place, problem.weights) for visit, place in placed)
    placed_cost += sum(uncovered(problem, placed).values()) * problem.weights.uncovered_minute
    left_out = unplaced_costs(problem)
    cost = placed_cost + sum(left_out[v.urgency] for v in problem.visits if chosen[v.key] is None)
    return Plan(
        moves=explained(problem, chosen),
        cost=cost,
        bound=min(bound, cost),
        placed_cost=placed_cost,
        considered=sum(len(each) for each in model.places.values()),
        proven=proven,
    )


class _Model:
    def __init__(self, problem: Problem, begun: dict[str, Chosen | None]) -> None:
        self.problem, self.model = problem, cp_model.CpModel()
        self.places = {visit.key: usable(visit) for visit in problem.visits}
        self.aside = never_lacking(problem, self.places)
        self._aside = set(self.aside)
        self._at: dict[tuple[str, int], cp_model.IntVar] = {}
        self._with: dict[tuple[str, int, int, str], cp_model.IntVar] = {}
        self._held: dict[str, list[_Held]] = defaultdict(list)
        left_out, terms = unplaced_costs(problem), []
        self._sections: dict[str, list[cp_model.LinearExprT]] = defaultdict(list)
        for visit in problem.visits:
            out = self.model.new_bool_var("")
            self.model.add_hint(out, begun[visit.key] is None)
            here = [self._place(visit, n, place, begun) for n, place in enumerate(self.places[visit.key])]
            self.model.add_exactly_one(out, *here)
            terms.append(out * left_out[visit.urgency])
            terms += [
                var * place_cost(visit, place, problem.weights)
                for var, place in zip(here, self.places[visit.key], strict=True)
            ]
        for resource, holds in self._held.items():
            self._share(resource, holds)
        self.model.minimize(sum(terms) + sum(self._uncovered()))

    def _place(
        self, visit: Visit, number: int, place: Place, begun: dict[str, Chosen | None]
    ) -> cp_model.IntVar:
        var = self._at[visit.key, number] = self.model.new_bool_var("")
        hint = begun[visit.key]
        here = hint is not None and hint.place is place
        self.model.add_hint(var, here)
        for hold in own_holds(visit, place):
            self._held[hold.resource].append((hold.starts_at, hold.ends_at, var))
        for index, need in enumerate(place.needs):
            if need.any_of and class_of(need) in self._aside:
                continue
            options = []
            for key in need.any_of:
                taking = self._with[visit.key, number, index, key] = self.model.new_bool_var("")
                self.model.add_hint(taking, here and hint is not None and hint.resources[index] == key)
                self._held[key].append((need.starts_at, need.ends_at, taking))
                options.append(taking)
            self.model.add_exactly_one(var.negated(), *options)
        if place.section and visit.urgency is not Urgency.URGENT:
            self._sections[place.section].append(var * place.minutes)
        return var

    def _share(self, resource: str, holds: list[_Held]) -> None:
        capacity = self.problem.capacity(resource)
        for together in _cliques(holds):
            if capacity == 1:
                self.model.add_at_most_one(together)
            else:
                self.model.add(sum(together) <= capacity)

    def _uncovered(self) -> Iterator[cp_model.LinearExprT]:
        for each in self.problem.coverage:
            used = self._sections.get(each.section)
            if not used:
                continue
            most = 24 * 60 * len(self.problem.visits)
            excess = self.model.new_int_var(0, most, "")
            self.model.add(excess >= sum(used) - max(each.open_minutes - each.keep_minutes, 0))
            yield excess * self.problem.weights.uncovered_minute

    def searched(self, seconds: float, seed: int) -> tuple[dict[str, Chosen | None], int, bool]:
        """The choice of each visit, the bound, and whether the search proved the choice to be the best."""
        # One worker alone repeats itself exactly and proves nearly every day's plan; many share the hard ones.
        solver, status = self._run(1, seconds / 2, seed)
        if status != cp_model.OPTIMAL:
            self._begin_with(solver, status)
            first = solver.best_objective_bound
            solver, status = self._run(WORKERS, max(seconds - solver.wall_time, 0.1), seed)
            bound = max(first, solver.best_objective_bound)
        else:
            bound = solver.best_objective_bound
        if status not in _FOUND:
            return greedy(self.problem), math.ceil(bound - 1e-6), False
        picked = {
            visit.key: next(
                (n for n in range(len(self.places[visit.key])) if solver.value(self._at[visit.key, n])), None
            )
            for visit in self.problem.visits
        }
        serving = {(key[:3]): key[3] for key, var in self._with.items() if solver.value(var)}
        return self._served(picked, serving), math.ceil(bound - 1e-6), status == cp_model.OPTIMAL

    def _run(self, workers: int, seconds: float, seed: int) -> tuple[cp_model.CpSolver, int]:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = workers
        solver.parameters.random_seed = seed
        solver.parameters.max_time_in_seconds = seconds
        return solver, solver.solve(self.model)

    def _begin_with(self, solver: cp_model.CpSolver, status: int) -> None:
        """Let the next search begin with what this one found."""
        if status in _FOUND:
            self.model.clear_hints()
            for var in (*self._at.values(), *self._with.values()):
                self.model.add_hint(var, solver.value(var))

    def _served(
        self, picked: dict[str, int | None], serving: dict[tuple[str, int, int], str]
    ) -> dict[str, Chosen | None]:
        """The picks with their resources: those that the model gave out, then those that never lack one."""
        taken, later = Taken(self.problem), defaultdict[Class, list[tuple[str, int, int]]](list)
        for key, number in picked.items():
            for index, need in enumerate(self.places[key][number].needs if number is not None else ()):
                assert number is not None
                given = serving.get((key, number, index))
                if given is None:
                    later[class_of(need)].append((key, number, index))
                else:
                    taken.take(Hold(given, need.starts_at, need.ends_at))
        for each, (key, number, index) in (
            pair for one in reversed(self.aside) for pair in product([one], later[one])
        ):
            need = self.places[key][number].needs[index]
            given = taken.first_free(need)
            if given is None:
                raise AssertionError(f"No resource of {each} is left, although there are more than rivals.")
            serving[key, number, index] = given
            taken.take(Hold(given, need.starts_at, need.ends_at))
        return {key: self._chosen(key, number, serving) for key, number in picked.items()}

    def _chosen(
        self, key: str, number: int | None, serving: dict[tuple[str, int, int], str]
    ) -> Chosen | None:
        if number is None:
            return None
        place = self.places[key][number]
        return Chosen(place, tuple(serving[key, number, index] for index in range(len(place.needs))))


def _cliques(holds: list[_Held]) -> Iterator[list[cp_model.IntVar]]:
    """The literals that hold at one moment together, of each moment with more of them than the one before."""
    holds = sorted(holds, key=lambda hold: (hold[0], hold[1]))
    going: list[_Held] = []
    for number, hold in enumerate(holds):
        going = [each for each in going if each[1] > hold[0]]
        going.append(hold)
        # The moment before somebody leaves is the fullest: whoever begins before the first end joins this clique.
        following = holds[number + 1] if number + 1 < len(holds) else None
        if following is not None and following[0] < min(each[1] for each in going):
            continue
        if len(going) > 1:
            yield [each[2] for each in going]
