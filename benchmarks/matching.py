"""Duplicates found in a generated, corrupted population, beside exact equality and a plain similarity ratio.

The population and its errors are invented by this file (rates in `_corrupted`), so the figures compare
methods on one world; they say nothing about a practice's own records.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator

from rapidfuzz import fuzz

from benchmarks.figure import Figure, median_seconds
from benchmarks.matching_population import population
from wellrun.engines.matching import (
    Person,
    Weights,
    compare,
    count_levels,
    name_key,
    recount,
    sound_key,
)

TITLE = "Matching: duplicates in a corrupted population of 20,000"
Pairs = list[tuple[Person, Person]]


def run(*, quick: bool) -> Iterator[Figure]:
    """Precision and recall of each method over the same candidate pairs, and comparisons a second."""
    people, truth = population(2_000 if quick else 20_000)
    pairs = candidates(people)
    reached = len({frozenset((a.key, b.key)) for a, b in pairs} & truth)
    yield Figure(
        "duplicates that share a blocking key",
        reached / len(truth),
        "of all",
        note=f"{len(truth):,} duplicates, {len(pairs):,} candidate pairs",
    )
    weights = Weights(surname_share=_shares(people))
    verdicts = [compare(a, b, weights).verdict for a, b in pairs]
    same = {
        frozenset((a.key, b.key))
        for (a, b), verdict in zip(pairs, verdicts, strict=True)
        if verdict == "same"
    }
    possible = {
        frozenset((a.key, b.key))
        for (a, b), verdict in zip(pairs, verdicts, strict=True)
        if verdict != "different"
    }
    precision, recall = _rates(same, truth)
    yield Figure("engine, same: precision", precision, "of pairs", ">= 0.995", precision >= 0.995)
    yield Figure("engine, same: recall", recall, "of duplicates", ">= 0.85", recall >= 0.85)
    shown, found = _rates(possible, truth)
    yield Figure("engine, same or possible: recall", found, "of duplicates", ">= 0.95", found >= 0.95)
    yield Figure(
        "engine, same or possible: precision", shown, "of pairs", note="the rest is for a person to decide"
    )
    yield from _recounted(pairs, truth, people, weights)
    yield from _peer("equal name and birth date", pairs, truth, _exact)
    for least in (85, 92):
        yield from _peer(
            f"rapidfuzz ratio >= {least}", pairs, truth, lambda a, b, least=least: _ratio(a, b) >= least
        )
    sample = pairs[:5_000]
    seconds = median_seconds(lambda: [compare(a, b, weights) for a, b in sample], repeats=3)
    yield Figure("engine, comparisons", len(sample) / seconds, "a second, with evidence")
    seconds = median_seconds(lambda: [_ratio(a, b) for a, b in sample], repeats=3)
    yield Figure("rapidfuzz ratio, comparisons", len(sample) / seconds, "a second")


def _recounted(
    pairs: Pairs, truth: set[frozenset[str]], people: list[Person], weights: Weights
) -> Iterator[Figure]:
    """m counted from every second pair, as if people had reviewed them, u from random pairs; judged on the
    others.
    """
    reviewed, unseen = pairs[::2], pairs[1::2]
    chance = random.Random(2)
    strangers = [compare(*chance.sample(people, 2), weights) for _ in range(len(people))]
    same = [compare(a, b, weights) for a, b in reviewed if frozenset((a.key, b.key)) in truth]
    counted = recount(weights, count_levels(same), count_levels(strangers))
    matches = [(frozenset((a.key, b.key)), compare(a, b, counted)) for a, b in unseen]
    there = {key for key, _ in matches} & truth
    precision, recall = _rates({key for key, match in matches if match.verdict == "same"}, there)
    yield Figure(
        "engine recounted on half the pairs, same: precision on the other half", precision, "of pairs"
    )
    yield Figure(
        "engine recounted on half the pairs, same: recall on the other half", recall, "of duplicates"
    )


def candidates(people: list[Person]) -> Pairs:
    """Pairs that share a birth date, a telephone number, a member id, or the sound of both names."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for at, person in enumerate(people):
        for key in _blocking_keys(person):
            blocks[key].append(at)
    found = {
        (members[i], members[j])
        for members in blocks.values()
        if len(members) <= 60
        for i in range(len(members))
        for j in range(i + 1, len(members))
    }
    return [(people[i], people[j]) for i, j in sorted(found)]


def _blocking_keys(person: Person) -> set[str]:
    sounds = sorted(sound_key(name).split(":")[0] for name in (person.first, person.last))
    keys = {"s" + " ".join(sounds), f"b{person.born_on}"}
    return keys | {f"p{phone}" for phone in person.phones} | {f"m{number}" for number in person.member_ids}


def _shares(people: list[Person]) -> dict[str, float]:
    counts: dict[str, int] = defaultdict(int)
    for person in people:
        counts[name_key(person.last)] += 1
    return {name: count / len(people) for name, count in counts.items()}


def _peer(
    name: str, pairs: Pairs, truth: set[frozenset[str]], says: Callable[[Person, Person], bool]
) -> Iterator[Figure]:
    precision, recall = _rates({frozenset((a.key, b.key)) for a, b in pairs if says(a, b)}, truth)
    yield Figure(f"{name}: precision", precision, "of pairs")
    yield Figure(f"{name}: recall", recall, "of duplicates")


def _exact(a: Person, b: Person) -> bool:
    return (a.first.lower(), a.last.lower(), a.born_on) == (b.first.lower(), b.last.lower(), b.born_on)


def _ratio(a: Person, b: Person) -> float:
    return fuzz.token_sort_ratio(_text(a), _text(b))


def _text(person: Person) -> str:
    return f"{person.first} {person.last} {person.born_on} {person.street}".lower()


def _rates(found: set[frozenset[str]], truth: set[frozenset[str]]) -> tuple[float, float]:
    right = len(found & truth)
    return (right / len(found) if found else 0.0), right / len(truth)
