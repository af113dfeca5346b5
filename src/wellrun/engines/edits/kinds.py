"""The kinds of value of the rule language, and the kind of every name in a claim."""

from __future__ import annotations

import types
from dataclasses import dataclass, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from wellrun.engines.edits.snapshot import ClaimSnapshot


@dataclass(frozen=True, slots=True)
class Kind:
    """'text', 'number', 'date', 'truth', 'any', 'list' (of `element`) or 'record' (with the fields of
    `record`).
    """

    name: str
    element: Kind | None = None
    record: type | None = None

    def accepts(self, other: Kind) -> bool:
        """May a value of the other kind stand where this one is expected?"""
        if "any" in (self.name, other.name):
            return True
        if self.name == other.name == "list" and self.element and other.element:
            return self.element.accepts(other.element)
        return self.name == other.name


TEXT, NUMBER, DATE, TRUTH, ANY = (Kind(name) for name in ("text", "number", "date", "truth", "any"))
LIST = Kind("list", ANY)


@cache
def fields_of(record: type) -> dict[str, Kind]:
    """The kind of each field of a snapshot dataclass."""
    return {name: kind_of(hint) for name, hint in get_type_hints(record).items()}


def roots() -> dict[str, Kind]:
    """The names every rule may use: the fields of the snapshot, and `on`, the day of evaluation."""
    return {**fields_of(ClaimSnapshot), "on": DATE}


def kind_of(hint: Any) -> Kind:
    """The kind of a type hint; optional values are of the kind they have when present."""
    if get_origin(hint) in (Union, types.UnionType):
        kinds = {kind_of(option) for option in get_args(hint) if option is not type(None)}
        return kinds.pop() if len(kinds) == 1 else ANY
    if get_origin(hint) is tuple:
        return Kind("list", kind_of(get_args(hint)[0]))
    if isinstance(hint, type) and is_dataclass(hint):
        return Kind("record", record=hint)
    return {str: TEXT, bool: TRUTH, int: NUMBER, float: NUMBER, date: DATE}.get(hint, ANY)
