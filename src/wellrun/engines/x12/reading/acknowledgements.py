"""999 segments into `Acknowledgement`."""

from __future__ import annotations

from ..acknowledgement import Acknowledgement, ElementNote, SegmentNote, TransactionAnswer
from ..scanner import Scanner
from .builder import Builder


class AcknowledgementBuilder(Builder[Acknowledgement]):
    """One acknowledgement for each ST*999; an ST*997 reads alike through its AK3, AK4 and AK5."""

    def __init__(self, scanner: Scanner) -> None:
        super().__init__(scanner)
        self.found = Acknowledgement(scanner.envelope, position=scanner.position)
        self.answer: TransactionAnswer | None = None
        self.segment: SegmentNote | None = None
        self.element: ElementNote | None = None

    def finish(self) -> Acknowledgement:
        return self.found

    def ak1(self, e: list[str]) -> None:
        self.found.functional_group, self.found.group_control, self.found.version = e[1], e[2], e[3]

    def ak2(self, e: list[str]) -> None:
        self.answer = TransactionAnswer(e[1], e[2], "", e[3])
        self.found.transactions.append(self.answer)
        self.segment = self.element = None

    def ik3(self, e: list[str]) -> None:
        self.segment = SegmentNote(e[1], self.number(e, 2), e[4], e[3])
        self.element = None
        if self.answer is not None:
            self.answer.segments.append(self.segment)

    def ctx(self, e: list[str]) -> None:
        holder = self.element or self.segment
        if holder is not None:
            marks = self.scanner.separators
            text = "*".join(e[1:]).rstrip("*").replace(marks.component, ":")
            holder.contexts.append(text.replace(marks.repetition, "^") if marks.repetition else text)

    def ik4(self, e: list[str]) -> None:
        place = (e[1].split(self.component) + ["", "", ""])[:3]
        self.element = ElementNote(
            self.count(place[0]) or 0, e[3], self.count(place[1]), self.count(place[2]), e[2], e[4]
        )
        if self.segment is not None:
            self.segment.elements.append(self.element)

    def ik5(self, e: list[str]) -> None:
        if self.answer is not None:
            self.answer.verdict = e[1]
            self.answer.codes = [code for code in e[2:7] if code]
        self.segment = self.element = None

    def ak9(self, e: list[str]) -> None:
        found = self.found
        found.verdict = e[1]
        found.included, found.received, found.accepted = (
            self.number(e, 2),
            self.number(e, 3),
            self.number(e, 4),
        )
        found.codes = [code for code in e[5:10] if code]

    def number(self, e: list[str], at: int) -> int:
        """A whole number of an element; 0 and a problem where there is none."""
        number = self.count(e[at])
        if number is None:
            self.problem("number.unreadable", "is not a whole number", e, at)
        return number or 0

    @staticmethod
    def count(text: str) -> int | None:
        """A whole number of at most ten digits, or None."""
        return int(text) if text.isascii() and text.isdecimal() and len(text) <= 10 else None

    handlers = {
        "AK1": ak1, "AK2": ak2, "IK3": ik3, "AK3": ik3, "CTX": ctx, "IK4": ik4, "AK4": ik4, "IK5":
        ik5, "AK5": ik5, "AK9": ak9,
    }  # fmt: skip
