"""Superbills: the sheet that goes along with a patient, on which the provider marks what was done and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from wellrun.platform.money import format_cents
from wellrun.platform.printing import typeset
from wellrun.platform.ui.formatting import format_clock, format_day, format_phone, in_zone
from wellrun.practice.billing.api import expected_copay_cents, favorite_diagnoses, favorite_procedures
from wellrun.practice.coverage.api import coverage_on
from wellrun.practice.frontdesk.queries.printing.head import head_of
from wellrun.practice.scheduling.api import Appointment

PROCEDURES, DIAGNOSES = 27, 20


@dataclass(frozen=True)
class _Code:
    code: str
    text: str


def superbill_pdf(*, visit: Appointment, on: date, at: datetime) -> bytes:
    """A superbill for one visit: who, insured by whom, and the codes that this provider and department use most."""
    asked = {"unit_id": visit.unit_id, "provider_id": visit.provider_id, "on": on}
    procedures = favorite_procedures(**asked, limit=PROCEDURES)
    diagnoses = favorite_diagnoses(**asked, limit=DIAGNOSES)
    starts, patient = in_zone(visit.starts_at, visit.unit.zone), visit.patient
    data = head_of(visit.unit_id) | {
        "on": f"{format_day(starts)}, {format_clock(starts)}",
        "provider": visit.provider.display_name,
        "visit": visit.visit_type.name,
        "reason": visit.reason,
        "patient": patient.name,
        "born": format_day(patient.birth_on),
        "sex": patient.sex,
        "number": str(patient.number),
        "phone_of_patient": format_phone(patient.phone_mobile or patient.phone_home),
        "coverage": [
            f"{each.payer.name}, member {each.member_id}"
            for each in coverage_on(patient_id=patient.id, on=starts.date())
        ],
        "copay": format_cents(expected_copay_cents(visit)),
        "procedures": _listed([_Code(each.shown, each.text) for each in procedures]),
        "diagnoses": _listed([_Code(each.shown, each.text) for each in diagnoses]),
    }
    return typeset(Path(__file__).with_name("superbill.typ"), data, at)


def _listed(codes: Sequence[_Code]) -> list[dict[str, str]]:
    return [{"code": each.code, "text": each.text} for each in codes]
