"""What a file is, told by its content."""

from __future__ import annotations

from dataclasses import dataclass

from wellrun.engines.x12 import read_segments, read_transactions

UNKNOWN = "unknown"
_NAMES = {"837": "837P", "835": "835", "999": "999", "997": "999", "TA1": "TA1"}


@dataclass(frozen=True)
class SniffedTransmission:
    """The kind of a file (`unknown` when none is recognized) and the control number of its first
    interchange.
    """

    kind: str
    control_number: str = ""


def sniff_transmission(content: bytes) -> SniffedTransmission:
    """Tell what a file is by the first transaction set in it. Any bytes are accepted."""
    first = next(read_transactions(content), None)
    if first is None:
        return SniffedTransmission(UNKNOWN)
    envelope = first.envelope
    kind = _NAMES.get(envelope.transaction_set, UNKNOWN)
    if envelope.transaction_set == "277" and ("X214" in envelope.version or "X" not in envelope.version):
        kind = "277CA"
    return SniffedTransmission(kind, envelope.interchange_control)


def looks_cut(content: bytes) -> bool:
    """Whether an X12 file ends before its last interchange does, as one does that was sent in half."""
    last = None
    for segment in read_segments(content):
        last = segment
    return last is not None and last.id != "IEA"
