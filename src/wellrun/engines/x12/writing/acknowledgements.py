"""An acknowledgement into a 999."""

from __future__ import annotations

from ..acknowledgement import Acknowledgement, SegmentNote
from .interchange import InterchangeWriter

VERSION = "005010X231A1"


def write_acknowledgement(out: InterchangeWriter, found: Acknowledgement) -> None:
    """One ST*999."""
    out.open_set("999", found.envelope.transaction_control, VERSION)
    out.add("AK1", found.functional_group, found.group_control, found.version)
    for answer in found.transactions:
        out.add("AK2", answer.transaction_set, answer.control, answer.version)
        for segment in answer.segments:
            _segment(out, segment)
        out.add("IK5", answer.verdict, *answer.codes[:5])
    out.add("AK9", found.verdict, found.included, found.received, found.accepted, *found.codes[:5])
    out.close_set()


def _segment(out: InterchangeWriter, note: SegmentNote) -> None:
    out.add("IK3", note.segment_id, note.position, note.loop, note.code)
    for context in note.contexts:
        out.add_text("CTX", context)
    for element in note.elements:
        place = [str(element.element), str(element.component or ""), str(element.repeat or "")]
        out.add("IK4", place, element.reference, element.code, element.value)
        for context in element.contexts:
            out.add_text("CTX", context)
