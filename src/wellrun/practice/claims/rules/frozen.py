"""A claim's snapshot as JSON and back: what was judged is what is sent, and what was sent can be read years
later.
"""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from wellrun.engines.edits import ClaimSnapshot


def freeze(value: Any) -> Any:
    """A snapshot, or any part of it, as JSON: dataclasses as objects, dates in ISO form, empty fields left
    out.
    """
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((field.name, getattr(value, field.name)) for field in fields(value))
        return {name: freeze(part) for name, part in pairs if part not in (None, "", ())}
    if isinstance(value, tuple | list):
        return [freeze(part) for part in value]
    if isinstance(value, dict):
        return {str(name): freeze(part) for name, part in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return value


def thaw(stored: dict[str, Any]) -> ClaimSnapshot:
    """The snapshot that `freeze` made; fields it does not know are passed over."""
    return _thaw(ClaimSnapshot, stored)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _thaw(hint: Any, value: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(option for option in get_args(hint) if option is not type(None))
    if is_dataclass(hint):
        known = _hints(hint)
        return hint(**{name: _thaw(known[name], part) for name, part in value.items() if name in known})
    if get_origin(hint) is tuple:
        return tuple(_thaw(get_args(hint)[0], part) for part in value)
    return date.fromisoformat(value) if hint is date else value
