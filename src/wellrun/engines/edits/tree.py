"""What an expression is once parsed. Every node knows the position of its first character."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as Choice

Comparison = Choice["=", "!=", "<", "<=", ">", ">=", "in", "not in"]
Quantifier = Choice["each", "some", "count", "sum", "unique"]


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, a text or a truth written in the rule."""

    value: str | int | float | bool
    position: int


@dataclass(frozen=True, slots=True)
class Listing:
    """Values in square brackets."""

    items: tuple[Node, ...]
    position: int


@dataclass(frozen=True, slots=True)
class Path:
    """A name and the fields under it: `billing.address.state`."""

    parts: tuple[str, ...]
    position: int

    @property
    def name(self) -> str:
        """The path as written."""
        return ".".join(self.parts)


@dataclass(frozen=True, slots=True)
class Call:
    """A named predicate or function with its arguments."""

    function: str
    arguments: tuple[Node, ...]
    position: int


@dataclass(frozen=True, slots=True)
class Not:
    """True when its operand does not hold."""

    operand: Node
    position: int


@dataclass(frozen=True, slots=True)
class Both:
    """`and`: the right side is looked at only when the left holds."""

    left: Node
    right: Node
    position: int


@dataclass(frozen=True, slots=True)
class Either:
    """`or`: the right side is looked at only when the left does not hold."""

    left: Node
    right: Node
    position: int


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison, false whenever a side is missing."""

    sign: Comparison
    left: Node
    right: Node
    position: int


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`+`, `-` or `*`, missing whenever a side is."""

    sign: str
    left: Node
    right: Node
    position: int


@dataclass(frozen=True, slots=True)
class Missing:
    """`is missing`, or `is present` when `present`."""

    operand: Node
    present: bool
    position: int


@dataclass(frozen=True, slots=True)
class Conditional:
    """`if … then … else …`; without `else` it holds when the condition does not."""

    condition: Node
    then: Node
    otherwise: Node | None
    position: int


@dataclass(frozen=True, slots=True)
class Over:
    """A quantifier: `variable` stands for each element of `collection` for which `where` holds."""

    quantifier: Quantifier
    variable: str
    collection: Path
    where: Node | None
    body: Node | None
    position: int


Node = (
    Literal
    | Listing
    | Path
    | Call
    | Not
    | Both
    | Either
    | Compare
    | Arithmetic
    | Missing
    | Conditional
    | Over
)
