"""Walks the segments of a file and keeps account of the envelope they stand in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from .dates import parse_instant
from .envelope import Envelope
from .findings import Finding, Severity
from .segments import Block, Source, read_blocks
from .separators import Separators

Report = Callable[[Finding], None]

CONTROL = frozenset(("ISA", "GS", "ST", "SE", "GE", "IEA", "TA1"))

ISA_WIDTHS = [2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1]

FUNCTIONAL_GROUPS = {
    "270": "HS", "271": "HB", "275": "PI", "276": "HR", "277": "HN", "278": "HI", "820": "RA", "834": "BE",
    "835": "HP", "837": "HC", "997": "FA", "999": "FA", "824": "AG",
}  # fmt: skip


class Scanner:
    """Iterates over the segments of a source as lists of elements, id first.

    While a segment is in hand, `position` is its place in the file (from 1), `place` its place in the
    transaction (ST is 1, 0 outside one) and `envelope` what it stands in. Envelope faults go to `report`.
    Never raises on any bytes. `found` tells whether any interchange was met, `bare` whether it had no ISA.
    """

    def __init__(self, source: Source, report: Report | None = None) -> None:
        self._source = source
        self._report = report
        self.separators = Separators()
        self.envelope = Envelope()
        self.position = 0
        self.opened_at = 0
        self.found = self.bare = False
        self._isa: list[str] = []
        self._gs: list[str] = []
        self._st: list[str] = []
        self._groups = self._transactions = 0
        self._seen: set[tuple[str, ...]] = set()

    @property
    def place(self) -> int:
        """The current segment's position in its transaction, ST being 1; 0 outside a transaction."""
        return self.position - self.opened_at + 1 if self._st else 0

    def __iter__(self) -> Iterator[list[str]]:
        position = 0
        for block in read_blocks(self._source):
            if block.opens:
                self._begin(block)
            element = self.separators.element
            for text in block.texts:
                position += 1
                self.position = position
                if not text:
                    self.report("warning", 1, "segment.empty", "There is an empty segment here.")
                    continue
                elements = text.split(element)
                if elements[0] in CONTROL:
                    yield from self._control(elements)
                else:
                    if not self._st:
                        self._stray(elements[0])
                    yield elements
            if block.open_ended:
                self.report("warning", 1, "segment.unterminated", "The last segment has no terminator.")
        if self.found:
            self._close("end of the file", 3)
        else:
            self.report("error", 1, "envelope.none", "There is no X12 interchange in this file.")

    def report(
        self, severity: Severity, snip: int, code: str, sentence: str, tag: str = "",
        element: int | None = None,
        value: str = "", component: int | None = None, loop: str = "",
    ) -> None:  # fmt: skip
        """Hand on a finding at the current segment."""
        if self._report is not None:
            self._report(self.finding(severity, snip, code, sentence, tag, element, value, component, loop))

    def finding(
        self, severity: Severity, snip: int, code: str, sentence: str, tag: str = "",
        element: int | None = None,
        value: str = "", component: int | None = None, loop: str = "", position: int = 0,
    ) -> Finding:  # fmt: skip
        """A finding at the current segment, or at the file position given."""
        envelope = self.envelope
        at = position or self.position
        return Finding(
            severity, snip, code, sentence, at, tag, element, loop, envelope.transaction_control, component,
            value[:80], at - self.opened_at + 1 if self._st and at >= self.opened_at else 0,
            envelope.group_control, envelope.interchange_control,
        )  # fmt: skip

    def _begin(self, block: Block) -> None:
        self.found, self.bare = True, block.bare
        self.separators = block.separators
        if block.marked:
            self.report("warning", 1, "envelope.byte-order-mark", "The file starts with a byte-order mark.")
        if block.skipped:
            self.report(
                "warning", 1, "envelope.leading-bytes",
                f"{block.skipped} bytes before the interchange do not belong to it.",
            )  # fmt: skip
        if block.bare:
            self.report("error", 1, "envelope.no-isa", "The transaction stands without an ISA around it.")

    def _control(self, elements: list[str]) -> Iterator[list[str]]:
        tag = elements[0]
        if tag == "ST":
            self._close("ST", 1)
            self._open_transaction(elements)
            yield elements
        elif tag == "SE":
            yield elements
            self._end_transaction(elements)
        elif tag == "GS":
            self._close("GS", 2)
            self._open_group(elements)
            yield elements
        elif tag == "GE":
            self._close("GE", 1)
            yield elements
            self._end_group(elements)
        elif tag == "ISA":
            self._close("ISA", 3)
            self._open_interchange(elements)
            yield elements
        elif tag == "IEA":
            self._close("IEA", 2)
            yield elements
            self._end_interchange(elements)
        else:
            yield elements

    def _open_interchange(self, elements: list[str]) -> None:
        self._isa = isa = [part.strip() for part in elements] + [""] * 17
        self._groups = 0
        self.envelope = Envelope(
            sender=isa[6], receiver=isa[8], interchange_control=isa[13], usage=isa[15] or "P",
            sender_qualifier=isa[5], receiver_qualifier=isa[7], acknowledgment_requested=isa[14] == "1",
            written_at=parse_instant(isa[9], isa[10]), separators=self.separators,
        )  # fmt: skip
        if len(elements) == 17 and [len(text) for text in elements[1:]] != ISA_WIDTHS:
            self.report(
                "warning",
                1,
                "envelope.isa-width",
                "The ISA's elements do not have their fixed widths.",
                "ISA",
            )
        if len(elements) != 17:
            self.report(
                "error",
                1,
                "envelope.isa-elements",
                f"The ISA has {len(elements) - 1} elements, not 16.",
                "ISA",
            )
        self._once("ISA", 13, isa[6], isa[13])

    def _open_group(self, elements: list[str]) -> None:
        self._gs = gs = elements + [""] * 9
        self._groups += 1
        self._transactions = 0
        self.envelope = replace(
            self.envelope,
            group_control=gs[6],
            transaction_control="",
            transaction_set="",
            version=gs[8],
            functional_group=gs[1],
            written_at=parse_instant(gs[4], gs[5]) or self.envelope.written_at,
            group_sender=gs[2],
            group_receiver=gs[3],
            position=self.position,
        )
        if not self._isa and not self.bare:
            self._stray("GS")
        self._once("GS", 6, self._isa[13] if self._isa else "", gs[1], gs[6])

    def _open_transaction(self, elements: list[str]) -> None:
        self._st = st = elements + [""] * 4
        self._transactions += 1
        self.opened_at = self.position
        old = self.envelope
        self.envelope = replace(
            old,
            transaction_control=st[2],
            transaction_set=st[1],
            version=st[3] or (self._gs[8] if self._gs else ""),
            position=self.position,
        )
        if not self._gs and not self.bare:
            self._stray("ST")
        expected = FUNCTIONAL_GROUPS.get(st[1], old.functional_group)
        if self._gs and expected != old.functional_group:
            self.report(
                "error", 1, "envelope.functional-group",
                f"GS01 is {old.functional_group or 'empty'}, but a {st[1]} belongs in a group {expected}.",
                "ST", 1, st[1],
            )  # fmt: skip
        if self._gs and st[3] and st[3] != self._gs[8]:
            self.report(
                "warning", 1, "envelope.version",
                f"ST03 is {st[3]}, but the group's version GS08 is {self._gs[8]}.",
                "ST", 3, st[3],
            )  # fmt: skip
        self._once("ST", 2, str(self._groups), *(self._isa[13:14]), old.group_control, st[2])

    def _once(self, tag: str, element: int, *key: str) -> None:
        if len(self._seen) > 100_000:
            self._seen.clear()
        if (tag, *key) in self._seen:
            self.report(
                "error",
                1,
                "envelope.duplicate-control",
                f"Control number {key[-1]} is used twice.",
                tag,
                element,
                key[-1],
            )
        self._seen.add((tag, *key))

    def _end_transaction(self, elements: list[str]) -> None:
        se = elements + ["", ""]
        if not self._st:
            self._stray("SE")
            return
        self._count("SE", se[1], self.place, "segments in the transaction")
        self._same("SE", se[2], self._st[2], "ST02")
        self._st = []

    def _end_group(self, elements: list[str]) -> None:
        ge = elements + ["", ""]
        if not self._gs:
            self._stray("GE")
            return
        self._count("GE", ge[1], self._transactions, "transactions in the group")
        self._same("GE", ge[2], self._gs[6], "GS06")
        self._gs = []

    def _end_interchange(self, elements: list[str]) -> None:
        iea = elements + ["", ""]
        if not self._isa:
            self._stray("IEA")
            return
        self._count("IEA", iea[1], self._groups, "groups in the interchange")
        self._same("IEA", iea[2].strip(), self._isa[13], "ISA13")
        self._isa = []

    def _count(self, tag: str, told: str, counted: int, what: str) -> None:
        if not (told.isascii() and told.isdecimal() and len(told) <= 10 and int(told) == counted):
            self.report(
                "error", 1, f"envelope.{tag.lower()}-count",
                f"{tag}01 says {told or 'nothing'}, but there are {counted} {what}.",
                tag, 1, told,
            )  # fmt: skip

    def _same(self, tag: str, told: str, opened: str, where: str) -> None:
        if told != opened:
            self.report(
                "error", 1, f"envelope.{tag.lower()}-control",
                f"{tag}02 is {told or 'empty'}, but {where} is {opened or 'empty'}.",
                tag, 2, told,
            )  # fmt: skip

    def _stray(self, tag: str) -> None:
        self.report(
            "error", 1, "envelope.outside", f"The segment {tag[:3]} stands outside any transaction.", tag[:3]
        )

    def _close(self, by: str, depth: int) -> None:
        """Report what is still open where something at the given depth begins or ends."""
        levels = (("_st", "transaction", "SE"), ("_gs", "group", "GE"), ("_isa", "interchange", "IEA"))
        for name, what, end in levels[:depth]:
            if getattr(self, name):
                self.report(
                    "error",
                    1,
                    "envelope.unclosed",
                    f"The {what} is not closed by its {end} before the {by}.",
                    end,
                )
                setattr(self, name, [])
