"""The sheet on which charges are typed: what was posted, as a draft, and back as rows with their gaps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from wellrun.practice.billing.models import ChargeLine, Encounter
from wellrun.practice.billing.queries.gaps import ReadDraft
from wellrun.practice.billing.rules.charges import MAX_DIAGNOSES, MAX_LINES, dotted, tidy_code
from wellrun.practice.billing.rules.drafts import ChargeDraft, Gap, LineDraft

LEAST_DIAGNOSES, LEAST_LINES = 4, 5
LETTERS = "ABCDEFGHIJKL"


@dataclass
class DiagnosisRow:
    """One diagnosis as typed: `shown` is the text of the field, `code` what was chosen or could be read from it."""

    place: int
    code: str = ""
    shown: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def letter(self) -> str:
        """How charges point to it, as on the paper form."""
        return LETTERS[self.place]


@dataclass
class LineRow:
    """One charge as typed."""

    place: int
    code: str = ""
    shown: str = ""
    modifiers: str = ""
    units: str = ""
    pointers: str = ""
    errors: dict[str, list[str]] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """The row's number, from 1."""
        return self.place + 1

    @property
    def typed(self) -> bool:
        """Whether anything stands in the row."""
        return bool(self.code or self.modifiers or self.units or self.pointers)

    @property
    def sentences(self) -> list[str]:
        """Everything that is wrong with the row."""
        return [sentence for sentences in self.errors.values() for sentence in sentences]


@dataclass
class ChargeSheet:
    """All rows, the draft that they make, and the gaps that only the sheet can see."""

    diagnoses: list[DiagnosisRow]
    lines: list[LineRow]
    place_of_service: str
    draft: ChargeDraft = field(default_factory=ChargeDraft)
    own_gaps: list[Gap] = field(default_factory=list)

    def show(self, gaps: Iterable[Gap]) -> None:
        """Put gaps beside the fields that they speak of."""
        filled = [row for row in self.diagnoses if row.code]
        typed = [row for row in self.lines if row.typed]
        for gap in gaps:
            kind, _, rest = gap.field.partition(".")
            place, _, part = rest.partition(".")
            if kind == "diagnoses" and place:
                filled[int(place)].errors.append(gap.sentence)
            elif kind == "lines" and place:
                typed[int(place)].errors.setdefault(part, []).append(gap.sentence)

    def name(self, read: ReadDraft) -> None:
        """Write the meaning of each known code beside it, however it was typed."""
        for row in self.diagnoses:
            if row.code in read.diagnoses:
                row.shown = f"{dotted(row.code)} {read.diagnoses[row.code].text}"
        for row in self.lines:
            if row.code in read.procedures:
                row.shown = f"{row.code} {read.procedures[row.code].nickname}"

    def name_of(self, gap: Gap) -> str:
        """The row that a gap speaks of, as the sheet names it; nothing for the sheet as a whole."""
        kind, _, rest = gap.field.partition(".")
        place = rest.partition(".")[0]
        if kind == "diagnoses" and place:
            return f"Diagnosis {[row for row in self.diagnoses if row.code][int(place)].letter}"
        if kind == "lines" and place:
            return f"Charge {[row for row in self.lines if row.typed][int(place)].number}"
        return ""


def read_sheet(posted: Mapping[str, str]) -> ChargeSheet:
    """The sheet as it was posted, with a few empty rows at its end when `more` was asked for."""
    more = 4 if "more" in posted else 0
    diagnoses = [_diagnosis(posted, place) for place in range(_count(posted, "diagnosis", MAX_DIAGNOSES))]
    lines = [_line(posted, place) for place in range(_count(posted, "line", MAX_LINES))]
    sheet = ChargeSheet(diagnoses, lines, posted.get("place_of_service", "").strip()[:4])
    sheet.draft = _draft(sheet)
    _pad(sheet, more)
    return sheet


def sheet_of(encounter: Encounter, lines: Sequence[ChargeLine]) -> ChargeSheet:
    """The sheet of an encounter as it stands."""
    diagnoses = [DiagnosisRow(place, code, dotted(code)) for place, code in enumerate(encounter.diagnoses)]
    rows = [
        LineRow(
            place,
            line.procedure_code,
            line.procedure_code,
            " ".join(line.modifiers),
            str(line.units),
            "".join(LETTERS[pointer - 1] for pointer in line.pointers),
        )
        for place, line in enumerate(lines)
    ]
    sheet = ChargeSheet(diagnoses, rows, encounter.place_of_service)
    sheet.draft = _draft(sheet)
    _pad(sheet, 0)
    return sheet


def _pad(sheet: ChargeSheet, more: int) -> None:
    least = min(MAX_DIAGNOSES, max(LEAST_DIAGNOSES, len(sheet.diagnoses)) + more)
    sheet.diagnoses += [DiagnosisRow(place) for place in range(len(sheet.diagnoses), least)]
    least = min(MAX_LINES, max(LEAST_LINES, len(sheet.lines)) + more)
    sheet.lines += [LineRow(place) for place in range(len(sheet.lines), least)]


def _count(posted: Mapping[str, str], name: str, most: int) -> int:
    places = [int(key.split("-")[1]) for key in posted if re.match(rf"{name}-\d{{1,2}}(-|$)", key)]
    return min(most, max(places, default=-1) + 1)


def _code(posted: Mapping[str, str], key: str) -> tuple[str, str]:
    # Somebody who knows the code types it and goes on, without choosing from the list.
    shown = posted.get(f"{key}-shown", "").strip()[:120]
    chosen = posted.get(key, "").strip()
    return tidy_code(chosen or shown.split(" ")[0])[:8], shown


def _diagnosis(posted: Mapping[str, str], place: int) -> DiagnosisRow:
    return DiagnosisRow(place, *_code(posted, f"diagnosis-{place}"))


def _line(posted: Mapping[str, str], place: int) -> LineRow:
    key = f"line-{place}"
    told = {part: posted.get(f"{key}-{part}", "").strip()[:20] for part in ("modifiers", "units", "pointers")}
    return LineRow(place, *_code(posted, key), **told)


def _draft(sheet: ChargeSheet) -> ChargeDraft:
    filled = [row.place for row in sheet.diagnoses if row.code]
    typed = [row for row in sheet.lines if row.typed]
    lines = []
    for place, row in enumerate(typed):
        pointers = _pointers(row.pointers) or ([0] if len(filled) == 1 else [])
        empty = [pointer for pointer in pointers if pointer not in filled]
        for pointer in empty:
            letter = LETTERS[pointer] if pointer < len(LETTERS) else str(pointer + 1)
            sheet.own_gaps.append(Gap(f"lines.{place}.pointers", f"Diagnosis {letter} is empty."))
        lines.append(
            LineDraft(
                code=row.code,
                modifiers=tuple(re.findall(r"[^\s,]+", row.modifiers)),
                units=_units(row.units),
                pointers=tuple(filled.index(pointer) + 1 for pointer in pointers if pointer in filled),
            )
        )
    codes = tuple(row.code for row in sheet.diagnoses if row.code)
    return ChargeDraft(diagnoses=codes, lines=tuple(lines), place_of_service=sheet.place_of_service)


def _pointers(text: str) -> list[int]:
    return [
        LETTERS.index(found.upper()) if found.isalpha() else int(found) - 1
        for found in re.findall(r"[A-La-l]|[1-9]\d?", text)
    ]


def _units(text: str) -> int:
    if not text:
        return 1
    return int(text) if text.isdigit() else 0
