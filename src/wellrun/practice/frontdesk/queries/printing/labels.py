"""Chart labels: small stickers for folders, specimen cups and forms."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from wellrun.platform.printing import typeset
from wellrun.platform.ui.formatting import format_day
from wellrun.practice.patients.api import Patient

#: Labels on one letter sheet: three columns of ten, 2.625 by 1 inch, as stationers sell them.
ON_A_SHEET = 30


def labels_pdf(*, patient: Patient, copies: int, first: int = 1, at: datetime) -> bytes:
    """`copies` labels of one patient on letter sheets of thirty, beginning at the place `first` of the first sheet, so
    that a sheet begun yesterday is used up."""
    skipped = min(max(first, 1), ON_A_SHEET) - 1
    data = {
        "title": f"Labels, chart {patient.number}",
        "skipped": skipped,
        "copies": min(max(copies, 1), 10 * ON_A_SHEET),
        "name": patient.name,
        "born": format_day(patient.birth_on),
        "sex": patient.sex,
        "number": str(patient.number),
    }
    return typeset(Path(__file__).with_name("labels.typ"), data, at)
