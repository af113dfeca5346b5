"""What must never be typed into free text: payment card numbers and Social Security numbers."""

from __future__ import annotations

import re

CARD = re.compile(r"(?<!\d)[2-6](?:[ -]?\d){12,18}(?!\d)")
SSN = re.compile(r"(?<![\d-])\d{3}([- ])\d{2}\1\d{4}(?![\d-])")
SSN_NAMED = re.compile(r"(?:\bssn\b|social security)\D{0,12}\d{9}(?!\d)", re.IGNORECASE)


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of the others (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 if place % 2 else 1)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def holds_card_number(text: str) -> bool:
    """Whether 13 to 19 digits that pass the Luhn check stand in `text`, spaced or hyphenated or not."""
    return any(passes_luhn(re.sub(r"\D", "", match.group())) for match in CARD.finditer(text))


def holds_social_security_number(text: str) -> bool:
    """Whether `text` holds 3-2-4 digits with one separator, or nine digits named as an SSN."""
    return bool(SSN.search(text) or SSN_NAMED.search(text))
