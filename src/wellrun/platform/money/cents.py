"""Dollars as people write them, to and from integer cents, without a float in between."""

from __future__ import annotations

import re

#: One hundred million dollars: beyond this an entry in a medical office is a typing error.
MAX_CENTS = 10_000_000_000
_SHAPE = re.compile(
    r"^(?P<open>\()?(?P<sign>-)?\$?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)?(?:\.(?P<part>\d{1,2}))?(?P<close>\))?$"
)


class MoneyError(ValueError):
    """The text is not an amount of money; the message is a sentence for the person who typed it."""


def parse_cents(text: str) -> int:
    """Read `$1,234.5`, `1234.50`, `-3` or `(3.00)` as cents; raise `MoneyError` on anything else."""
    found = _SHAPE.match(text.strip().replace(" ", ""))
    if not found or not (found["whole"] or found["part"]) or bool(found["open"]) != bool(found["close"]):
        raise MoneyError("Write an amount like 25.00.")
    cents = int((found["whole"] or "0").replace(",", "")) * 100 + int((found["part"] or "0").ljust(2, "0"))
    if cents > MAX_CENTS:
        raise MoneyError("That amount is too large to be right.")
    return -cents if found["sign"] or found["open"] else cents


def format_cents(cents: int) -> str:
    """Write cents as `$1,234.50`, negative amounts in parentheses as bookkeepers do."""
    whole, part = divmod(abs(cents), 100)
    text = f"${whole:,}.{part:02d}"
    return f"({text})" if cents < 0 else text
