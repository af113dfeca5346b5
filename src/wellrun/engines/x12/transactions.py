"""Any transaction set as its envelope and its segments, whether or not there is a typed view of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from .envelope import Envelope
from .findings import Finding
from .scanner import Scanner
from .segments import Segment, Source, read_blocks


@dataclass(slots=True)
class Transaction:
    """One transaction set from ST to SE, or a TA1, which stands alone between ISA and IEA."""

    envelope: Envelope
    segments: list[Segment] = field(default_factory=list)


def read_segments(source: Source) -> Iterator[Segment]:
    """Every segment of every interchange in file order, envelopes included. Never raises on any bytes."""
    position = 0
    for block in read_blocks(source):
        separators = block.separators
        for text in block.texts:
            position += 1
            yield Segment(text.split(separators.element), position, separators)


def read_transactions(source: Source, findings: list[Finding] | None = None) -> Iterator[Transaction]:
    """Every transaction set in file order, one in memory at a time; a set cut short by the file's end counts
    too.

    Faults of the envelopes are appended to `findings` as they are met. Never raises on any bytes.
    """
    scanner = Scanner(source, findings.append if findings is not None else None)
    current: Transaction | None = None
    for elements in scanner:
        tag = elements[0]
        if tag in ("ST", "TA1", "GS", "GE", "ISA", "IEA"):
            if current:
                yield current
                current = None
            if tag not in ("ST", "TA1"):
                continue
            current = Transaction(scanner.envelope)
            if tag == "TA1":
                current.envelope = replace(scanner.envelope, transaction_set="TA1", position=scanner.position)
        if current is not None:
            current.segments.append(Segment(elements, scanner.position, scanner.separators))
            if tag == "SE":
                yield current
                current = None
    if current:
        yield current
