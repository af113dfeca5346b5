"""patients.csv: patients on file."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from wellrun.platform.access.refusals import Refused
from wellrun.practice.interop.operations.import_synthea.work import Parsed, Work
from wellrun.practice.interop.rules.synthea.people import PatientRow
from wellrun.practice.interop.rules.synthea.words import state_code, zip_digits
from wellrun.practice.patients.api import (
    DetailRefused,
    LikelyDuplicate,
    Patient,
    PatientDetails,
    patient,
    register_patient,
)

_REASON = "brought in from another system"


def import_patient(work: Work) -> None:
    """Register the patient of these rows, or find who came in before; without one, `work.patient` stays empty."""
    for parsed in work.parse("patients"):
        if parsed.target_id:
            work.patient = patient(parsed.target_id)
            continue
        try:
            work.patient = _register(work, parsed)
        except Refused as refusal:
            work.report(parsed.source, refusal.sentence)
            continue
        work.bring(parsed.source, "patient", work.patient.id)


def _register(work: Work, parsed: Parsed) -> Patient:
    row: PatientRow = parsed.row
    state, zip_code = state_code(row.state), zip_digits(row.zip)
    details = PatientDetails(
        given_name=row.given_name,
        family_name=row.family_name,
        suffix=row.suffix,
        birth_on=row.birth_on,
        sex=row.sex,
        street=row.street,
        city=row.city,
        state=state or "",
        zip=zip_code or "",
        deceased_on=row.deceased_on,
        ssn=row.ssn.replace("-", ""),
    )
    registered = _despite_what_stands_in_the_way(work, parsed, details)
    if state is None:
        work.accounts.remark(parsed.source, f"There is no state “{row.state}”; it was left empty.")
    if zip_code is None:
        work.accounts.remark(parsed.source, f"“{row.zip}” is no ZIP code; it was left empty.")
    return registered


def _despite_what_stands_in_the_way(work: Work, parsed: Parsed, details: PatientDetails) -> Patient:
    try:
        with transaction.atomic():
            return register_patient(identity=details, by=work.by, at=work.at)
    except LikelyDuplicate as likely:
        number = likely.matches[0].row.number
        work.accounts.remark(
            parsed.source,
            f"This may be the patient of chart {number}; registered all the same. Compare them.",
        )
        with transaction.atomic():
            return register_patient(
                identity=details, by=work.by, at=work.at, despite_duplicates=True, reason=_REASON
            )
    except DetailRefused as refusal:
        if refusal.field != "ssn":
            raise
        work.accounts.remark(
            parsed.source, "Its Social Security number is in no range that is assigned; it was left out."
        )
        return _despite_what_stands_in_the_way(work, parsed, replace(details, ssn=""))
