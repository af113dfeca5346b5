"""HL7 version 2 as text: reading a message into segments and writing one.

Written against version 2.5.1, chapter 2. Reading never fails on odd separators, line ends, or missing fields: what is
not there is "". A message that has no header at all is refused with a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from wellrun.platform.access.api import Refused

LONGEST = 1_000_000


class NotHl7(Refused):
    """The bytes are no message of HL7 version 2."""


@dataclass(frozen=True)
class Segment:
    """A segment: its name and its fields, numbered as the standard does. `marks` are component, repetition, escape
    and subcomponent."""

    name: str
    fields: tuple[str, ...]
    marks: str = "^~\\&"
    separator: str = "|"

    def field(self, number: int, component: int = 1, repetition: int = 1) -> str:
        """The text of a field's component, unescaped; "" where there is none."""
        whole = self.whole(number)
        repeats = whole.split(self.marks[1]) if self.marks[1:2] else [whole]
        if repetition > len(repeats):
            return ""
        parts = repeats[repetition - 1].split(self.marks[0])
        return unescaped(parts[component - 1], self) if component <= len(parts) else ""

    def whole(self, number: int) -> str:
        """A field as it stands in the message; "" where there is none."""
        place = number - 1 if self.name == "MSH" else number
        return self.fields[place] if 0 <= place < len(self.fields) else ""


@dataclass(frozen=True)
class Message:
    """A message: its segments in order, the header first."""

    segments: tuple[Segment, ...] = field(default=())

    def segment(self, name: str) -> Segment:
        """The first segment of a name; an empty one where there is none."""
        return next((one for one in self.segments if one.name == name), Segment(name, ()))

    def all(self, name: str) -> list[Segment]:
        """Every segment of a name."""
        return [one for one in self.segments if one.name == name]


def read_message(content: bytes) -> Message:
    """The message in these bytes; raises `NotHl7` for an oversize one or one without a header.

    Lines may end in carriage return, line feed or both; text that is not UTF-8 is read as Latin-1.
    """
    if len(content) > LONGEST:
        raise NotHl7(f"The message is longer than {LONGEST:,} bytes.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    # No text of ours can hold a null, and none of theirs means anything by one.
    text = text.replace("\x00", "")
    lines = [line for line in text.replace("\r\n", "\r").replace("\n", "\r").split("\r") if line.strip()]
    lines = [line.strip("\x0b\x1c ") for line in lines]
    if not lines or not lines[0].startswith("MSH") or len(lines[0]) < 9:
        raise NotHl7("This is no HL7 message: it does not begin with a header (MSH).")
    separator = lines[0][3]
    marks = lines[0].split(separator)[1] if separator in lines[0][4:] else ""
    if separator.isalnum() or not 2 <= len(marks) <= 5:
        raise NotHl7("The header of the message does not say how its parts are separated.")
    marks = (marks + "^~\\&"[len(marks) :])[:4]
    return Message(tuple(_segment(line, separator, marks) for line in lines))


def _segment(line: str, separator: str, marks: str) -> Segment:
    parts = line.split(separator)
    if parts[0] == "MSH":
        return Segment("MSH", (separator, *parts[1:]), marks, separator)
    return Segment(parts[0][:3], tuple(parts), marks, separator)


def unescaped(text: str, segment: Segment) -> str:
    """Text with the escapes of HL7 (2.7.1) resolved; unknown ones are left as they stand."""
    mark = segment.marks[2]
    if mark not in text:
        return text
    known = {
        "F": segment.separator,
        "S": segment.marks[0],
        "R": segment.marks[1],
        "E": mark,
        "T": segment.marks[3],
        ".br": " ",
    }
    parts = text.split(mark)
    out = [parts[0]]
    inside = True
    for place, part in enumerate(parts[1:], start=1):
        if inside and place < len(parts) - 1 and part in known:
            out.append(known[part])
            inside = False
        elif inside:
            out.append(mark + part)
        else:
            out.append(part)
            inside = True
    return "".join(out)


_ESCAPES = (("\\", "\\E\\"), ("|", "\\F\\"), ("^", "\\S\\"), ("~", "\\R\\"), ("&", "\\T\\"))


def escaped(text: object) -> str:
    """Text that can stand in a component: separators escaped, line breaks made spaces."""
    said = " ".join(str(text or "").split())
    for mark, escape in _ESCAPES:
        said = said.replace(mark, escape)
    return said


def parts(*components: object) -> str:
    """A field of components, each escaped; empty ones at the end are left out."""
    return "^".join(escaped(one) for one in components).rstrip("^")


def written(segments: Iterable[Sequence[str]]) -> bytes:
    """The bytes of a message from its segments, whose fields are escaped already."""
    return "".join("|".join(fields).rstrip("|") + "\r" for fields in segments).encode()
