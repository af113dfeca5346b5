"""From tree to a function of the claim. Values are looked up, never executed; nothing here can raise on data.

A missing value (None, the empty text, the empty list) makes a comparison false and a sum missing.
A fact that is not known raises `Unanswered`, which the evaluation turns into an unchecked result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from datetime import date, timedelta
from operator import attrgetter, ge, gt, le, lt
from typing import Any

from wellrun.engines.edits.functions import FUNCTIONS
from wellrun.engines.edits.tree import (
    Arithmetic,
    Both,
    Call,
    Compare,
    Conditional,
    Either,
    Listing,
    Literal,
    Missing,
    Node,
    Not,
    Over,
    Path,
)

Names = dict[str, Any]
Run = Callable[[Names], Any]
SEEN, FACTS = "#seen", "#facts"
_ORDER = {"<": lt, "<=": le, ">": gt, ">=": ge}


class Unanswered(Exception):
    """A fact the rule needs is not known; says which, and what was asked."""

    def __init__(self, function: str, arguments: tuple[Any, ...]) -> None:
        super().__init__(f"{function}({', '.join(str(argument) for argument in arguments)})")


def absent(value: Any) -> bool:
    """Is the value what the language calls missing?"""
    return value is None or value == "" or value == ()


def compile_tree(node: Node, *, tracing: bool = False) -> Run:
    """A function from names to the value of the tree. `tracing` notes every value looked at in
    names['#seen'].
    """
    return _compile(node, tracing)


def _elements(over: Over, tracing: bool) -> Callable[[Names], Iterator[Names]]:
    collection = _path(over.collection, False)
    where = _compile(over.where, tracing) if over.where is not None else None
    variable = over.variable

    def each(names: Names) -> Iterator[Names]:
        for element in collection(names) or ():
            inner = {**names, variable: element}
            if where is None or where(inner):
                yield inner

    return each


def _compile(node: Node, tracing: bool) -> Run:
    match node:
        case Literal(value):
            return lambda names: value
        case Listing(items):
            return _listing(items, tracing)
        case Path():
            return _path(node, tracing)
        case Call():
            return _call(node, tracing)
        case Not(operand):
            inner = _compile(operand, tracing)
            return lambda names: not inner(names)
        case Both(left, right):
            first, second = _compile(left, tracing), _compile(right, tracing)
            return lambda names: bool(first(names) and second(names))
        case Either(left, right):
            first, second = _compile(left, tracing), _compile(right, tracing)
            return lambda names: bool(first(names) or second(names))
        case Missing(operand, present):
            inner = _compile(operand, tracing)
            return lambda names: absent(inner(names)) is not present
        case Compare():
            return _compare(node, tracing)
        case Arithmetic():
            return _arithmetic(node, tracing)
        case Conditional(condition, then, otherwise):
            asked, held = _compile(condition, tracing), _compile(then, tracing)
            other = _compile(otherwise, tracing) if otherwise else lambda names: True
            return lambda names: bool(held(names) if asked(names) else other(names))
        case Over():
            return _over(node, tracing)


def _listing(items: tuple[Node, ...], tracing: bool) -> Run:
    if all(isinstance(item, Literal) for item in items):
        known = tuple(item.value for item in items if isinstance(item, Literal))
        return lambda names: known
    parts = [_compile(item, tracing) for item in items]
    return lambda names: tuple(part(names) for part in parts)


def _path(node: Path, tracing: bool) -> Run:
    root, written = node.parts[0], node.name
    below = attrgetter(".".join(node.parts[1:])) if len(node.parts) > 1 else None

    def top(names: Names) -> Any:
        return names[root]

    def field(names: Names) -> Any:
        try:
            return below(names[root])  # type: ignore[misc]
        except AttributeError:
            return None

    look = top if below is None else field

    def note(names: Names) -> Any:
        value = look(names)
        records = isinstance(value, tuple) and bool(value) and is_dataclass(value[0])
        names[SEEN][written] = len(value) if records else value
        return value

    return note if tracing else look


def _call(node: Call, tracing: bool) -> Run:
    function = FUNCTIONS[node.function]
    parts = [_compile(argument, tracing) for argument in node.arguments]
    if function.does is None:
        return _ask(node.function, parts, tracing)
    if len(parts) == 1 and not function.takes_missing:
        return _apply_one(node.function, function.does, parts[0])
    return _apply(node.function, function.does, parts, function.takes_missing)


def _ask(name: str, parts: list[Run], tracing: bool) -> Run:
    known_missing = name == "payer_setting"

    def ask(names: Names) -> Any:
        values = [part(names) for part in parts]
        for value in values:
            if value is None or value == "" or value == ():
                return None
        answer = getattr(names[FACTS], name)(*values)
        if tracing:
            names[SEEN][f"{name}({', '.join(map(str, values))})"] = answer
        if answer is None and not known_missing:
            raise Unanswered(name, tuple(values))
        return answer

    return ask


def _apply_one(name: str, does: Callable[..., Any], part: Run) -> Run:
    def apply(names: Names) -> Any:
        value = part(names)
        if value is None or value == "" or value == ():
            return None
        try:
            return does(value)
        except (re.error, TypeError, ValueError, OverflowError) as wrong:
            raise Unanswered(name, (value, wrong)) from wrong

    return apply


def _apply(name: str, does: Callable[..., Any], parts: list[Run], takes_missing: bool) -> Run:
    def apply(names: Names) -> Any:
        values = [part(names) for part in parts]
        if not takes_missing and any(map(absent, values)):
            return None
        try:
            return does(*values)
        except (re.error, TypeError, ValueError, OverflowError) as wrong:
            raise Unanswered(name, (*values, wrong)) from wrong

    return apply


def _compare(node: Compare, tracing: bool) -> Run:
    left, right, sign = _compile(node.left, tracing), _compile(node.right, tracing), node.sign
    if sign in ("in", "not in"):
        wanted = sign == "in"

        def within(names: Names) -> bool:
            value, items = left(names), right(names)
            return not absent(value) and (value in (items or ())) is wanted

        return within
    if sign in ("=", "!="):
        equal = sign == "="

        def alike(names: Names) -> bool:
            a, b = left(names), right(names)
            return not absent(a) and not absent(b) and (a == b) is equal

        return alike
    order = _ORDER[sign]

    def ordered(names: Names) -> bool:
        a, b = left(names), right(names)
        try:
            return not absent(a) and not absent(b) and order(a, b)
        except TypeError:
            return False

    return ordered


def _arithmetic(node: Arithmetic, tracing: bool) -> Run:
    left, right, sign = _compile(node.left, tracing), _compile(node.right, tracing), node.sign

    def work(names: Names) -> Any:
        a, b = left(names), right(names)
        if absent(a) or absent(b):
            return None
        try:
            if isinstance(a, date):
                if isinstance(b, date):
                    return (a - b).days
                return a + timedelta(days=b if sign == "+" else -b)
            return a + b if sign == "+" else a - b if sign == "-" else a * b
        except (TypeError, OverflowError):
            return None

    return work


def _over(node: Over, tracing: bool) -> Run:
    each = _elements(node, tracing)
    if node.body is None:
        return lambda names: sum(1 for _ in each(names))
    body = _compile(node.body, tracing)
    if node.quantifier == "each":
        return lambda names: all(body(inner) for inner in each(names))
    if node.quantifier == "some":
        return lambda names: any(body(inner) for inner in each(names))
    if node.quantifier == "sum":
        return lambda names: _sum(body(inner) for inner in each(names))
    return lambda names: _unique(body(inner) for inner in each(names))


def _sum(values: Iterator[Any]) -> Any:
    total: int | float = 0
    for value in values:
        if absent(value) or not isinstance(value, int | float):
            return None
        total += value
    return total


def _unique(values: Iterator[Any]) -> bool:
    present = [value for value in values if not absent(value)]
    return len(set(present)) == len(present)
