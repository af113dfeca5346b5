"""Money and quantities as X12 writes them: decimal text of type R, held as integer cents or as `Decimal`."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

_DECIMAL = re.compile(r"([-+]?)(\d*)(?:\.(\d*))?\Z", re.ASCII)
_MOST_DIGITS = 18


@lru_cache(maxsize=16_384)
def parse_cents(text: str) -> int | None:
    """The integer cents of an X12 amount such as `125`, `-7.5` or `.05`; None when it is not one.

    An empty text is 0, as an absent amount is in every balance. More than two decimals are accepted only
    when the rest are zeros; a number longer than 18 digits is refused.
    """
    if not text:
        return 0
    match = _DECIMAL.match(text)
    if match is None:
        return None
    sign, whole, fraction = match[1], match[2], match[3] or ""
    if not (whole or fraction) or len(whole) > _MOST_DIGITS or fraction[2:].strip("0"):
        return None
    cents = int(whole or "0") * 100 + int((fraction + "00")[:2])
    return -cents if sign == "-" else cents


def format_cents(cents: int) -> str:
    """Integer cents as the shortest X12 decimal: 12500 is `125`, -750 is `-7.5`, 5 is `.05`, 0 is `0`."""
    if not cents:
        return "0"
    sign = "-" if cents < 0 else ""
    whole, fraction = divmod(abs(cents), 100)
    text = str(whole) if whole else ""
    return f"{sign}{text}.{fraction:02d}".rstrip("0") if fraction else f"{sign}{text}"


def dollars(cents: int) -> str:
    """Integer cents for a reader: `$1,234.50`, `-$7.50`."""
    whole, fraction = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}${whole:,}.{fraction:02d}"


@lru_cache(maxsize=4_096)
def parse_quantity(text: str) -> Decimal | None:
    """The number written in a quantity element, or None when the text is empty or not a plain decimal."""
    match = _DECIMAL.match(text)
    if match is None or not (match[2] or match[3]) or len(text) > _MOST_DIGITS:
        return None
    return Decimal(text)


def format_quantity(quantity: Decimal | int | None) -> str:
    """A quantity in plain decimal notation without trailing zeros; empty for None."""
    if quantity is None:
        return ""
    text = format(Decimal(quantity), "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text
