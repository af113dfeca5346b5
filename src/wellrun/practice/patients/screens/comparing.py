"""Two people side by side: the evidence and the details as an office writes them."""

from __future__ import annotations

from datetime import date
from typing import Any

from wellrun.engines.matching import Evidence, Match
from wellrun.platform.ui.formatting import format_day, format_phone
from wellrun.practice.patients.models import Sex
from wellrun.practice.patients.queries.duplicates import DuplicateMatch
from wellrun.practice.patients.queries.patients import PatientRow

FIELD_LABELS = {
    "first": "First name", "last": "Last name", "middle": "Middle name", "suffix": "Suffix", "sex": "Sex",
    "swapped": "First and last name", "born_on": "Birth date", "phone": "Phone", "address": "Address",
    "email": "E-mail", "ssn_token": "Social Security number", "ssn": "Social Security number",
    "member_id": "Member id",
}  # fmt: skip


def compared(match: DuplicateMatch | Match, *, row: PatientRow | None = None) -> dict[str, object]:
    """A likeness as the page shows it, every piece of evidence with the name of its field."""
    evidence = [
        {
            "label": FIELD_LABELS.get(item.field, item.field),
            "left": _shown(item.field, item.left),
            "right": _shown(item.field, item.right),
            "against": item.bits < 0,
            "sentence": _said(item),
        }
        for item in match.evidence
    ]
    of = match.row if isinstance(match, DuplicateMatch) else row
    return {"row": of, "verdict": match.verdict, "evidence": evidence}


def shown_detail(name: str, value: Any) -> str:
    """A detail of demographics as text; what is not known is empty."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if name == "sex":
        return Sex(value).label
    if name.endswith("_on"):
        return format_day(date.fromisoformat(value) if isinstance(value, str) else value)
    if name == "zip" and len(value) == 9:
        return f"{value[:5]}-{value[5:]}"
    return format_phone(value) if name.startswith("phone_") else str(value)


def _shown(field: str, value: str) -> str:
    if field == "born_on":
        return format_day(date.fromisoformat(value))
    if field == "phone":
        return ", ".join(format_phone(each) for each in value.split(", "))
    return value


def _said(item: Evidence) -> str:
    """The engine's sentence with dates and phones as an office writes them."""
    said = item.sentence
    for value in sorted({item.left, item.right} - {""}, key=len, reverse=True):
        said = said.replace(value, _shown(item.field, value))
    return said
