"""An interchange being written: envelopes, counts, and the characters an element may hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from ..envelope import Envelope
from ..findings import Finding

BASIC = re.compile(r"[A-Z0-9!\"&'()*+,\-./:;?= ]*\Z", re.ASCII)
_EXTENDED = re.compile(r"[A-Za-z0-9!\"&'()*+,\-./:;?= %~@\[\]_{}\\|<>#$`^]*\Z", re.ASCII)
_NOT_BASIC = re.compile(r"[^A-Z0-9!\"&'()*+,\-./:;?= ]")

Element = str | int | Iterable[str] | None


class Unwritable(ValueError):
    """What was given cannot be written as this guide demands; `findings` name each place at fault."""

    def __init__(self, sentence: str, findings: list[Finding] | None = None) -> None:
        super().__init__(sentence)
        self.findings = findings or []


class InterchangeWriter:
    """Writes one interchange segment by segment and closes what it opened with the right counts."""

    def __init__(self, envelope: Envelope) -> None:
        separators = envelope.separators
        self._element, self._component = separators.element, separators.component
        self._repetition = separators.repetition
        self._end = separators.segment + separators.line_end
        self._forbidden = {
            separators.element,
            separators.component,
            separators.repetition,
            separators.segment,
        } - {""}
        self._encoding = separators.encoding
        self._isa = _digits(envelope.interchange_control, 9, "ISA13")
        self._group = self._set = ""
        self._lines: list[str] = []
        self._groups = self._sets = self._segments = 0
        self._open(envelope)

    def _open(self, envelope: Envelope) -> None:
        written_at = envelope.written_at
        if written_at is None:
            raise Unwritable("The envelope needs the time at which the interchange is written.")
        parties = [_padded(envelope.sender, "sender"), _padded(envelope.receiver, "receiver")]
        separators = envelope.separators
        isa = [
            "ISA", "00", " " * 10, "00", " " * 10, f"{envelope.sender_qualifier:<2}", parties[0],
            f"{envelope.receiver_qualifier:<2}", parties[1], f"{written_at:%y%m%d}", f"{written_at:%H%M}",
            separators.repetition or "^", "00501", self._isa,
            "1" if envelope.acknowledgment_requested else "0",
            envelope.usage, separators.component,
        ]  # fmt: skip
        self._lines.append(self._element.join(isa))

    def open_group(self, envelope: Envelope, functional_group: str, version: str) -> None:
        """Start a functional group; a group that is open is closed first."""
        self._close_group()
        self._group = str(int(_digits(envelope.group_control, 9, "GS06")))
        self._groups += 1
        self._sets = 0
        at = envelope.written_at
        if at is None:
            raise Unwritable("The envelope needs the time at which the group is written.")
        sender, receiver = (
            envelope.group_sender or envelope.sender,
            envelope.group_receiver or envelope.receiver,
        )
        self._add(
            [
                "GS",
                functional_group,
                sender,
                receiver,
                f"{at:%Y%m%d}",
                f"{at:%H%M}",
                self._group,
                "X",
                version,
            ]
        )

    def open_set(self, code: str, control: str, version: str = "") -> None:
        """Start a transaction set; without a control number it is numbered within its group."""
        self._sets += 1
        self._set = control or f"{self._sets:04d}"
        self._segments = 0
        self.add("ST", code, self._set, version)

    def add(self, tag: str, *elements: Element) -> None:
        """Write one segment; iterables of texts become composites; empty ends are left out."""
        texts = [tag]
        for element in elements:
            if element is None:
                texts.append("")
            elif isinstance(element, str):
                self._check(tag, len(texts), element)
                texts.append(element)
            elif isinstance(element, int):
                texts.append(str(element))
            else:
                texts.append(self._composite(tag, len(texts), element))
        self._segments += 1
        self._add(texts)

    def add_text(self, tag: str, text: str) -> None:
        """Write one segment whose elements are given as one text with the usual separators `*`, `:` and
        `^`.
        """
        others = self._forbidden - set("*:^")
        if not _EXTENDED.match(text) or any(mark in text for mark in others):
            raise Unwritable(f"{tag} '{text[:40]}' holds a character that cannot be written.")
        marks = str.maketrans("*:^", self._element + self._component + (self._repetition or "^"))
        self._segments += 1
        self._lines.append(tag + self._element + text.translate(marks))

    def close_set(self) -> None:
        """End the transaction set."""
        self.add("SE", self._segments + 1, self._set)

    def finish(self) -> bytes:
        """End everything that is open and return the interchange's bytes."""
        self._close_group()
        self._add(["IEA", str(self._groups), self._isa])
        return "".join(line + self._end for line in self._lines).encode(self._encoding)

    def _close_group(self) -> None:
        if self._group:
            self._add(["GE", str(self._sets), self._group])
            self._group = ""

    def _composite(self, tag: str, number: int, parts: Iterable[str]) -> str:
        texts = list(parts)
        for text in texts:
            self._check(tag, number, text)
        while texts and not texts[-1]:
            texts.pop()
        return self._component.join(texts)

    def _check(self, tag: str, number: int, text: str) -> None:
        if not _EXTENDED.match(text) or any(mark in text for mark in self._forbidden):
            raise Unwritable(f"{tag}{number:02d} '{text[:40]}' holds a character that cannot be written.")

    def _add(self, texts: list[str]) -> None:
        while not texts[-1]:
            texts.pop()
        self._lines.append(self._element.join(texts))


def plain(text: str, forbidden: str = "*:^~") -> str:
    """A name, address or note in the basic character set: capitals, accents dropped, the rest made spaces."""
    if BASIC.match(text) and not any(mark in text for mark in forbidden):
        return text.strip()
    folded = unicodedata.normalize("NFKD", text).upper()
    folded = "".join(mark for mark in folded if not unicodedata.combining(mark))
    folded = _NOT_BASIC.sub(" ", folded)
    for mark in forbidden:
        folded = folded.replace(mark, " ")
    return " ".join(folded.split())


def _digits(text: str, most: int, name: str) -> str:
    if not (text.isascii() and text.isdecimal() and len(text) <= most):
        raise Unwritable(f"{name} '{text[:20]}' is not a control number of at most {most} digits.")
    return text.zfill(most)


def _padded(text: str, who: str) -> str:
    if not text or len(text) > 15 or not BASIC.match(text.upper()):
        raise Unwritable(f"The interchange's {who} '{text[:20]}' is not an identifier of 1 to 15 characters.")
    return f"{text:<15}"
