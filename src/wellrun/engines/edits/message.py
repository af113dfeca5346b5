"""A rule's message with the claim's values in it: `Line {line.number}: {line.charge_cents|money} is not
…`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from wellrun.engines.edits.checker import parse_value
from wellrun.engines.edits.compiler import Names, Unanswered, absent, compile_tree
from wellrun.engines.edits.kinds import Kind
from wellrun.engines.edits.tokens import RuleSyntaxError

_PLACE = re.compile(r"\{([^{}|]*)(?:\|([^{}]*))?\}")
FORMS = ("money", "date", "")


def compile_message(template: str, variable: tuple[str, Kind] | None = None) -> Callable[[Names], str]:
    """A function that writes the message. What stands in braces is an expression, with `|money` for cents.

    Raises RuleSyntaxError, whose position counts in the template.
    """
    parts: list[str | tuple[Callable[[Names], Any], str]] = []
    end = 0
    for place in _PLACE.finditer(template):
        parts.append(template[end : place.start()])
        form = place.group(2) or ""
        if form not in FORMS:
            raise RuleSyntaxError(f"There is no form {form!r}; use money or date", template, place.start())
        try:
            tree = parse_value(place.group(1), variable)
        except RuleSyntaxError as wrong:
            raise RuleSyntaxError(wrong.said, template, place.start(1) + wrong.position) from wrong
        parts.append((compile_tree(tree), form))
        end = place.end()
    parts.append(template[end:])
    return lambda names: "".join(part if isinstance(part, str) else _show(part, names) for part in parts)


def _show(part: tuple[Callable[[Names], Any], str], names: Names) -> str:
    look, form = part
    try:
        value = look(names)
    except Unanswered:
        return "(not known)"
    if absent(value):
        return "(missing)"
    if form == "money" and isinstance(value, int):
        sign = "-" if value < 0 else ""
        return f"{sign}${abs(value) // 100:,}.{abs(value) % 100:02d}"
    if isinstance(value, date):
        return f"{value:%m/%d/%Y}"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value)
