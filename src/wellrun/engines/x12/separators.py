"""The four separators of an interchange, found from its ISA however badly the ISA is laid out."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ISA_ELEMENTS = 16
_NEXT = re.compile(rb"\s*(?:GS|TA1|IEA|ISB|ISE)[^A-Za-z0-9]")
_GROUP = re.compile(rb"([^A-Za-z0-9\s]|\r|\n)\s*(?:GS|TA1|IEA)([^A-Za-z0-9\s])")
_BARE = re.compile(rb"(?:GS|ST)([^A-Za-z0-9\s])")
_BARE_END = re.compile(rb"ST([^A-Za-z0-9\s])\d{3}\1\w+(?:\1\w+)?([^A-Za-z0-9])")


@dataclass(frozen=True, slots=True)
class Separators:
    """Element, component, repetition and segment separators, and the line end that follows each segment.

    Each is one character, of which `repetition` may be empty (versions before 00402) and `line_end` is
    empty, LF or CR LF. `encoding` is the way bytes become text and back without loss.
    """

    element: str = "*"
    component: str = ":"
    repetition: str = "^"
    segment: str = "~"
    line_end: str = ""

    @property
    def encoding(self) -> str:
        """`utf-8` (with surrogate escapes) unless a separator is itself not ASCII; then `latin-1`."""
        plain = (self.element + self.component + self.repetition + self.segment).isascii()
        return "utf-8" if plain else "latin-1"


def detect_separators(head: bytes) -> Separators:
    """The separators of the interchange whose bytes begin with `head`.

    `head` starts at the `ISA` and should hold some 400 bytes or the whole rest. The component separator is
    the byte after the sixteenth element separator and the terminator the byte after that, wherever they
    stand. Where that leads nowhere, the byte before the first GS ends segments. Never raises: the worst is a
    guess.
    """
    element = head[3:4] or b"*"
    at = -1
    for _ in range(_ISA_ELEMENTS):
        at = head.find(element, at + 1)
        if at < 0:
            break
    breaks = head.count(b"\n", 0, at) + head.count(b"\r", 0, at) if at > 0 else 0
    fixed = at - breaks == 103 and head[at + 1 : at + 2] != element
    component, terminator = head[at + 1 : at + 2], head[at + 2 : at + 3]
    if at < 0 or not (_NEXT.match(head, at + 3) or (fixed and _plausible(terminator, element))):
        component, terminator = _guess(head, at, element)
    repetition = b""
    parts = head[: at if at > 0 else 110].split(element)
    if len(parts) > 11 and len(parts[11]) == 1 and not parts[11].isalnum() and not parts[11].isspace():
        repetition = parts[11]
    return _assemble(head, element, component, repetition, terminator)


def detect_bare_separators(head: bytes) -> Separators | None:
    """The separators of text that starts with a GS or ST and has no ISA at all; None when it does not look
    so.
    """
    match = _BARE.match(head)
    end = _BARE_END.search(head)
    if match is None or end is None or end[1] != match[1]:
        return None
    return _assemble(head, match[1], b":", b"^", end[2])


def _plausible(terminator: bytes, element: bytes) -> bool:
    return terminator not in (b"", b" ", element) and not terminator.isalnum()


def _guess(head: bytes, at: int, element: bytes) -> tuple[bytes, bytes]:
    if at >= 0 and _plausible(head[at + 1 : at + 2], element) and _NEXT.match(head, at + 2):
        return b":", head[at + 1 : at + 2]
    for match in _GROUP.finditer(head):
        if match[2] == element and match[1] != element:
            before = head[match.start() - 1 : match.start()]
            return (before if not before.isalnum() and before not in (b"", b" ", element) else b":"), match[1]
    return b":", b"\n" if element == b"~" else b"~"


def _assemble(
    head: bytes, element: bytes, component: bytes, repetition: bytes, terminator: bytes
) -> Separators:
    after = head.partition(terminator)[2][:2] if terminator else b""
    line_end = "\r\n" if after == b"\r\n" else "\n" if after[:1] == b"\n" else ""
    return Separators(
        element=element.decode("latin-1"),
        component=(component or b":").decode("latin-1"),
        repetition=repetition.decode("latin-1"),
        segment=(terminator or b"~").decode("latin-1"),
        line_end=line_end,
    )
