"""Numbers that carry their own proof."""

from __future__ import annotations

from functools import lru_cache

_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
_PREFIX_SUM = 24


@lru_cache(maxsize=4_096)
def is_npi(text: str) -> bool:
    """Whether the text is ten digits, starts with 1 or 2 and passes the Luhn check over 80840 and the digits.

    Source: 45 CFR 162.406 and the CMS check digit requirement; the prefix contributes the constant 24.
    """
    if len(text) != 10 or not text.isascii() or not text.isdecimal() or text[0] not in "12":
        return False
    total = _PREFIX_SUM
    for at, digit in enumerate(text):
        total += _DOUBLED[int(digit)] if at % 2 == 0 else int(digit)
    return total % 10 == 0


def npi_check_digit(first_nine: str) -> str:
    """The tenth digit that makes nine digits an NPI."""
    total = _PREFIX_SUM
    for at, digit in enumerate(first_nine):
        total += _DOUBLED[int(digit)] if at % 2 == 0 else int(digit)
    return str(-total % 10)
