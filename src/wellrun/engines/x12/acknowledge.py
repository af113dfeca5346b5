"""The 999 that answers a file: what the checks of SNIP types 1 and 2 found, in the codes of 005010X231A1."""

from __future__ import annotations

from dataclasses import replace

from .acknowledgement import Acknowledgement, ElementNote, SegmentNote, TransactionAnswer
from .check import Checker
from .checking.forms import CodeSets
from .envelope import Envelope
from .findings import Finding
from .scanner import Scanner
from .segments import Source
from .writers import Unwritable, write_999

_MOST_NOTES = 500
_SEGMENT_CODES = {
    "segment.unknown": "1", "segment.unexpected": "2", "segment.missing": "3", "loop.repeats": "4",
    "segment.repeats": "5", "segment.order": "7",
}  # fmt: skip
_ELEMENT_CODES = {
    "element.missing": "1", "segment.syntax": "2", "element.extra": "3", "element.too-short": "4",
    "element.too-long": "5", "element.character": "6", "element.number": "6", "element.code": "7",
    "element.date": "8", "element.time": "9", "element.repeats": "11", "element.components": "12",
    "element.unused": "I10",
}  # fmt: skip
_SET_CODES = {
    "envelope.se-count": "4", "envelope.se-control": "3", "envelope.unclosed": "2",
    "envelope.functional-group": "6",
    "envelope.duplicate-control": "23",
}  # fmt: skip
_GROUP_CODES = {"envelope.ge-count": "5", "envelope.ge-control": "4", "envelope.unclosed": "3"}


def acknowledge(source: Source, *, envelope: Envelope) -> bytes:
    """The 999 for every functional group of the source except acknowledgements, as one interchange.

    `envelope` says who answers whom, under which control numbers and when. Raises `Unwritable` when the
    source holds no group to answer, or one whose GS is too broken to be named: a TA1 answers that.
    Transactions are accepted (A) or rejected (R); sums and code sets are no reason for rejection here, as
    they are answered by a 277CA.
    """
    found = build_acknowledgements(source, envelope=envelope)
    if not found:
        raise Unwritable("The file holds no functional group that could be acknowledged.")
    return write_999(found)


def build_acknowledgements(source: Source, *, envelope: Envelope) -> list[Acknowledgement]:
    """The same answers as typed views, one for each functional group."""
    answers = _Answers(envelope)
    for finding in Checker(source, CodeSets(), answers.watch).run():
        answers.take(finding)
    answers.close()
    return answers.found


class _Answers:
    """Collects findings under the transaction and group they belong to."""

    def __init__(self, envelope: Envelope) -> None:
        self._envelope = envelope
        self.found: list[Acknowledgement] = []
        self._group: Acknowledgement | None = None
        self._current: TransactionAnswer | None = None
        self._previous: TransactionAnswer | None = None

    def watch(self, elements: list[str], scanner: Scanner) -> None:
        tag, rest = elements[0], [*elements[1:], "", "", "", "", "", "", "", ""]
        if tag == "GS":
            self.close()
            if rest[0] != "FA":
                control = replace(self._envelope, transaction_control=f"{len(self.found) + 1:04d}")
                self._group = Acknowledgement(control, rest[0], rest[5], rest[7])
                self.found.append(self._group)
        elif tag == "ST" and self._group is not None:
            self._previous = self._current
            self._current = TransactionAnswer(rest[0], rest[1], "A", rest[2])
            self._group.transactions.append(self._current)
        elif tag == "GE" and self._group is not None:
            self._group.included = int(rest[0]) if rest[0].isdecimal() and len(rest[0]) <= 6 else 0

    def take(self, finding: Finding) -> None:
        if finding.severity != "error" or finding.snip > 2 or self._group is None:
            return
        code = finding.code
        if code in _GROUP_CODES and finding.segment_id == "GE":
            self._group.codes.append(_GROUP_CODES[code])
            return
        answer = self._current
        if (
            answer is not None
            and self._previous is not None
            and finding.transaction == self._previous.control
        ):
            answer = self._previous if finding.transaction != answer.control else answer
        if answer is None or finding.segment_id in ("IEA", "ISA", "GS", "GE"):
            return
        answer.verdict = "R"
        if code in _SET_CODES:
            _add(answer.codes, _SET_CODES[code])
            return
        _add(answer.codes, "5")
        if len(answer.segments) < _MOST_NOTES:
            _note(answer, finding)

    def close(self) -> None:
        """Give the open group its verdict."""
        group, self._group = self._group, None
        self._current = self._previous = None
        if group is None:
            return
        group.received = len(group.transactions)
        group.included = group.included or group.received
        group.accepted = sum(answer.verdict != "R" for answer in group.transactions)
        if group.accepted == group.received and not group.codes:
            group.verdict = "A"
        elif group.accepted:
            group.verdict = "P" if group.accepted < group.received else "E"
        else:
            group.verdict = "R"


def _add(codes: list[str], code: str) -> None:
    if code not in codes and len(codes) < 5:
        codes.append(code)


def _note(answer: TransactionAnswer, finding: Finding) -> None:
    position = max(1, finding.position_in_transaction)
    code = _SEGMENT_CODES.get(finding.code, "8")
    last = answer.segments[-1] if answer.segments else None
    if (
        code != "8"
        or last is None
        or (last.segment_id, last.position, last.code) != (finding.segment_id, position, "8")
    ):
        tag = (
            finding.segment_id if 2 <= len(finding.segment_id) <= 3 and finding.segment_id.isalnum() else "ZZ"
        )
        # IK303 is for loops bounded by LS and LE, which none of these guides has.
        last = SegmentNote(tag, position, code)
        answer.segments.append(last)
    if code == "8" and finding.element is not None:
        value = "".join(mark for mark in finding.value if mark.isascii() and mark.isalnum())
        kind = _ELEMENT_CODES.get(finding.code, "7")
        last.elements.append(ElementNote(finding.element, kind, finding.component, None, "", value[:99]))
