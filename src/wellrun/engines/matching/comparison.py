"""Weighing two people, and ranking a pool against one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from math import log2
from typing import Any

from wellrun.engines.matching.levels import (
    address_level,
    birth_level,
    dialable,
    first_level,
    last_level,
    member_level,
    middle_level,
    phone_level,
    ssn_level,
)
from wellrun.engines.matching.names import id_key, name_key, suffix_of
from wellrun.engines.matching.person import Evidence, Match, Person, Verdict
from wellrun.engines.matching.sentences import sentence
from wellrun.engines.matching.weights import Weights

Found = tuple[str, str, str, str, float]
STANDARD = Weights()
# Agreeing on both says less than the sum: people of one household share them, so the lesser counts by half.
_SHARED_BY_HOUSEHOLD = ("phone", "address", "email", "member_id")
_HOUSEHOLD_SHARE = 0.5
_TELLS_APART = ("first", "born_on", "sex", "suffix", "ssn", "ssn_token")


def compare(left: Person, right: Person, weights: Weights = STANDARD) -> Match:
    """Are these records of one person? Symmetric in its arguments, apart from the order of the values shown.

    The score is the sum of the evidence in bits. The verdict is *same* only when the score says so and
    nothing that tells members of a family apart stands against it (another first name, birth date, sex or
    suffix).
    """
    found = list(_evidence(left, right, weights))
    found = _discount(found)
    evidence = tuple(
        Evidence(name, level, a, b, round(bits, 6), sentence(name, level, a, b))
        for name, level, a, b, bits in sorted(found, key=lambda item: (-abs(item[4]), item[0]))
    )
    score = round(sum(item.bits for item in evidence), 6)
    odds_bits = score + log2(weights.prior / (1 - weights.prior))
    probability = 1 / (1 + 2 ** min(max(-odds_bits, -1000.0), 1000.0))
    return Match(
        left.key,
        right.key,
        score,
        probability,
        _verdict(probability, left, right, evidence, weights),
        evidence,
    )


def rank(
    candidate: Person, pool: Iterable[Person], weights: Weights = STANDARD, *, limit: int = 10
) -> list[Match]:
    """The `limit` best of the pool that are at least possible, best first, ties by key; not the candidate
    itself.
    """
    matches = [
        compare(candidate, other, weights)
        for other in pool
        if not candidate.key or other.key != candidate.key
    ]
    kept = [match for match in matches if match.verdict != "different"]
    return sorted(kept, key=lambda match: (-match.score_bits, match.right_key))[:limit]


def _evidence(left: Person, right: Person, weights: Weights) -> Iterator[Found]:
    yield from _names(left, right, weights)
    yield from _field("middle", left.middle, right.middle, middle_level, weights)
    a, b = (suffix_of(person.suffix, person.last, person.first) for person in (left, right))
    yield from _field("suffix", a, b, _equal, weights)
    if left.born_on and right.born_on:
        level = birth_level(left.born_on, right.born_on)
        yield "born_on", level, str(left.born_on), str(right.born_on), weights.bits("born_on", level)
    if left.sex in ("F", "M") and right.sex in ("F", "M"):
        yield from _field("sex", left.sex, right.sex, _equal, weights)
    yield from _many("phone", dialable(left.phones), dialable(right.phones), phone_level, weights)
    yield from _address(left, right, weights)
    yield from _ssn(left, right, weights)
    yield from _field("email", left.email.strip().lower(), right.email.strip().lower(), _equal, weights)
    yield from _many("member_id", _ids(left), _ids(right), member_level, weights)


def _names(left: Person, right: Person, weights: Weights) -> Iterator[Found]:
    lasts = tuple(
        tuple(name for name in (person.last, *person.former_lasts) if name_key(name))
        for person in (left, right)
    )
    firsts = name_key(left.first), name_key(right.first)
    if all(firsts) and all(lasts) and _swapped(left, right):
        shown = tuple(f"{person.first} {person.last}".strip() for person in (left, right))
        yield "swapped", "exact", shown[0], shown[1], weights.bits("swapped", "exact")
        return
    if all(firsts):
        level = first_level(left.first, right.first)
        yield "first", level, left.first, right.first, weights.bits("first", level)
    if all(lasts):
        level = last_level(*lasts)
        bits = weights.bits("last", level)
        if level == "exact":
            shared = {name_key(name) for name in lasts[0]} & {name_key(name) for name in lasts[1]}
            bits = max(weights.surname_bits(key) for key in shared)
        yield "last", level, " / ".join(lasts[0]), " / ".join(lasts[1]), bits


def _swapped(left: Person, right: Person) -> bool:
    a, b = (name_key(left.first), name_key(left.last)), (name_key(right.first), name_key(right.last))
    return a != b and a == (b[1], b[0])


def _field(
    name: str, a: str, b: str, level_of: Callable[[str, str], str], weights: Weights
) -> Iterator[Found]:
    if name_key(a) and name_key(b):
        level = level_of(a, b)
        yield name, level, a, b, weights.bits(name, level)


def _many(
    name: str, a: tuple[str, ...], b: tuple[str, ...], level_of: Any, weights: Weights
) -> Iterator[Found]:
    if a and b:
        level = level_of(a, b)
        yield name, level, ", ".join(a), ", ".join(b), weights.bits(name, level)


def _address(left: Person, right: Person, weights: Weights) -> Iterator[Found]:
    a, b = ((person.street, _digits(person.zip_code)) for person in (left, right))
    if (a[0].strip() and b[0].strip()) or (a[1] and b[1]):
        level = address_level(a, b)
        shown = (f"{street} {zip_code}".strip() for street, zip_code in (a, b))
        yield "address", level, *shown, weights.bits("address", level)  # type: ignore[misc]


def _digits(zip_code: str) -> str:
    return "".join(char for char in zip_code if char.isdigit())


def _ids(person: Person) -> tuple[str, ...]:
    return tuple(sorted({key for key in map(id_key, person.member_ids) if key}))


def _ssn(left: Person, right: Person, weights: Weights) -> Iterator[Found]:
    a, b = id_key(left.ssn), id_key(right.ssn)
    if not a or not b or (len(a) == 4) != (len(b) == 4):
        return
    name = "ssn" if len(a) == 4 else "ssn_token"
    level = ssn_level(a, b)
    shown = (a, b) if name == "ssn" else ("on file", "on file")
    yield name, level, *shown, weights.bits(name, level)


def _equal(a: str, b: str) -> str:
    return "exact" if a == b else "other"


def _discount(found: list[Found]) -> list[Found]:
    shared = [item for item in found if item[0] in _SHARED_BY_HOUSEHOLD and item[4] > 0]
    full = max(shared, key=lambda item: (item[4], item[0]), default=None)
    return [
        (*item[:4], item[4] * _HOUSEHOLD_SHARE) if item in shared and item is not full else item
        for item in found
    ]


def _verdict(
    probability: float, left: Person, right: Person, evidence: tuple[Evidence, ...], weights: Weights
) -> Verdict:
    if left.key and right.key and (left.key in right.relatives or right.key in left.relatives):
        return "different"
    levels = {item.field: item.level for item in evidence}
    apart = sum(levels.get(name) == "other" for name in _TELLS_APART)
    numbered = "exact" in (levels.get("ssn"), levels.get("ssn_token"))
    if probability < weights.possible_probability or (apart > 1 and not numbered):
        return "different"
    return "same" if probability >= weights.same_probability and not apart else "possible"
