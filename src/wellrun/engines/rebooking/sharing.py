"""Who is in whose way: the resources that places take, and the needs that cannot lack one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from wellrun.engines.rebooking.problem import Need, Place, Problem, Visit

#: What tells one kind of need from another: equal ones are in the same others' way.
Class = tuple[tuple[str, ...], datetime, datetime]


def class_of(need: Need) -> Class:
    """The class of a need."""
    return need.any_of, need.starts_at, need.ends_at


@dataclass(frozen=True, slots=True)
class Hold:
    """A resource taken during [starts_at, ends_at)."""

    resource: str
    starts_at: datetime
    ends_at: datetime


def own_holds(visit: Visit, place: Place) -> list[Hold]:
    """What a place takes without a choice: its provider and its patient."""
    return [
        Hold(f"provider {place.provider}", place.starts_at, place.provider_until or place.ends_at),
        Hold(f"patient {visit.patient}", place.starts_at, place.ends_at),
    ]


class Taken:
    """What is taken so far, resource by resource."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._holds: dict[str, list[Hold]] = defaultdict(list)

    def take(self, hold: Hold) -> None:
        """Take a resource."""
        self._holds[hold.resource].append(hold)

    def free(self, hold: Hold) -> bool:
        """Whether the resource has room for one more throughout."""
        others = [each for each in self._holds[hold.resource] if _meet(each, hold)]
        capacity = self._problem.capacity(hold.resource)
        if len(others) < capacity:
            return True
        moments = [hold.starts_at, *(each.starts_at for each in others if each.starts_at > hold.starts_at)]
        return all(
            sum(each.starts_at <= moment < each.ends_at for each in others) < capacity for moment in moments
        )

    def first_free(self, need: Need) -> str | None:
        """The first resource that would serve a need."""
        for key in need.any_of:
            if self.free(Hold(key, need.starts_at, need.ends_at)):
                return key
        return None


def _meet(one: Hold, other: Hold) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def never_lacking(problem: Problem, places: Mapping[str, Sequence[Place]]) -> list[Class]:
    """The classes of needs that find a resource last of all, in the order in which they may be put aside.

    A need with more resources than there are rivals has one left whoever takes what; once it is put aside it is no
    rival either (as vertices of low degree in the coloring of a graph, Chaitin 1982). Resources are given out in the
    reverse order.
    """
    wanting: dict[Class, set[tuple[str, int]]] = defaultdict(set)
    for visit, options in places.items():
        for place in options:
            for number, need in enumerate(place.needs):
                if need.any_of:
                    wanting[class_of(need)].add((visit, number))
    rivals = {each: _rivals(each, wanting) for each in wanting}
    aside: list[Class] = []
    while True:
        found = [
            each
            for each in wanting
            if sum(problem.capacity(key) for key in each[0])
            >= len(set().union(*(wanting[rival] for rival in rivals[each] if rival in wanting)))
        ]
        if not found:
            return aside
        # One after another would put aside no fewer; equal ones are each other's rivals and are counted.
        aside += found
        for each in found:
            del wanting[each]


def _rivals(one: Class, among: Iterable[Class]) -> list[Class]:
    keys, begins, ends = frozenset(one[0]), one[1], one[2]
    return [
        other for other in among if begins < other[2] and other[1] < ends and not keys.isdisjoint(other[0])
    ]
