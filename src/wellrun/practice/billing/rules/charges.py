"""What is wrong with a draft as it stands, and the limits of money and claims."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wellrun.practice.billing.rules.drafts import ChargeDraft, Gap, LineDraft

MAX_DIAGNOSES = 12
MAX_LINES = 50
MAX_POINTERS = 4
MAX_MODIFIERS = 4
MAX_UNITS = 999
#: One hundred thousand dollars: no patient hands that over at a desk; beyond it is a typing error.
MAX_PAYMENT_CENTS = 10_000_000
#: A patient is sent at most one statement in this many days unless somebody asks for one.
DAYS_BETWEEN_STATEMENTS = 25

_PROCEDURE = re.compile(r"[0-9A-Z][0-9]{3}[0-9A-Z]")
_MODIFIER = re.compile(r"[0-9A-Z]{2}")
_PLACE = re.compile(r"[0-9]{2}")


def tidy_code(text: str) -> str:
    """A code as it is stored: capitals, without dot or spaces."""
    return re.sub(r"[\s.]", "", text).upper()


def dotted(code: str) -> str:
    """A diagnosis code as people read it: `E119` is `E11.9`."""
    return f"{code[:3]}.{code[3:]}" if len(code) > 3 else code


def tidy_draft(draft: ChargeDraft) -> ChargeDraft:
    """The draft with its codes as they are stored and without empty places."""
    return ChargeDraft(
        diagnoses=tuple(code for code in (tidy_code(text) for text in draft.diagnoses) if code),
        lines=tuple(
            LineDraft(
                code=tidy_code(line.code),
                modifiers=tuple(m for m in (tidy_code(text) for text in line.modifiers) if m),
                units=line.units,
                pointers=tuple(line.pointers),
            )
            for line in draft.lines
        ),
        place_of_service=draft.place_of_service.strip(),
    )


def form_gaps(draft: ChargeDraft) -> list[Gap]:
    """What is wrong with a tidy draft as it stands, whatever codes and fees there are."""
    gaps = []
    if not draft.diagnoses:
        gaps.append(Gap("diagnoses", "Add at least one diagnosis."))
    if len(draft.diagnoses) > MAX_DIAGNOSES:
        gaps.append(Gap("diagnoses", f"A claim has room for {MAX_DIAGNOSES} diagnoses."))
    for place, code in enumerate(draft.diagnoses):
        if code in draft.diagnoses[:place]:
            gaps.append(Gap(f"diagnoses.{place}", f"{dotted(code)} is listed twice."))
    if not draft.lines:
        gaps.append(Gap("lines", "Add at least one charge."))
    if len(draft.lines) > MAX_LINES:
        gaps.append(Gap("lines", f"A claim has room for {MAX_LINES} charges."))
    if not _PLACE.fullmatch(draft.place_of_service):
        gaps.append(Gap("place_of_service", "The place of service is two digits, such as 11 for an office."))
    for place, line in enumerate(draft.lines):
        gaps += _line_gaps(place, line, len(draft.diagnoses))
        if any(line.code == e.code and set(line.modifiers) == set(e.modifiers) for e in draft.lines[:place]):
            gaps.append(
                Gap(f"lines.{place}.code", f"{line.code} is listed twice. Raise its units or add a modifier.")
            )
    return gaps


def _line_gaps(place: int, line: LineDraft, diagnoses: int) -> list[Gap]:
    gaps = []
    if not _PROCEDURE.fullmatch(line.code):
        gaps.append(
            Gap(f"lines.{place}.code", "A procedure code has five characters, such as 99213 or G0439.")
        )
    if not 1 <= line.units <= MAX_UNITS:
        gaps.append(Gap(f"lines.{place}.units", f"Units run from 1 to {MAX_UNITS}."))
    return gaps + _modifier_gaps(place, line.modifiers) + _pointer_gaps(place, line.pointers, diagnoses)


def _modifier_gaps(place: int, modifiers: Sequence[str]) -> list[Gap]:
    field = f"lines.{place}.modifiers"
    gaps = [
        Gap(field, f"{modifier} is no modifier: one has two letters or digits.")
        for modifier in modifiers
        if not _MODIFIER.fullmatch(modifier)
    ]
    if len(set(modifiers)) < len(modifiers):
        gaps.append(Gap(field, "The same modifier stands there twice."))
    if len(modifiers) > MAX_MODIFIERS:
        gaps.append(Gap(field, f"A charge has room for {MAX_MODIFIERS} modifiers."))
    return gaps


def _pointer_gaps(place: int, pointers: Sequence[int], diagnoses: int) -> list[Gap]:
    field = f"lines.{place}.pointers"
    if not pointers:
        return [Gap(field, "Say which diagnosis this was done for.")]
    gaps = [
        Gap(field, f"It points to a diagnosis {pointer}, which is not there.")
        for pointer in pointers
        if not 1 <= pointer <= diagnoses
    ]
    if len(set(pointers)) < len(pointers):
        gaps.append(Gap(field, "It points to the same diagnosis twice."))
    if len(pointers) > MAX_POINTERS:
        gaps.append(Gap(field, f"A charge points to at most {MAX_POINTERS} diagnoses."))
    return gaps
