"""From bytes to segments: blocks of whole segments, cut in one pass with memory that does not grow with the
file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from .separators import Separators, detect_bare_separators, detect_separators

Source = bytes | bytearray | memoryview | BinaryIO

CHUNK_BYTES = 1 << 16
LONGEST_SEGMENT_BYTES = 1 << 22
_HEAD_BYTES = 1 << 10
_ISA = re.compile(rb"ISA[^A-Za-z0-9\s]")
_ISA_NEXT = re.compile(rb"[\s\x00\x1a]*ISA[^A-Za-z0-9\s]")
_BLANK = b"\x00\x1a\xef\xbb\xbf \t\r\n"


@dataclass(slots=True)
class Block:
    """Some whole segments of one interchange, each as text without its terminator.

    `opens` is true where the first text is the ISA (or, in a `bare` file, whatever comes first); `skipped`
    tells how many bytes other than blanks stood before it and `marked` whether a byte-order mark did.
    `open_ended` is true when the last segment has no terminator.
    """

    separators: Separators
    texts: list[str]
    opens: bool = False
    bare: bool = False
    skipped: int = 0
    marked: bool = False
    open_ended: bool = False


@dataclass(slots=True)
class Segment:
    """One segment: `elements[0]` is its id; `position` counts from 1 in the file."""

    elements: list[str]
    position: int
    separators: Separators

    @property
    def id(self) -> str:
        """The segment id, such as `CLM`."""
        return self.elements[0]

    @property
    def text(self) -> str:
        """The segment as it stands in the file, without its terminator."""
        return self.separators.element.join(self.elements)

    def element(self, number: int, component: int | None = None) -> str:
        """Element `number` (from 1), or one of its components (from 1); empty where there is none."""
        if not 0 <= number < len(self.elements):
            return ""
        text = self.elements[number]
        if component is None:
            return text
        parts = text.split(self.separators.component)
        return parts[component - 1] if 0 < component <= len(parts) else ""


def read_blocks(source: Source) -> Iterator[Block]:
    """Blocks of segments in file order; nothing at all when there is no interchange in the source.

    Any bytes are accepted. A segment longer than 4 MiB is cut there. Raises only what reading the source
    raises.
    """
    stream = BytesIO(source) if isinstance(source, bytes | bytearray | memoryview) else source
    return _Cutter(stream).blocks()


def write_segments(segments: Iterable[Segment]) -> bytes:
    """The segments as bytes with the separators that each was read with."""
    pieces = []
    for segment in segments:
        separators = segment.separators
        text = f"{segment.text}{separators.segment}{separators.line_end}"
        pieces.append(text.encode(separators.encoding, "surrogateescape"))
    return b"".join(pieces)


class _Cutter:
    """Holds the bytes read and not yet cut."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._buffer = b""
        self._ended = False
        self._separators: Separators | None = None
        self._opening: Block | None = None
        self._skipped = 0
        self._marked = False
        self._virgin = True

    def blocks(self) -> Iterator[Block]:
        while not self._ended:
            chunk = self._stream.read(CHUNK_BYTES)
            self._ended = not chunk
            self._buffer += chunk
            while True:
                if self._separators is not None and self._opening is None and _ISA_NEXT.match(self._buffer):
                    self._separators = None
                if self._separators is None and not self._find_start():
                    break
                block = self._cut()
                if block is None:
                    break
                yield block

    def _find_start(self) -> bool:
        """Bring the buffer to the next ISA and learn its separators; false when more bytes are needed."""
        match = _ISA.search(self._buffer)
        if match is None:
            bare = self._bare()
            if bare is None:
                self._skip(len(self._buffer) if self._ended else max(0, len(self._buffer) - _HEAD_BYTES))
                return False
            self._skip(len(self._buffer) - len(self._buffer.lstrip(_BLANK)))
            self._open(bare, bare=True)
            return True
        self._skip(match.start())
        if len(self._buffer) < _HEAD_BYTES and not self._ended:
            return False
        self._open(detect_separators(self._buffer[:_HEAD_BYTES]), bare=False)
        return True

    def _bare(self) -> Separators | None:
        ready = self._ended or len(self._buffer) >= _HEAD_BYTES
        return (
            detect_bare_separators(self._buffer.lstrip(_BLANK)[:_HEAD_BYTES])
            if self._virgin and ready
            else None
        )

    def _skip(self, count: int) -> None:
        if count:
            gone, self._buffer = self._buffer[:count], self._buffer[count:]
            self._marked = self._marked or gone.startswith(b"\xef\xbb\xbf")
            self._skipped += len(gone.strip(_BLANK))
            self._virgin = self._virgin and not gone.strip(_BLANK)

    def _open(self, separators: Separators, *, bare: bool) -> None:
        self._separators, self._virgin = separators, False
        self._opening = Block(separators, [], True, bare, self._skipped, self._marked)
        self._skipped, self._marked = 0, False

    def _cut(self) -> Block | None:
        """The next block out of the buffer, or None when the buffer holds no whole segment."""
        separators = self._separators
        assert separators is not None
        terminator = separators.segment.encode("latin-1")
        end = len(self._buffer) if self._ended else self._buffer.rfind(terminator) + 1
        if not end and len(self._buffer) > LONGEST_SEGMENT_BYTES:
            end = len(self._buffer)
        if not end:
            return None
        end = self._before_next_interchange(end, terminator)
        body, self._buffer = self._buffer[:end], self._buffer[end:]
        block = self._opening or Block(separators, [])
        block.texts, block.open_ended = _split(body, separators, terminator)
        self._opening = None
        return block

    def _before_next_interchange(self, end: int, terminator: bytes) -> int:
        at = self._buffer.find(b"ISA", 3, end)
        while at >= 0:
            near = self._buffer[max(0, at - 64) : at]
            before = near if terminator in _BLANK else near.rstrip(_BLANK)
            newline = self._buffer[at - 1 : at] in (b"\n", b"\r")
            if (newline or before.endswith(terminator)) and _ISA.match(self._buffer, at):
                return at
            at = self._buffer.find(b"ISA", at + 3, end)
        return end


def _split(body: bytes, separators: Separators, terminator: bytes) -> tuple[list[str], bool]:
    breaks = bytes({13, 10} - {terminator[0]})
    if b"\n" in body or b"\r" in body:
        body = body.translate(None, breaks)
    if terminator + b" " in body or terminator + b"\t" in body:
        body = re.sub(re.escape(terminator) + rb"[ \t]+", lambda _: terminator, body)
    texts = body.decode(separators.encoding, "surrogateescape").split(separators.segment)
    last = texts.pop().strip("\x00\x1a \t")
    if last:
        texts.append(last)
    return texts, bool(last)
