"""How much each level of agreement weighs: log2(m / u) bits.

*m* is how often the level occurs between two records of one person, *u* between records of two people. The
defaults are stated estimates, not measurements of a practice: `u` of dates and sexes follow from counting
(365 days times the spread of ages, two sexes), the rest from the error rates that the linkage literature
reports (Winkler, "Overview of Record Linkage", U.S. Census Bureau RRS 2006-2). `recount` replaces them by
counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import log2

from wellrun.engines.matching.person import Match


@dataclass(frozen=True, slots=True)
class Level:
    """A level's probability among pairs of one person (`m`) and of two (`u`), both above 0 and below 1."""

    m: float
    u: float

    @property
    def bits(self) -> float:
        """The weight, log2(m / u)."""
        return log2(self.m / self.u)


def _levels(**levels: tuple[float, float]) -> dict[str, Level]:
    return {name: Level(m, u) for name, (m, u) in levels.items()}


DEFAULT_LEVELS: dict[str, dict[str, Level]] = {
    "first": _levels(
        exact=(0.86, 0.012), form=(0.05, 0.006), close=(0.05, 0.012), initial=(0.02, 0.05), other=(0.02, 0.92)
    ),
    "middle": _levels(exact=(0.7, 0.03), initial=(0.25, 0.08), other=(0.05, 0.89)),
    "last": _levels(
        exact=(0.88, 0.003),
        part=(0.05, 0.003),
        close=(0.04, 0.004),
        sound=(0.008, 0.006),
        other=(0.022, 0.984),
    ),
    "swapped": _levels(exact=(0.01, 0.00001)),
    "suffix": _levels(exact=(0.97, 0.5), other=(0.03, 0.5)),
    "born_on": _levels(
        exact=(0.93, 0.00004),
        swapped=(0.008, 0.00003),
        digit=(0.04, 0.0012),
        year=(0.008, 0.0026),
        other=(0.014, 0.99613),
    ),
    "sex": _levels(exact=(0.985, 0.5), other=(0.015, 0.5)),
    "phone": _levels(exact=(0.7, 0.0006), close=(0.03, 0.0001), other=(0.27, 0.9993)),
    "address": _levels(exact=(0.65, 0.0005), zip=(0.15, 0.03), other=(0.2, 0.9695)),
    "ssn": _levels(exact=(0.97, 0.0001), digit=(0.02, 0.0036), other=(0.01, 0.9963)),
    "ssn_token": _levels(exact=(0.98, 0.0000001), other=(0.02, 0.9999999)),
    "email": _levels(exact=(0.6, 0.0005), other=(0.4, 0.9995)),
    "member_id": _levels(exact=(0.75, 0.0003), close=(0.03, 0.0005), other=(0.22, 0.9992)),
}


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything that turns comparisons into a verdict.

    `prior` is the chance that a pair put up for comparison is one person (1 in 1,000 suits a pool found by
    search tokens). At `same_probability` or more a pair is *same*, at `possible_probability` or more
    *possible*; with the standard prior these are 22 and 9 bits.
    `surname_share` is the share of people with a surname by `name_key`; sharing a common name says less,
    a rare one more, within `frequency_bits` of the average either way.
    """

    levels: Mapping[str, Mapping[str, Level]] = field(default_factory=lambda: DEFAULT_LEVELS)
    prior: float = 0.001
    same_probability: float = 0.99975
    possible_probability: float = 0.33
    surname_share: Mapping[str, float] = field(default_factory=dict)
    frequency_bits: float = 4.0

    def bits(self, name: str, level: str) -> float:
        """The weight of a field's level."""
        return self.levels[name][level].bits

    def surname_bits(self, key: str) -> float:
        """The weight of sharing this very surname: its own share in place of the average `u`."""
        level = self.levels["last"]["exact"]
        share = self.surname_share.get(key)
        if not share:
            return level.bits
        adjusted = log2(level.m / min(share, 0.5))
        return min(max(adjusted, level.bits - self.frequency_bits), level.bits + self.frequency_bits)


def recount(
    weights: Weights, same: Mapping[str, Mapping[str, int]], other: Mapping[str, Mapping[str, int]]
) -> Weights:
    """Weights whose m and u are counted: for each field, how often each level occurred among pairs found to
    be the `same` person and among `other` pairs, drawn at random rather than found by a search.

    One is added to every count (Laplace), so that a level never seen is unlikely and not impossible.
    Fields that were not counted keep their levels.
    """
    levels = {name: dict(known) for name, known in weights.levels.items()}
    for name in set(same) & set(other) & set(levels):
        size = len(levels[name])
        m_total, u_total = sum(same[name].values()) + size, sum(other[name].values()) + size
        for level in levels[name]:
            m, u = same[name].get(level, 0) + 1, other[name].get(level, 0) + 1
            levels[name][level] = Level(m / m_total, u / u_total)
    return replace(weights, levels=levels)


def count_levels(matches: Iterable[Match]) -> dict[str, dict[str, int]]:
    """How often each field agreed at each level: what `recount` takes, for pairs known to be the same or
    not.
    """
    counts: dict[str, dict[str, int]] = {}
    for match in matches:
        for item in match.evidence:
            levels = counts.setdefault(item.field, {})
            levels[item.level] = levels.get(item.level, 0) + 1
    return counts
