"""Which literals hold at one moment together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TypeVar

from ortools.sat.python import cp_model

#: Whatever holds during [start, end).
T = TypeVar("T")
Held = tuple[datetime, datetime, cp_model.IntVar]


def cliques(holds: Iterable[tuple[datetime, datetime, T]]) -> Iterator[list[T]]:
    """What holds at one moment together, of each moment at which somebody is about to leave: every two that meet are in
    one of these, and no list lies within another. Lists of one are left out."""
    ordered = sorted(holds, key=lambda hold: (hold[0], hold[1]))
    going: list[tuple[datetime, datetime, T]] = []
    for number, hold in enumerate(ordered):
        going = [each for each in going if each[1] > hold[0]]
        going.append(hold)
        following = ordered[number + 1] if number + 1 < len(ordered) else None
        if following is not None and following[0] < min(each[1] for each in going):
            continue
        if len(going) > 1:
            yield [each[2] for each in going]
