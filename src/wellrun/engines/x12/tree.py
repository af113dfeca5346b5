"""A file as a tree for people: interchanges, groups, transactions, loops and segments with their money and
dates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .checking.walker import Walker
from .dates import parse_day, parse_days
from .grammar import SegmentRule, load_grammar
from .money import dollars, parse_cents
from .scanner import Scanner
from .segments import Source

_MONEY, _DAY, _PERIOD = "782", "373", "1251"


@dataclass(slots=True)
class Node:
    """One line of the tree. `kind` is envelope, transaction, loop or segment; `note` is what the text
    means.
    """

    kind: str
    text: str
    note: str = ""
    position: int = 0
    children: list[Node] = field(default_factory=list)


def tree(source: Source) -> Iterator[Node]:
    """One node for each transaction and each segment between transactions, in file order; one in memory at a
    time.

    Loops are shown for the guides in `grammar`; the segments of any other transaction stand side by side.
    """
    scanner = Scanner(source)
    growing: _Growing | None = None
    for elements in scanner:
        tag = elements[0]
        if tag in ("ISA", "GS", "ST", "GE", "IEA", "TA1"):
            if growing is not None:
                yield growing.root
            growing = _Growing(scanner) if tag == "ST" else None
        if growing is not None:
            growing.add(elements)
        else:
            yield Node("envelope", scanner.separators.element.join(elements), "", scanner.position)
        if tag == "SE" and growing is not None:
            yield growing.root
            growing = None
    if growing is not None:
        yield growing.root


class _Growing:
    """One transaction taking shape."""

    def __init__(self, scanner: Scanner) -> None:
        envelope = scanner.envelope
        self._scanner = scanner
        rule = load_grammar(envelope.transaction_set, envelope.version)
        self._walker = Walker(rule, scanner) if rule is not None else None
        title = f"{envelope.transaction_set} {envelope.version}".strip()
        self.root = Node("transaction", title, envelope.transaction_control, scanner.position)
        self._path: list[tuple[int, Node]] = []

    def add(self, elements: list[str]) -> None:
        """Put the next segment under its loop."""
        rule = self._walker.step(elements) if self._walker is not None else None
        parent = self._loop() if self._walker is not None else self.root
        text = self._scanner.separators.element.join(elements)
        note = _readable(rule, elements) if rule is not None else ""
        parent.children.append(Node("segment", text, note, self._scanner.position))

    def _loop(self) -> Node:
        path = self._walker.path if self._walker is not None else []
        keep = 0
        while keep < min(len(path), len(self._path)) and path[keep][0] == self._path[keep][0]:
            keep += 1
        del self._path[keep:]
        for mark, loop in path[keep:]:
            node = Node("loop", loop.id, loop.title, self._scanner.position)
            (self._path[-1][1] if self._path else self.root).children.append(node)
            self._path.append((mark, node))
        return self._path[-1][1] if self._path else self.root


def _readable(rule: SegmentRule, elements: list[str]) -> str:
    words = []
    for element, text in zip(rule.elements, elements[1:], strict=False):
        if element is None or not text:
            continue
        if element.number == _MONEY:
            cents = parse_cents(text)
            words.append(dollars(cents) if cents is not None else text)
        elif element.number in (_DAY, _PERIOD):
            words.append(_days(text))
    return ", ".join(word for word in words if word)


def _days(text: str) -> str:
    from_on, through_on = parse_days(text) if "-" in text else (parse_day(text), None)
    if from_on is None:
        return ""
    return f"{from_on}" if through_on in (None, from_on) else f"{from_on} to {through_on}"
