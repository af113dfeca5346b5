"""The walk of a transaction's segments through its grammar: which loop each stands in, what is missing or too
many.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ..grammar import LoopRule, SegmentRule
from ..scanner import Scanner


@dataclass(slots=True, eq=False)
class _Way:
    """A child of a loop as it is reached by a segment id: the child itself or the loop that the segment
    opens.
    """

    at: int
    place: int
    limit: int
    segment: SegmentRule
    loop: LoopRule | None


@dataclass(slots=True, eq=False)
class _Map:
    """What can come in one loop, by segment id, and which children must."""

    loop: LoopRule
    ways: dict[str, list[_Way]]
    required: list[tuple[int, LoopRule | SegmentRule]]


@dataclass(slots=True, eq=False)
class _Open:
    """A loop being walked: how often each child came, the last place reached, which opening this is."""

    map: _Map
    counts: list[int]
    place: int = 0
    serial: int = 0


@cache
def _map(loop: LoopRule) -> _Map:
    ways: dict[str, list[_Way]] = {}
    for at, child in enumerate(loop.children):
        if isinstance(child, LoopRule):
            way = _Way(at, child.place, child.limit, child.opening, child)
        else:
            way = _Way(at, child.place, child.limit, child, None)
        ways.setdefault(way.segment.id, []).append(way)
    return _Map(loop, ways, [(at, child) for at, child in enumerate(loop.children) if child.required])


class Walker:
    """Walks one transaction; `loop` is the loop the current segment stands in.

    `step` returns the rule of a segment, or None where the segment has no place in the transaction.
    """

    def __init__(self, root: LoopRule, scanner: Scanner) -> None:
        self._scanner = scanner
        self._component = scanner.separators.component
        self._open = [_Open(_map(root), [0] * len(root.children))]
        self._opened = 0
        self._known = _ids(root)

    @property
    def loop(self) -> str:
        """The guide's number of the innermost open loop; empty at the level of the transaction."""
        return self._open[-1].map.loop.id

    @property
    def path(self) -> list[tuple[int, LoopRule]]:
        """The open loops, outermost first, each with a number that tells one opening from the next."""
        return [(found.serial, found.map.loop) for found in self._open[1:]]

    def step(self, elements: list[str]) -> SegmentRule | None:
        """Take the next segment."""
        tag = elements[0]
        full: tuple[int, _Way] | None = None
        top = depth = len(self._open) - 1
        while depth >= 0:
            current = self._open[depth]
            ways = current.map.ways.get(tag)
            if ways is not None:
                for way in ways:
                    if way.place < current.place or (
                        way.segment.key is not None and not self._matches(way, elements)
                    ):
                        continue
                    if way.limit and current.counts[way.at] >= way.limit:
                        full = full or (depth, way)
                    elif depth == top and way.loop is None:
                        current.counts[way.at] += 1
                        current.place = way.place
                        return way.segment
                    else:
                        return self._enter(depth, way)
            depth -= 1
        return self._misplaced(tag, elements, full)

    def finish(self) -> None:
        """Close every loop at the end of the transaction."""
        self._close_to(-1)

    def _matches(self, way: _Way, elements: list[str]) -> bool:
        key = way.segment.key
        if key is None:
            return True
        number, composite, codes = key
        if len(elements) <= number:
            return False
        text = elements[number]
        return (text.partition(self._component)[0] if composite else text) in codes

    def _enter(self, depth: int, way: _Way, *, forward: bool = True) -> SegmentRule:
        if depth < len(self._open) - 1:
            self._close_to(depth)
        current = self._open[depth]
        current.counts[way.at] += 1
        if forward:
            current.place = way.place
        if way.loop is not None:
            self._opened += 1
            opened = _Open(
                _map(way.loop), [0] * len(way.loop.children), way.loop.children[0].place, self._opened
            )
            opened.counts[0] = 1
            self._open.append(opened)
        return way.segment

    def _close_to(self, depth: int) -> None:
        while len(self._open) - 1 > depth:
            closing = self._open.pop()
            for at, child in closing.map.required:
                if not closing.counts[at]:
                    self._missing(child, closing.map.loop)

    def _missing(self, child: LoopRule | SegmentRule, loop: LoopRule) -> None:
        where = f"loop {loop.id} ({loop.title})" if loop.id else "the transaction"
        if isinstance(child, LoopRule):
            what, tag = f"loop {child.id} ({child.title})", child.opening.id
        else:
            what, tag = child.id, child.id
        if isinstance(child, SegmentRule) and child.key is not None:
            what += f" {'/'.join(sorted(child.key[2]))}" if len(child.key[2]) < 4 else ""
        self._scanner.report(
            "error", 2, "segment.missing", f"{what} is missing from {where}.", tag, loop=loop.id
        )

    def _misplaced(self, tag: str, elements: list[str], full: tuple[int, _Way] | None) -> SegmentRule | None:
        report = self._scanner.report
        if full is not None:
            depth, way = full
            loop = way.loop or self._open[depth].map.loop
            what = f"loop {way.loop.id} ({way.loop.title})" if way.loop else tag
            code = "loop.repeats" if way.loop else "segment.repeats"
            report("error", 2, code, f"There are more than {way.limit} of {what} here.", tag, loop=loop.id)
            return self._enter(depth, way)
        for depth in range(len(self._open) - 1, -1, -1):
            for way in self._open[depth].map.ways.get(tag, ()):
                if self._matches(way, elements):
                    report(
                        "error", 1, "segment.order", f"{tag} stands out of order here.", tag, loop=self.loop
                    )
                    return self._enter(depth, way, forward=False)
        for depth in range(len(self._open) - 1, -1, -1):
            current = self._open[depth]
            ways = [way for way in current.map.ways.get(tag, ()) if way.place >= current.place]
            if ways:
                return self._unqualified(elements, depth, ways)
        if tag in self._known:
            report("error", 2, "segment.unexpected", f"{tag} has no place here.", tag, loop=self.loop)
        else:
            report(
                "error",
                1,
                "segment.unknown",
                f"'{tag[:10]}' is not a segment of this transaction.",
                tag[:10],
                loop=self.loop,
            )
        return None

    def _unqualified(self, elements: list[str], depth: int, ways: list[_Way]) -> SegmentRule | None:
        """A segment whose qualifier is none of those that tell its possible rules apart."""
        counts = self._open[depth].counts
        wanted = [way for way in ways if not counts[way.at] and (way.loop or way.segment).required]
        way = (wanted or ways)[0]
        number, composite, _ = way.segment.key or (1, False, frozenset())
        known = sorted({code for other in ways for code in (other.segment.key or (0, False, ()))[2]})
        found = elements[number] if len(elements) > number else ""
        shown = ", ".join(known[:8]) + (" …" if len(known) > 8 else "")
        tag = elements[0]
        self._enter(depth, way)
        self._scanner.report(
            "error", 2, "element.code",
            f"{tag}{number:02d} '{found[:20]}' is none of the qualifiers used here: {shown}.",
            tag, number, found, 1 if composite else None, self.loop,
        )  # fmt: skip
        return None


@cache
def _ids(root: LoopRule) -> frozenset[str]:
    found: set[str] = set()
    for child in root.children:
        found |= _ids(child) if isinstance(child, LoopRule) else {child.id}
    return frozenset(found)
