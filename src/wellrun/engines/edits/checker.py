"""Names and kinds are checked when a rule is written, so that evaluating it can only miss data."""

from __future__ import annotations

import re

from wellrun.engines.edits.functions import FUNCTIONS, pattern
from wellrun.engines.edits.kinds import ANY, DATE, LIST, NUMBER, TEXT, TRUTH, Kind, fields_of, roots
from wellrun.engines.edits.parser import parse_syntax
from wellrun.engines.edits.tokens import RuleSyntaxError
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

Scope = dict[str, Kind]


def parse(source: str) -> Node:
    """The tree of a rule: an expression in which every name exists and every kind fits, and which is a truth.

    Raises RuleSyntaxError with the place of the first thing that is wrong.
    """
    node = parse_syntax(source)
    _Checker(source).truth(node, roots())
    return node


def parse_value(source: str, variable: tuple[str, Kind] | None = None) -> Node:
    """The tree of an expression of any kind, in which `variable` is known besides the claim's own names."""
    node = parse_syntax(source)
    _Checker(source).kind(node, {**roots(), **dict([variable] if variable else [])})
    return node


def element_kind(over: Over, source: str = "") -> Kind:
    """The kind of what a top-level quantifier runs over."""
    return _Checker(source).element(over, roots())


class _Checker:
    def __init__(self, source: str) -> None:
        self.source = source

    def refuse(self, said: str, node: Node) -> RuleSyntaxError:
        return RuleSyntaxError(said, self.source, node.position)

    def want(self, node: Node, scope: Scope, wanted: Kind) -> None:
        found = self.kind(node, scope)
        if not wanted.accepts(found):
            raise self.refuse(f"This is a {found.name} where a {wanted.name} is needed", node)

    def truth(self, node: Node, scope: Scope) -> Kind:
        self.want(node, scope, TRUTH)
        return TRUTH

    def kind(self, node: Node, scope: Scope) -> Kind:
        match node:
            case Literal(value):
                return TRUTH if isinstance(value, bool) else TEXT if isinstance(value, str) else NUMBER
            case Listing(items):
                kinds = [self.kind(item, scope) for item in items]
                return Kind("list", kinds[0] if kinds and all(kind == kinds[0] for kind in kinds) else ANY)
            case Path():
                return self.path(node, scope)
            case Call():
                return self.call(node, scope)
            case Not(operand):
                return self.truth(operand, scope)
            case Both(left, right) | Either(left, right):
                self.truth(left, scope)
                return self.truth(right, scope)
            case Missing(operand):
                self.kind(operand, scope)
                return TRUTH
            case Compare():
                return self.compare(node, scope)
            case Arithmetic():
                return self.arithmetic(node, scope)
            case Conditional(condition, then, otherwise):
                self.truth(condition, scope)
                self.truth(then, scope)
                return self.truth(otherwise, scope) if otherwise else TRUTH
            case Over():
                return self.over(node, scope)

    def path(self, node: Path, scope: Scope) -> Kind:
        root, *rest = node.parts
        if root not in scope:
            raise self.refuse(f"There is no {root!r} in a claim; known are {', '.join(sorted(scope))}", node)
        kind = scope[root]
        for number, part in enumerate(rest, 1):
            so_far = ".".join(node.parts[:number])
            fields = fields_of(kind.record) if kind.record else {}
            if part not in fields:
                known = f"; it has {', '.join(sorted(fields))}" if fields else ", it is a " + kind.name
                raise self.refuse(f"{so_far!r} has no field {part!r}{known}", node)
            kind = fields[part]
        return kind

    def call(self, node: Call, scope: Scope) -> Kind:
        function = FUNCTIONS.get(node.function)
        if function is None:
            known = ", ".join(sorted(FUNCTIONS))
            raise self.refuse(f"There is no function {node.function!r}; known are {known}", node)
        if len(node.arguments) != len(function.arguments):
            wanted, given = len(function.arguments), len(node.arguments)
            raise self.refuse(f"{node.function} takes {wanted} values, not {given}", node)
        for argument, wanted_kind in zip(node.arguments, function.arguments, strict=True):
            self.want(argument, scope, wanted_kind)
        if node.function == "matches" and isinstance(node.arguments[1], Literal):
            try:
                pattern(str(node.arguments[1].value))
            except re.error as wrong:
                raise self.refuse(f"This is not a pattern: {wrong}", node.arguments[1]) from wrong
        if node.function == "size" and self.kind(node.arguments[0], scope).name not in (
            "text",
            "list",
            "any",
        ):
            raise self.refuse("Only a text or a list has a size", node.arguments[0])
        return function.answers

    def compare(self, node: Compare, scope: Scope) -> Kind:
        left, right = self.kind(node.left, scope), self.kind(node.right, scope)
        if node.sign in ("in", "not in"):
            if not LIST.accepts(right):
                raise self.refuse(f"'in' needs a list on its right, not a {right.name}", node.right)
            right = right.element or ANY
        if not left.accepts(right):
            raise self.refuse(f"A {left.name} is compared with a {right.name}", node)
        if node.sign in ("<", "<=", ">", ">=") and left.name in ("truth", "record", "list"):
            raise self.refuse(f"A {left.name} has no order", node)
        return TRUTH

    def arithmetic(self, node: Arithmetic, scope: Scope) -> Kind:
        left, right = self.kind(node.left, scope), self.kind(node.right, scope)
        if left == DATE and node.sign == "-" and DATE.accepts(right) and right != ANY:
            return NUMBER
        wanted = DATE if left == DATE and node.sign in "+-" else NUMBER
        if not wanted.accepts(left) or not NUMBER.accepts(right):
            raise self.refuse(f"{node.sign!r} is not defined for a {left.name} and a {right.name}", node)
        return wanted

    def element(self, node: Over, scope: Scope) -> Kind:
        collection = self.path(node.collection, scope)
        if collection.name != "list" or collection.element is None:
            raise self.refuse(f"{node.collection.name!r} is a {collection.name}, not a list", node.collection)
        return collection.element

    def over(self, node: Over, scope: Scope) -> Kind:
        inner = {**scope, node.variable: self.element(node, scope)}
        if node.where is not None:
            self.truth(node.where, inner)
        if node.quantifier == "count" or node.body is None:
            return NUMBER
        if node.quantifier in ("each", "some"):
            return self.truth(node.body, inner)
        if node.quantifier == "sum":
            self.want(node.body, inner, NUMBER)
            return NUMBER
        self.kind(node.body, inner)
        return TRUTH
