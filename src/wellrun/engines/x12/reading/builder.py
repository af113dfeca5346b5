"""What every builder shares: dispatch by segment id, elements that are always there, problems with their
place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from ..dates import parse_day
from ..findings import Finding
from ..money import parse_cents
from ..scanner import Report, Scanner
from ..segments import Source

T = TypeVar("T")
U = TypeVar("U")

# Added to the elements of each segment: a handler may read any element a guide defines without asking.
PAD = [""] * 26


def grown(held: Sequence[U], item: U) -> list[U]:
    """The held items with one more: most stay empty, and an empty tuple costs nothing to make or to
    collect.
    """
    if isinstance(held, list):
        held.append(item)
        return held
    return [*held, item]


class Builder(Generic[T]):
    """Builds objects of type T out of the segments of one transaction.

    `handlers` maps a segment id to the method that takes its elements (id first, padded by `PAD`) and returns
    a finished object or None. `finish` returns the last object at the end of the transaction.
    """

    # Of the class and not of the object: bound methods would tie every builder into a cycle, and its
    # transaction would stay in memory until the collector came.
    handlers: ClassVar[dict[str, Callable[..., Any]]] = {}

    def __init__(self, scanner: Scanner) -> None:
        self.scanner = scanner
        self.component = scanner.separators.component
        self.problems: list[Finding] = []

    def finish(self) -> T | None:
        """The object still being built, or None."""
        raise NotImplementedError

    def cents(self, elements: list[str], number: int) -> int:
        """The amount in an element as integer cents; 0 and a problem where it cannot be read."""
        cents = parse_cents(elements[number])
        if cents is None:
            self.problem("amount.unreadable", "is not an amount of money", elements, number)
            return 0
        return cents

    def day(self, elements: list[str], number: int) -> Any:
        """The day in an element; None, and a problem unless it is empty, where there is none."""
        on = parse_day(elements[number])
        if on is None and elements[number]:
            self.problem("date.unreadable", "is not a day of the calendar", elements, number)
        return on

    def problem(self, code: str, what: str, elements: list[str], number: int) -> None:
        """Note that the value of an element makes the view unreliable."""
        value = elements[number]
        sentence = f"{elements[0]}{number:02d} '{value[:40]}' {what}."
        self.problems.append(
            self.scanner.finding("error", 1, code, sentence, elements[0], number, value, None, "")
        )


def build(
    source: Source, accepts: Callable[[Scanner], type[Builder[T]] | None], report: Report | None = None
) -> Iterator[T]:
    """Every object built from the transactions of the source for which `accepts` names a builder.

    `accepts` is asked once at each ST. A transaction without an SE ends with the next envelope segment or the
    file.
    """
    scanner = Scanner(source, report)
    builder: Builder[T] | None = None
    handlers: dict[str, Callable[..., Any]] = {}
    for elements in scanner:
        tag = elements[0]
        handle = handlers.get(tag)
        if handle is not None:
            elements += PAD
            finished = handle(builder, elements)
            if finished is not None:
                yield finished
                finished = None
        elif tag in ("ST", "SE", "GS", "GE", "ISA", "IEA"):
            last = builder.finish() if builder is not None else None
            builder = None
            if last is not None:
                yield last
                last = None
            kind = accepts(scanner) if tag == "ST" else None
            builder = kind(scanner) if kind is not None else None
            handlers = builder.handlers if builder is not None else {}
    last = builder.finish() if builder is not None else None
    if last is not None:
        yield last
