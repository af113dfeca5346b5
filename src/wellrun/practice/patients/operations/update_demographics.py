"""Changing who a patient is and how they are reached."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.checking import require
from wellrun.platform.access.refusals import NotFound, Stale
from wellrun.platform.audit.api import record_act
from wellrun.platform.events import publish
from wellrun.practice.organization.api import local_day
from wellrun.practice.patients.events import DemographicsChanged
from wellrun.practice.patients.models import Patient
from wellrun.practice.patients.operations.register_patient import (
    LikelyDuplicate,
    lock_counter,
    require_guarantor,
)
from wellrun.practice.patients.operations.seal_ssn import seal_ssn
from wellrun.practice.patients.operations.search_index import index_patient
from wellrun.practice.patients.queries.duplicates import DuplicateMatch, find_duplicates
from wellrun.practice.patients.rules.details import COLUMNS, DetailRefused, PatientDetails, check_details

#: What makes one person look like another; a change of these is compared with everybody on file.
_TELLING = frozenset({"given_name", "middle_name", "family_name", "birth_on", "phone_mobile", "phone_home"})
_NAMES = frozenset(field.name for field in fields(PatientDetails))


class ChangedMeanwhile(Stale):
    """Somebody saved this patient since the form was opened; `patient` is what is on file now."""

    def __init__(self, patient: Patient) -> None:
        self.patient = patient
        super().__init__()


def update_demographics(
    *,
    patient_id: uuid.UUID,
    changes: Mapping[str, Any],
    expected_version: int,
    despite_duplicates: bool = False,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> Patient:
    """Change some details of a patient, named as in `PatientDetails`; dates may be given as ISO text.

    Raises `ChangedMeanwhile` when the version differs, `DetailRefused` for what cannot be, `NotFound`, and
    `LikelyDuplicate` when a name, birth date, phone or Social Security number makes them somebody who is on file
    already; `despite_duplicates` saves all the same, and `reason` is kept with the act. A former family name is
    kept, so that the patient is still found by it.
    """
    require(by, "patients.register")
    patient = Patient.objects.select_for_update().filter(id=patient_id).first()
    if patient is None:
        raise NotFound()
    if patient.version != expected_version:
        raise ChangedMeanwhile(patient)
    details = replace(details_of(patient), **_typed(changes))
    check_details(details, today=local_day(by.organization_id, at))
    require_guarantor(details.guarantor_id, patient_id=patient.id)
    changed = [name for name in COLUMNS if getattr(details, name) != getattr(patient, name)]
    if not despite_duplicates and (details.ssn or not _TELLING.isdisjoint(changed)):
        _refuse_new_likeness(patient, details, by)
    if details.ssn:
        seal_ssn(patient=patient, digits=details.ssn, at=at)
    if changed:
        _write(patient, details, changed)
        kept = {"despite_duplicates": reason or "yes"} if despite_duplicates else {}
        record_act("patient.changed", subject_type="patient", subject_id=patient.id, patients=[patient.id],
                   detail={"fields": changed, **kept})  # fmt: skip
        publish(DemographicsChanged(patient.id, tuple(changed), at))
    return patient


def details_of(patient: Patient) -> PatientDetails:
    """What is on file, in the shape in which details are given; the sealed number stays sealed."""
    return PatientDetails(**{name: getattr(patient, name) for name in COLUMNS})


def _refuse_new_likeness(patient: Patient, details: PatientDetails, by: Actor) -> None:
    """Raise `LikelyDuplicate` for whoever the change makes a likely duplicate, or a likelier one than before."""
    lock_counter(by.organization_id)
    matches = find_duplicates(details=details, by=by, except_id=patient.id)
    if not matches:
        return
    before = find_duplicates(details=details_of(patient), by=by, except_id=patient.id)
    known = {match.row.id: match.verdict for match in before}
    new = [
        match
        for match in matches
        if known.get(match.row.id) not in ("same", match.verdict) or _one_number(match)
    ]
    if new:
        raise LikelyDuplicate(new)


def _one_number(match: DuplicateMatch) -> bool:
    """Whether the number that is being entered is this person's."""
    return any(item.field in ("ssn", "ssn_token") and item.bits > 0 for item in match.evidence)


def _typed(changes: Mapping[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(changes) - _NAMES)
    if unknown:
        raise DetailRefused(f"This cannot be changed here: {', '.join(unknown)}.")
    typed = dict(changes)
    for name in ("birth_on", "deceased_on"):
        if isinstance(typed.get(name), str):
            typed[name] = date.fromisoformat(typed[name]) if typed[name] else None
    if isinstance(typed.get("interpreter"), str):
        typed["interpreter"] = typed["interpreter"].lower() in ("true", "yes", "on", "1")
    if "guarantor_id" in typed:
        typed["guarantor_id"] = uuid.UUID(str(typed["guarantor_id"])) if typed["guarantor_id"] else None
    return typed


def _write(patient: Patient, details: PatientDetails, changed: list[str]) -> None:
    former = patient.family_name
    if "family_name" in changed and former not in patient.former_family_names:
        patient.former_family_names = [*patient.former_family_names, former][-5:]
    for name in changed:
        setattr(patient, name, getattr(details, name))
    patient.version += 1
    patient.save(update_fields=[*changed, "former_family_names", "version"])
    index_patient(patient)
