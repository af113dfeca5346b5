"""The constraint program: one literal for each place of each visit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime

from ortools.sat.python import cp_model

from wellrun.engines.rebooking.cliques import Held, cliques
from wellrun.engines.rebooking.cost import place_cost, unplaced_costs, usable
from wellrun.engines.rebooking.problem import Need, Place, Problem, Urgency, Visit
from wellrun.engines.rebooking.result import Chosen
from wellrun.engines.rebooking.sharing import class_of, never_lacking, own_holds


class Model:
    """Each visit at one of its places or left out, no provider and no patient twice, at the least cost.

    Rooms and devices are given out one by one only when `choosing`. Without that the program knows but this of them:
    at no moment are more wanted than those that would serve. It is several times smaller, its bound holds for the
    whole question, and its answer is the whole question's whenever the rooms of what it picked can be given out.
    """

    def __init__(self, problem: Problem, begun: Mapping[str, Chosen | None], *, choosing: bool) -> None:
        self.problem, self.begun, self.program = problem, begun, cp_model.CpModel()
        self.places = {visit.key: usable(visit) for visit in problem.visits}
        self.at: dict[tuple[str, int], cp_model.IntVar] = {}
        self._choosing = choosing
        self._aside = set(never_lacking(problem, self.places)) if choosing else set()
        self._held: dict[str, list[Held]] = defaultdict(list)
        self._wanted: list[tuple[Need, cp_model.IntVar]] = []
        self._sections: dict[str, list[cp_model.LinearExprT]] = defaultdict(list)
        left_out, terms = unplaced_costs(problem), []
        for visit in problem.visits:
            out = self.program.new_bool_var("")
            self.program.add_hint(out, begun[visit.key] is None)
            here = [self._place(visit, n, place) for n, place in enumerate(self.places[visit.key])]
            self.program.add_exactly_one(out, *here)
            terms.append(out * left_out[visit.urgency])
            terms += [
                var * place_cost(visit, place, problem.weights)
                for var, place in zip(here, self.places[visit.key], strict=True)
            ]
        for resource, holds in self._held.items():
            self._share(resource, holds)
        self._count()
        self.program.minimize(cp_model.LinearExpr.sum([*terms, *self._uncovered()]))

    def _place(self, visit: Visit, number: int, place: Place) -> cp_model.IntVar:
        var = self.at[visit.key, number] = self.program.new_bool_var("")
        begun = self.begun[visit.key]
        self.program.add_hint(var, begun is not None and begun.place is place)
        for hold in own_holds(visit, place):
            self._held[hold.resource].append((hold.starts_at, hold.ends_at, var))
        for need in place.needs:
            if len(need.any_of) < 2 or self._choosing and class_of(need) not in self._aside:
                self._choose(need, var)
            elif not self._choosing:
                self._wanted.append((need, var))
        if place.section and visit.urgency is not Urgency.URGENT:
            self._sections[place.section].append(var * place.minutes)
        return var

    def _choose(self, need: Need, var: cp_model.IntVar) -> None:
        options = [var] if len(need.any_of) == 1 else [self.program.new_bool_var("") for _ in need.any_of]
        for key, taking in zip(need.any_of, options, strict=True):
            self._held[key].append((need.starts_at, need.ends_at, taking))
        if len(need.any_of) != 1:
            self.program.add_exactly_one(var.negated(), *options)

    def _share(self, resource: str, holds: list[Held]) -> None:
        capacity = self.problem.capacity(resource)
        for together in cliques(holds):
            if capacity == 1:
                self.program.add_at_most_one(together)
            elif len(together) > capacity:
                self.program.add(sum(together) <= capacity)

    def _count(self) -> None:
        """At each moment no more are wanted of one kind than there are of those that would serve."""
        kinds: dict[str, list[tuple[datetime, datetime, tuple[Need, cp_model.IntVar]]]] = defaultdict(list)
        for need, var in self._wanted:
            kinds[need.name].append((need.starts_at, need.ends_at, (need, var)))
        for wanted in kinds.values():
            for together in cliques(wanted):
                serving = {key for need, _ in together for key in need.any_of}
                capacity = sum(self.problem.capacity(key) for key in serving)
                if capacity < len({var.index for _, var in together}):
                    self.program.add(sum(var for _, var in together) <= capacity)

    def _uncovered(self) -> Iterator[cp_model.LinearExprT]:
        for each in self.problem.coverage:
            used = self._sections.get(each.section)
            if not used:
                continue
            excess = self.program.new_int_var(0, 24 * 60 * len(self.problem.visits), "")
            self.program.add(excess >= sum(used) - max(each.open_minutes - each.keep_minutes, 0))
            yield excess * self.problem.weights.uncovered_minute

    def picked(self, solver: cp_model.CpSolver) -> dict[str, Place | None]:
        """The place of each visit in a solution."""
        return {
            key: next(
                (place for n, place in enumerate(places) if solver.value(self.at[key, n])),
                None,
            )
            for key, places in self.places.items()
        }
