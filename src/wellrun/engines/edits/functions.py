"""The named functions of the rule language. Called with a missing argument they answer missing, except `same`
and `default`, which are about missing values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from wellrun.engines.edits.kinds import ANY, DATE, LIST, NUMBER, TEXT, TRUTH, Kind
from wellrun.engines.edits.modifiers import modifier_informs, modifier_prices
from wellrun.engines.edits.zip_codes import zip_in_state

LONGEST_PATTERN = 300
_POST_BOX = re.compile(
    r"\b(p\.?\s*o\.?\s*(box|drawer|bin)\b|post\s*office\s*box\b|lock\s*box\b|p\.?\s*o\.?\s*b\.?\s*\d)",
    re.IGNORECASE,
)
_BASIC = re.compile(r"""[A-Z0-9 !"&'()+,\-./;?=]+""")
_STATES = """
    AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND
    OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI FM MH PW AA AE AP
"""
STATES = frozenset(_STATES.split())


@dataclass(frozen=True, slots=True)
class Function:
    """A function's arguments, the kind it answers, and what it does. `fact`: the answer comes from Facts."""

    arguments: tuple[Kind, ...]
    answers: Kind
    does: Callable[..., Any] | None = None
    fact: bool = False
    takes_missing: bool = False


def luhn_npi(npi: str) -> bool:
    """Ten digits starting with 1 or 2 whose Luhn sum holds with the prefix 80840 (45 CFR 162.406; ISO
    7812).
    """
    if len(npi) != 10 or not npi.isascii() or not npi.isdigit() or npi[0] not in "12":
        return False
    total = 24
    for place, digit in enumerate(reversed(npi)):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


@lru_cache(maxsize=512)
def pattern(text: str) -> re.Pattern[str]:
    """The compiled form of a rule's pattern; re.error when it is not one, or is longer than 300
    characters.
    """
    if len(text) > LONGEST_PATTERN:
        raise re.error(f"a pattern has at most {LONGEST_PATTERN} characters")
    return re.compile(text)


def letters(text: str) -> str:
    """Only the letters, upper case and without accents, for comparing names: "O'Neil-Núñez" is ONEILNUNEZ."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(char for char in plain if char.isalpha()).upper()


def _years(earlier: date, later: date) -> int:
    return later.year - earlier.year - ((later.month, later.day) < (earlier.month, earlier.day))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


FUNCTIONS: dict[str, Function] = {
    "luhn_npi": Function((TEXT,), TRUTH, luhn_npi),
    "matches": Function((TEXT, TEXT), TRUTH, lambda text, form: pattern(form).fullmatch(text) is not None),
    "digits": Function((TEXT,), TEXT, lambda text: "".join(char for char in text if char in "0123456789")),
    "letters": Function((TEXT,), TEXT, letters),
    "upper": Function((TEXT,), TEXT, str.upper),
    "first": Function((TEXT, NUMBER), TEXT, lambda text, count: text[: max(int(count), 0)]),
    "contains": Function((TEXT, TEXT), TRUTH, lambda text, part: part.upper() in text.upper()),
    "basic_text": Function((TEXT,), TRUTH, lambda text: _BASIC.fullmatch(text.upper()) is not None),
    "post_box": Function((TEXT,), TRUTH, lambda text: _POST_BOX.search(text) is not None),
    "state_known": Function((TEXT,), TRUTH, lambda text: text in STATES),
    "zip_in_state": Function((TEXT, TEXT), TRUTH, zip_in_state),
    "modifier_prices": Function((TEXT,), TRUTH, modifier_prices),
    "modifier_informs": Function((TEXT,), TRUTH, modifier_informs),
    "size": Function((ANY,), NUMBER, len),
    "lowest": Function((LIST,), ANY, min),
    "highest": Function((LIST,), ANY, max),
    "place_in": Function(
        (LIST, ANY), NUMBER, lambda items, item: items.index(item) + 1 if item in items else None
    ),
    "distinct": Function((LIST,), TRUTH, lambda items: len(set(items)) == len(items)),
    "whole": Function((NUMBER,), TRUTH, lambda number: number == int(number)),
    "years_between": Function((DATE, DATE), NUMBER, _years),
    "date": Function((TEXT,), DATE, _date),
    "same": Function((ANY, ANY), TRUTH, lambda a, b: a == b or (not a and not b), takes_missing=True),
    "default": Function(
        (ANY, ANY), ANY, lambda a, b: b if a is None or a in ("", ()) else a, takes_missing=True
    ),
    "diagnosis_billable": Function((TEXT, DATE), TRUTH, fact=True),
    "procedure_known": Function((TEXT, DATE), TRUTH, fact=True),
    "modifier_known": Function((TEXT, DATE), TRUTH, fact=True),
    "place_known": Function((TEXT, DATE), TRUTH, fact=True),
    "taxonomy_known": Function((TEXT,), TRUTH, fact=True),
    "enrolled": Function((TEXT, TEXT, TEXT), TRUTH, fact=True),
    "payer_routed": Function((TEXT,), TRUTH, fact=True),
    "payer_setting": Function((TEXT, TEXT), ANY, fact=True),
}
