"""The statement page."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from wellrun.platform.money.cents import format_cents
from wellrun.platform.printing import typeset
from wellrun.platform.ui.formatting import format_day, format_phone
from wellrun.practice.billing.queries.letterhead import Letterhead
from wellrun.practice.billing.queries.statements import Owed, OwedLine
from wellrun.practice.patients.api import Patient

#: Days that a statement gives.
DAYS_TO_PAY = 21


def address_lines(street: str, city: str, state: str, zip_code: str, street2: str = "") -> list[str]:
    """A US address for an envelope, without empty lines; nine-digit ZIP codes get their hyphen."""
    zip_shown = f"{zip_code[:5]}-{zip_code[5:]}" if len(zip_code) == 9 else zip_code
    place = f"{city}, {state} {zip_shown}".strip(" ,")
    return [line for line in (street, street2, place) if line]


def statement_pdf(
    *, number: int, on: date, patient: Patient, owed: Owed, letterhead: Letterhead, at: datetime
) -> bytes:
    """A letter-size statement of what a patient owes."""
    payer = patient.guarantor or patient
    entity = letterhead.entity
    data = {
        "practice": letterhead.practice,
        "entity": entity.name,
        "address": address_lines(entity.street, entity.city, entity.state, entity.zip),
        "phone": format_phone(letterhead.phone),
        "tax_id": f"{entity.tax_id[:2]}-{entity.tax_id[2:]}",
        "number": str(number),
        "on": format_day(on),
        "due_on": format_day(on + timedelta(days=DAYS_TO_PAY)),
        "account": str(patient.number),
        "patient": _name(patient),
        "to": [_name(payer), *address_lines(payer.street, payer.city, payer.state, payer.zip, payer.street2)],
        "lines": [_line(line) for line in owed.lines],
        "earlier": format_cents(owed.other_cents) if owed.other_cents else "",
        "waiting": owed.waiting,
        "total": format_cents(owed.total_cents),
    }
    return typeset(Path(__file__).with_name("statement.typ"), data, at)


def _name(patient: Patient) -> str:
    return " ".join(part for part in (patient.given_name, patient.family_name, patient.suffix) if part)


def _line(line: OwedLine) -> dict[str, str]:
    row = line.row
    return {
        "on": f"{row.service_on:%m/%d/%Y}",
        "what": row.nickname + (f" × {row.units}" if row.units > 1 else ""),
        "charged": format_cents(row.charged_cents),
        "insurer": format_cents(-row.insurer_paid_cents) if row.insurer_paid_cents else "",
        "adjusted": format_cents(-row.adjusted_cents) if row.adjusted_cents else "",
        "paid": format_cents(-row.patient_paid_cents) if row.patient_paid_cents else "",
        "owes": format_cents(row.patient_owes_cents),
        "why": line.why,
    }
