"""The elements of one segment against its rule: presence, type, length, codes, syntax notes, outside
forms.
"""

from __future__ import annotations

import re

from ..dates import parse_day, parse_days
from ..grammar import ElementRule, SegmentRule
from ..scanner import Scanner
from .forms import CodeForms, is_postal_code

_NUMBER = re.compile(r"-?\d+\Z", re.ASCII)
_DECIMAL = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)\Z", re.ASCII)
_TIME = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d\d{0,2})?\Z", re.ASCII)
_TEXT = ("AN", "ID")
_PERIOD = re.compile(r"\d{8}-\d{8}\Z", re.ASCII)


class ElementChecker:
    """Judges segments one by one and reports to the scanner."""

    def __init__(self, scanner: Scanner, forms: CodeForms) -> None:
        self._scanner = scanner
        self._forms = forms.by_number
        self._closely = forms.by_number.keys() | {"1251"}
        self._component = scanner.separators.component
        self._repetition = scanner.separators.repetition
        self._tag = self._loop = ""

    def check(self, rule: SegmentRule, elements: list[str], loop: str) -> None:
        """Report every fault of one segment."""
        self._tag, self._loop = rule.id, loop
        rules, closely = rule.elements, self._closely
        last = len(elements) - 1
        before = ""
        for number, element in enumerate(rules, 1):
            text = elements[number] if number <= last else ""
            if text:
                if element is None:
                    self._fault(2, "element.unused", "is not used in this guide", number, text)
                elif element.parts or element.repeats != 1:
                    self._composite(element, text, number)
                elif element.codes is not None:
                    if text not in element.codes:
                        self._code(element, text, number)
                elif not (
                    # Most texts are names and numbers of a fitting length: they need no closer look.
                    element.kind in _TEXT
                    and element.shortest <= len(text) <= element.longest
                    and element.number not in closely
                    and text.isascii()
                    and text.isprintable()
                ):
                    self._simple(element, text, before, number, None)
            elif element is not None and element.required:
                self._fault(2, "element.missing", "is required", number, "")
            before = text
        if last > len(rules):
            self._extra(elements, len(rules))
        if last and not elements[last]:
            self._scanner.report(
                "warning", 1, "segment.trailing", "The segment ends in empty elements.", rule.id, loop=loop
            )
        for letter, places in rule.notes:
            first = places[0] <= last and elements[places[0]] != ""
            # Most notes are settled by their first element; the rest is worth a call.
            if not (letter == "R" if first else letter in "CL"):
                self._note(letter, places, elements)
        if rule.id == "N4":
            self._postal_code(elements)

    def _composite(self, rule: ElementRule, text: str, number: int) -> None:
        texts = text.split(self._repetition) if rule.repeats != 1 and self._repetition else [text]
        if rule.repeats and len(texts) > rule.repeats:
            self._fault(1, "element.repeats", f"repeats more than {rule.repeats} times", number, text)
        for once in texts:
            if not rule.parts:
                self._simple(rule, once, "", number, None)
            else:
                self._parts(rule, once.split(self._component), number)

    def _parts(self, rule: ElementRule, values: list[str], number: int) -> None:
        before = ""
        for at, part in enumerate(rule.parts):
            value = values[at] if at < len(values) else ""
            if not value:
                if part is not None and part.required:
                    self._fault(2, "element.missing", "is required", number, "", at + 1)
            elif part is None:
                self._fault(2, "element.unused", "is not used in this guide", number, value, at + 1)
            elif part.codes is not None:
                if value not in part.codes:
                    self._code(part, value, number, at + 1)
            else:
                qualifier = before
                if self._tag == "STC" and at < 2:
                    qualifier = ("status category", "status")[at]
                self._simple(part, value, qualifier, number, at + 1)
            before = value
        if len(values) > len(rule.parts) and any(values[len(rule.parts) :]):
            self._fault(1, "element.components", "has too many components", number, "".join(values))

    def _simple(self, rule: ElementRule, text: str, before: str, number: int, component: int | None) -> None:
        kind = rule.kind
        length = len(text)
        if kind == "AN" or kind == "ID":
            if not (text.isascii() and text.isprintable()):
                self._fault(
                    1, "element.character", "holds a character outside the X12 set", number, text, component
                )
            elif rule.number == "1251":
                self._period(text, before, number)
        elif kind == "R" or kind[0] == "N":
            length -= text.count("-") + text.count(".")
            if not (_DECIMAL if kind == "R" else _NUMBER).match(text):
                self._fault(1, "element.number", "is not a number", number, text, component)
        elif kind == "DT":
            if parse_day(text) is None:
                self._fault(1, "element.date", "is not a day of the calendar", number, text, component)
        elif kind == "TM":
            if not _TIME.match(text):
                self._fault(1, "element.time", "is not a time of day", number, text, component)
        elif not (text.isascii() and text.isprintable()):
            self._fault(
                1, "element.character", "holds a character outside the X12 set", number, text, component
            )
        elif rule.number == "1251":
            self._period(text, before, number)
        if length > rule.longest:
            self._fault(1, "element.too-long", f"is longer than {rule.longest}", number, text, component)
        elif length < rule.shortest:
            self._fault(1, "element.too-short", f"is shorter than {rule.shortest}", number, text, component)
        form = self._forms.get(rule.number)
        if form is not None:
            fault = form(text, before)
            if fault is not None and not (rule.number == "1331" and self._tag == "CLP"):
                self._scanner.report(
                    "error", 5, fault[0], f"{self._name(number, component)} {fault[1]}", self._tag, number,
                    text,
                    component, self._loop,
                )  # fmt: skip

    def _period(self, text: str, form: str, number: int) -> None:
        if (form == "D8" and (len(text) != 8 or parse_day(text) is None)) or (
            form == "RD8" and (not _PERIOD.match(text) or parse_days(text)[0] is None)
        ):
            self._fault(1, "element.date", "is not a day or period of the calendar", number, text)

    def _code(self, rule: ElementRule, text: str, number: int, component: int | None = None) -> None:
        codes = sorted(rule.codes or ())
        shown = ", ".join(codes[:8]) + (" …" if len(codes) > 8 else "")
        self._fault(2, "element.code", f"is not one of {shown}", number, text, component)

    def _extra(self, elements: list[str], known: int) -> None:
        for number in range(known + 1, len(elements)):
            if elements[number]:
                self._fault(1, "element.extra", "is not defined for this segment", number, elements[number])
                return

    def _note(self, letter: str, places: tuple[int, ...], elements: list[str]) -> None:
        count, known = 0, len(elements)
        for at in places:
            if at < known and elements[at]:
                count += 1
        first = places[0] < known and elements[places[0]] != ""
        if letter == "P":
            broken, what = 0 < count < len(places), "must come together"
        elif letter == "R":
            broken, what = not count, "must be there, at least one of them"
        elif letter == "E":
            broken, what = count > 1, "must not come together"
        elif letter == "C":
            broken, what = first and count < len(places), "must come together when the first is there"
        else:
            broken, what = first and count == 1, "must come with the first, at least one of them"
        if broken:
            sentence = f"{', '.join(f'{self._tag}{at:02d}' for at in places)} {what}."
            self._scanner.report(
                "error", 1, "segment.syntax", sentence, self._tag, places[0], loop=self._loop
            )

    def _postal_code(self, elements: list[str]) -> None:
        country = elements[4] if len(elements) > 4 else ""
        text = elements[3] if len(elements) > 3 else ""
        if country in ("", "US") and text and not is_postal_code(text):
            self._scanner.report(
                "error", 5, "code.zip", f"N403 '{text[:20]}' is not a ZIP code of five or nine digits.",
                "N4", 3, text,
                None, self._loop,
            )  # fmt: skip

    def _name(self, number: int, component: int | None) -> str:
        return f"{self._tag}{number:02d}" + (f"-{component}" if component else "")

    def _fault(
        self, snip: int, code: str, what: str, number: int, text: str, component: int | None = None
    ) -> None:
        value = f" '{text[:30]}'" if text else ""
        self._scanner.report(
            "error", snip, code, f"{self._name(number, component)}{value} {what}.", self._tag, number, text,
            component, self._loop,
        )  # fmt: skip
