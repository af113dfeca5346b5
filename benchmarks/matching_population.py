"""A town that never existed: households, twins, fathers and sons of one name, and the errors of many front
desks.
"""

from __future__ import annotations

import random
import string
from dataclasses import replace
from datetime import date, timedelta

from wellrun.engines.matching import Person, forms_of

_FIRSTS = (
    "james mary robert patricia john jennifer michael linda william elizabeth david barbara richard "
    "susan joseph jessica thomas karen charles sarah daniel nancy matthew sandra anthony ashley mark "
    "emily steven kimberly andrew margaret kenneth donna joshua carol kevin amanda brian melissa "
    "timothy deborah maria jose luis ana carmen rosa jorge miguel wei ling priya arjun fatima omar "
    "aisha dmitri olga hiroshi yuki kwame ama "
)
_SYLLABLES = (
    "bar ben cor dan der el fer gal hart jen kel lan mor nor ost pel quin ros sand tor ul ven wick yar zel"
)
_COMMON = "smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez gonzalez"
_STREETS = "oak maple cedar elm main park lake hill river church mill spring ridge walnut willow"


def population(size: int) -> tuple[list[Person], set[frozenset[str]]]:
    """About `size` records, a fifth of them second records of somebody, and the true pairs of keys."""
    chance = random.Random(1969)
    people: list[Person] = []
    while len(people) < size * 5 // 6:
        people += _household(chance, len(people))
    truth: set[frozenset[str]] = set()
    for person in list(people):
        if chance.random() < 0.2:
            again = _corrupted(chance, replace(person, key=f"{person.key}x"))
            people.append(again)
            truth.add(frozenset((person.key, again.key)))
    return people, truth


def _household(chance: random.Random, number: int) -> list[Person]:
    last = chance.choice(_COMMON.split()) if chance.random() < 0.25 else _surname(chance)
    street = f"{chance.randint(1, 1999)} {chance.choice(_STREETS.split())} st"
    zip_code, phone = f"43{chance.randint(0, 299):03}", f"614{chance.randint(2_000_000, 9_999_999)}"
    plan = f"W{chance.randint(10**8, 10**9 - 1)}"
    family: list[Person] = []
    for member in range(chance.choice((1, 1, 2, 2, 3, 4, 5))):
        born_on = date(1935, 1, 1) + timedelta(days=chance.randint(0, 88 * 365))
        first, suffix = chance.choice(_FIRSTS.split()), ""
        if family and chance.random() < 0.03:
            born_on = family[-1].born_on or born_on
        elif family and chance.random() < 0.03:
            first, suffix = family[-1].first, chance.choice(("Jr", ""))
        own = (f"614{chance.randint(2_000_000, 9_999_999)}",) if chance.random() < 0.6 else ()
        family.append(
            Person(
                key=str(number + member),
                first=first,
                middle=chance.choice(string.ascii_lowercase) if chance.random() < 0.6 else "",
                last=last,
                suffix=suffix,
                born_on=born_on,
                sex=chance.choice("FM"),
                phones=(phone, *own),
                street=street,
                zip_code=zip_code,
                ssn=f"{chance.randint(1, 9999):04}" if chance.random() < 0.5 else "",
                member_ids=(plan,) if chance.random() < 0.7 else (),
            )
        )
    return family


def _corrupted(chance: random.Random, person: Person) -> Person:
    """A second record of the same person: each field is wrong, changed or left out at its own rate."""

    def happens(rate: float) -> bool:
        return chance.random() < rate

    changes: dict[str, object] = {}
    if happens(0.12) and forms_of(person.first):
        changes["first"] = chance.choice(sorted(forms_of(person.first)))
    elif happens(0.06):
        changes["first"] = _slip(chance, person.first)
    if happens(0.08):
        changes["last"] = _slip(chance, person.last)
    elif person.sex == "F" and happens(0.08):
        changes["last"] = _surname(chance) if happens(0.5) else f"{person.last}-{_surname(chance)}"
    if happens(0.01):
        changes["first"], changes["last"] = person.last, person.first
    if happens(0.4):
        changes["middle"] = ""
    if happens(0.05) and person.born_on:
        changes["born_on"] = _other_birth(chance, person.born_on)
    if happens(0.25):
        changes |= {
            "street": f"{chance.randint(1, 1999)} {chance.choice(_STREETS.split())} ave",
            "zip_code": "43300",
        }
    if happens(0.3):
        changes["phones"] = (f"614{chance.randint(2_000_000, 9_999_999)}",)
    if happens(0.4):
        changes["ssn"] = ""
    if happens(0.35):
        changes["member_ids"] = (f"W{chance.randint(10**8, 10**9 - 1)}",) if happens(0.5) else ()
    if happens(0.5):
        changes["suffix"] = ""
    if happens(0.01):
        changes["sex"] = "M" if person.sex == "F" else "F"
    return replace(person, **changes)  # type: ignore[arg-type]


def _other_birth(chance: random.Random, born_on: date) -> date:
    if born_on.day <= 12 and chance.random() < 0.3:
        return date(born_on.year, born_on.day, born_on.month)
    return born_on + timedelta(days=chance.choice((1, -1, 10, -10, 365, 3652)))


def _surname(chance: random.Random) -> str:
    return "".join(chance.choice(_SYLLABLES.split()) for _ in range(chance.choice((2, 2, 3))))


def _slip(chance: random.Random, word: str) -> str:
    at = chance.randrange(len(word) - 1)
    letter = chance.choice(string.ascii_lowercase)
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )
