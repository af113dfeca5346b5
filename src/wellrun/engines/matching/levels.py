"""How far two values of one field agree. Every function answers the same for (a, b) as for (b, a)."""

from __future__ import annotations

from datetime import date

import jellyfish

from wellrun.engines.matching.names import name_key, name_parts, phone_digits, sounds_alike, street_key
from wellrun.engines.matching.nicknames import are_forms

CLOSE_NAME = 0.9


def first_level(left: str, right: str) -> str:
    """exact; form (Bill and William); close (a typing error); initial; other."""
    a, b = name_key(left), name_key(right)
    if a == b:
        return "exact"
    short, long = sorted((a, b), key=len)
    if len(short) == 1:
        return "initial" if long.startswith(short) else "other"
    if are_forms(a, b) or are_forms(name_parts(left)[0], name_parts(right)[0]):
        return "form"
    if _close(a, b) or name_parts(left)[0] == name_parts(right)[0]:
        return "close"
    return "other"


def middle_level(left: str, right: str) -> str:
    """exact; initial (one is the other's first letter); other. A typing error counts as exact."""
    a, b = name_key(left), name_key(right)
    if a == b or (min(len(a), len(b)) > 2 and _close(a, b)):
        return "exact"
    if min(len(a), len(b)) == 1 and a[0] == b[0]:
        return "initial"
    return "other"


def last_level(lefts: tuple[str, ...], rights: tuple[str, ...]) -> str:
    """The best of any present or former surname against any: exact; part (one half of a hyphenated name);
    close (a typing error); sound (it sounds alike); other."""
    found = {_last_pair(left, right) for left in lefts for right in rights}
    return next(level for level in ("exact", "part", "close", "sound", "other") if level in found)


def birth_level(left: date, right: date) -> str:
    """exact; swapped (day and month exchanged); digit (one digit mistyped); year (same day, year off by up
    to two or by ten); other."""
    if left == right:
        return "exact"
    if left.year == right.year and (left.month, left.day) == (right.day, right.month):
        return "swapped"
    if _one_digit_off(f"{left:%Y%m%d}", f"{right:%Y%m%d}"):
        return "digit"
    if (left.month, left.day) == (right.month, right.day) and abs(left.year - right.year) in (1, 2, 10):
        return "year"
    return "other"


def phone_level(lefts: tuple[str, ...], rights: tuple[str, ...]) -> str:
    """exact (any number shared); close (two numbers differ in one digit or exchange two neighbors); other."""
    if set(lefts) & set(rights):
        return "exact"
    if any(_slip(left, right) for left in lefts for right in rights):
        return "close"
    return "other"


def address_level(left: tuple[str, str], right: tuple[str, str]) -> str:
    """exact (street, and ZIP code where both have one); zip (only the five digits); other."""
    a, b = street_key(left[0]), street_key(right[0])
    zip_a, zip_b = left[1][:5], right[1][:5]
    same_zip = bool(zip_a) and zip_a == zip_b
    if (
        a
        and b
        and (same_zip or not zip_a or not zip_b)
        and (a == b or jellyfish.jaro_winkler_similarity(a, b) > 0.95)
    ):
        return "exact" if _house(a) == _house(b) else ("zip" if same_zip else "other")
    return "zip" if same_zip else "other"


def ssn_level(left: str, right: str) -> str:
    """exact; digit (last four, one of them mistyped); other."""
    if left == right:
        return "exact"
    return "digit" if len(left) == len(right) == 4 and _one_digit_off(left, right) else "other"


def member_level(lefts: tuple[str, ...], rights: tuple[str, ...]) -> str:
    """exact (any id shared); close (one character off, and at least six long); other."""
    if set(lefts) & set(rights):
        return "exact"
    close = any(len(left) >= 6 and _slip(left, right) for left in lefts for right in rights)
    return "close" if close else "other"


def dialable(phones: tuple[str, ...]) -> tuple[str, ...]:
    """The telephone numbers worth comparing: seven digits or more, each once, sorted."""
    return tuple(sorted({digits for digits in map(phone_digits, phones) if len(digits) >= 7}))


def _last_pair(left: str, right: str) -> str:
    a, b = name_key(left), name_key(right)
    if a == b:
        return "exact"
    if {part for part in name_parts(left) if len(part) > 2} & {
        part for part in name_parts(right) if len(part) > 2
    }:
        return "part"
    if _close(a, b):
        return "close"
    return "sound" if sounds_alike(left, right) else "other"


def _close(a: str, b: str) -> bool:
    if min(len(a), len(b)) < 3:
        return False
    return _slip(a, b) or (
        jellyfish.jaro_winkler_similarity(a, b) >= CLOSE_NAME
        and jellyfish.damerau_levenshtein_distance(a, b) <= 2
    )


def _slip(a: str, b: str) -> bool:
    """One character wrong, left out, put in, or two neighbors exchanged."""
    return abs(len(a) - len(b)) <= 1 and jellyfish.damerau_levenshtein_distance(a, b) == 1


def _one_digit_off(a: str, b: str) -> bool:
    return len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1


def _house(key: str) -> str:
    return next((word for word in key.split() if word.isdigit()), "")
