"""A person as a registry knows them, and what comparing two of them says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Verdict = Literal["same", "possible", "different"]


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of one person; anything may be empty, and empty fields neither help nor hurt a match.

    `key` is the caller's own and is only handed back. `former_lasts` are maiden and earlier surnames.
    `sex` is F, M or X. `phones` and `zip_code` may be punctuated. `ssn` is either the last four digits or an
    equality token (a keyed hash); two values are compared only when both are of the same form.
    `relatives` are keys of people known to be someone else (a twin on file): never the same person.
    """

    key: str = ""
    first: str = ""
    middle: str = ""
    last: str = ""
    suffix: str = ""
    former_lasts: tuple[str, ...] = ()
    born_on: date | None = None
    sex: str = ""
    phones: tuple[str, ...] = ()
    street: str = ""
    zip_code: str = ""
    ssn: str = ""
    email: str = ""
    member_ids: tuple[str, ...] = ()
    chart_number: str = ""
    relatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one field says: how far it agrees (`level`), the two values, the weight in bits, and a sentence.

    Positive `bits` speak for the same person, negative against. A field empty on either side gives none.
    """

    field: str
    level: str
    left: str
    right: str
    bits: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Match:
    """The sum of the evidence in bits, the probability it means given the prior, and what to do.

    `evidence` is ordered by weight, the strongest first, ties by field name.
    """

    left_key: str
    right_key: str
    score_bits: float
    probability: float
    verdict: Verdict
    evidence: tuple[Evidence, ...]
