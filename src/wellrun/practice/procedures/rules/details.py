"""What is said of a case when it is requested or changed, and what of it is refused."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

from wellrun.platform.access.api import Refused

PROCEDURE_CODE = re.compile(r"[0-9A-Z][0-9]{3}[0-9A-Z]")
DIAGNOSIS_CODE = re.compile(r"[A-Z][0-9][0-9A-Z](\.?[0-9A-Z]{1,4})?")


class CaseIncomplete(Refused):
    """Something about a case is missing or cannot be."""


@dataclass(frozen=True)
class ProcedureLine:
    """One procedure: the code, our words, the side, how many, and its global period in days if it is known."""

    code: str
    words: str
    laterality: str = ""
    units: int = 1
    global_days: int | None = None


@dataclass(frozen=True)
class ImplantLine:
    """One implant with who brings it."""

    description: str
    vendor: str = ""
    representative: str = ""
    phone: str = ""
    informed_at: datetime | None = None


@dataclass(frozen=True)
class CaseDetails:
    """A case as the booking sheet says it. `starts_at` is when the room is taken, None while only days are wanted."""

    provider_id: uuid.UUID
    facility_id: uuid.UUID
    procedures: tuple[ProcedureLine, ...]
    diagnoses: tuple[str, ...]
    starts_at: datetime | None = None
    wanted_from_on: date | None = None
    wanted_to_on: date | None = None
    setup_minutes: int = 20
    procedure_minutes: int = 60
    cleanup_minutes: int = 20
    anesthesia: str = "general"
    position: str = ""
    equipment: str = ""
    implants: tuple[ImplantLine, ...] = field(default=())
    assistant: str = ""
    patient_class: str = "outpatient"
    urgency: str = "elective"
    blood_note: str = ""
    allergies_note: str = ""
    note: str = ""
    card_id: uuid.UUID | None = None


def refuse_incomplete(details: CaseDetails) -> None:
    """Raise `CaseIncomplete` with the first thing that is missing or wrong, beside its field."""
    if not details.procedures:
        raise CaseIncomplete("Enter at least one procedure.", field="code_1")
    for place, line in enumerate(details.procedures, 1):
        if not PROCEDURE_CODE.fullmatch(line.code):
            raise CaseIncomplete(
                f"“{line.code}” is no procedure code: five characters, such as 27447 or G0105.",
                field=f"code_{place}",
            )
        if not line.words.strip():
            raise CaseIncomplete(f"Say in words what {line.code} is.", field=f"words_{place}")
    if not details.diagnoses:
        raise CaseIncomplete("Enter the diagnosis that the procedure is for.", field="diagnoses")
    for code in details.diagnoses:
        if not DIAGNOSIS_CODE.fullmatch(code):
            raise CaseIncomplete(f"“{code}” is no diagnosis code, such as M17.12.", field="diagnoses")
    first, last = details.wanted_from_on, details.wanted_to_on
    if first and last and last < first:
        raise CaseIncomplete("The window ends before it begins.", field="wanted_to_on")
    if details.starts_at is None and first is None:
        raise CaseIncomplete("Say on which day, or from which day on, the case is wanted.", field="on")
