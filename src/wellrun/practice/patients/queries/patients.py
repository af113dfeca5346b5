"""Patients as rows of lists, and one by one."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wellrun.practice.patients.models import Patient
from wellrun.practice.patients.rules.languages import language_name


@dataclass(frozen=True)
class PatientRow:
    """What a list shows of a patient. `phone` is E.164, `flags` are short words to mind before speaking."""

    id: uuid.UUID
    number: int
    name: str
    birth_on: date
    sex: str
    phone: str
    city: str
    flags: tuple[str, ...]


def row_of(patient: Patient) -> PatientRow:
    """The list's row for a patient."""
    return PatientRow(
        id=patient.id,
        number=patient.number,
        name=patient.name,
        birth_on=patient.birth_on,
        sex=patient.sex,
        phone=patient.phone_mobile or patient.phone_home,
        city=patient.city,
        flags=flags_of(patient),
    )


def flags_of(patient: Patient) -> tuple[str, ...]:
    """What to mind before speaking to or of a patient."""
    flags = []
    if patient.deceased_on:
        flags.append("Deceased")
    if patient.compartment != "normal":
        flags.append("Restricted chart")
    if patient.interpreter:
        flags.append(f"Interpreter: {language_name(patient.language)}")
    if patient.note_for_desk:
        flags.append("Note")
    return tuple(flags)


def patient(patient_id: uuid.UUID) -> Patient | None:
    """One patient, if the person asking may see them; of a chart that was merged, the survivor."""
    found = Patient.objects.filter(id=patient_id).first()
    if found is not None and found.merged_into_id:
        found = Patient.objects.filter(id=found.merged_into_id).first()
    return found


def survivor_of(patient_id: uuid.UUID) -> uuid.UUID | None:
    """The chart that this one was merged into, or None when it stands for itself."""
    return Patient.objects.filter(id=patient_id).values_list("merged_into_id", flat=True).first()


def chart(patient_id: uuid.UUID) -> Patient | None:
    """One chart as it lies there, a pointer too, if the person asking may see it."""
    return Patient.objects.filter(id=patient_id).first()


def patient_with_guarantor(patient_id: uuid.UUID) -> Patient | None:
    """The same with the guarantor read along."""
    return Patient.objects.select_related("guarantor").filter(id=patient_id).first()


def patient_rows(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, PatientRow]:
    """Rows for lists of other rooms, in one query. Who may not be seen is missing."""
    wanted = set(ids)
    return {found.id: row_of(found) for found in Patient.objects.filter(id__in=wanted)} if wanted else {}
