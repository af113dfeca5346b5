"""Letters for schools and employers: that somebody was here, when, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from wellrun.platform.printing import typeset
from wellrun.platform.ui.formatting import format_clock, format_day, format_long_day, in_zone
from wellrun.practice.frontdesk.queries.printing.head import head_of
from wellrun.practice.scheduling.api import Appointment


@dataclass(frozen=True)
class LetterDetails:
    """What a letter adds to the visit: whom it is for ("work" or "school"), the first day back, and limits that the
    provider gave. No diagnosis, and nothing that the patient did not ask for (45 CFR 164.508)."""

    to: str
    back_on: date | None = None
    limits: str = ""


def letter_pdf(*, visit: Appointment, details: LetterDetails, on: date, at: datetime) -> bytes:
    """A letter that the patient was at the office during a visit that took place."""
    starts, ends = in_zone(visit.starts_at, visit.unit.zone), in_zone(visit.ends_at, visit.unit.zone)
    patient = visit.patient
    data = head_of(visit.unit_id) | {
        "on": format_long_day(on),
        "to": "the school" if details.to == "school" else "the employer",
        "patient": " ".join(
            part for part in (patient.given_name, patient.family_name, patient.suffix) if part
        ),
        "born": format_day(patient.birth_on),
        "visit": f"{starts:%A}, {format_long_day(starts)}, from {format_clock(starts)} to {format_clock(ends)}",
        "back": format_long_day(details.back_on) if details.back_on else "",
        "what": "school" if details.to == "school" else "work",
        "limits": details.limits,
        "provider": visit.provider.display_name,
    }
    return typeset(Path(__file__).with_name("letter.typ"), data, at)
