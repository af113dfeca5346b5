"""Seeded chance: one stream for each concern, so that a change in one leaves the others as they were."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

Thing = TypeVar("Thing")


class Chance:
    """All streams of one seed."""

    def __init__(self, seed: int | str) -> None:
        self.seed = seed
        self._streams: dict[str, random.Random] = {}

    def of(self, concern: str) -> random.Random:
        """The stream of a concern; the same object each time."""
        if concern not in self._streams:
            # A string seeds by its SHA-512, so the stream is the same in every process.
            self._streams[concern] = random.Random(f"{self.seed}:{concern}")  # noqa: S311 (not for secrets)
        return self._streams[concern]


def weighted(source: random.Random, weights: Mapping[Thing, float]) -> Thing:
    """One of the keys, as often as its weight says."""
    things = list(weights)
    return source.choices(things, [weights[thing] for thing in things])[0]


def around(source: random.Random, mean: float) -> int:
    """A count that comes out as `mean` on average and varies by about a third, never below zero."""
    return max(0, round(source.gauss(mean, mean / 3)))


def some(source: random.Random, things: Sequence[Thing], count: int) -> list[Thing]:
    """Up to `count` of the things, without repeating one."""
    return source.sample(list(things), min(count, len(things)))
