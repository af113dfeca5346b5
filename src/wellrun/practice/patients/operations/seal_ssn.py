"""Sealing and reading Social Security numbers."""

from __future__ import annotations

import uuid
from datetime import datetime

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.matrix import FieldGroup
from wellrun.platform.access.refusals import NotAllowed
from wellrun.platform.audit.api import record_act, record_read
from wellrun.platform.files.envelope import seal, unseal
from wellrun.practice.patients.models import Patient, SealedSsn
from wellrun.practice.patients.rules.ssn import KEY, place_of, ssn_token


def seal_ssn(*, patient: Patient, digits: str, at: datetime) -> None:
    """Keep a number, sealed, in place of the one before. Part of operations that have checked who asks."""
    SealedSsn.objects.update_or_create(
        patient=patient,
        defaults={
            "organization_id": patient.organization_id,
            "compartment": patient.compartment,
            "sealed": seal(digits.encode(), key_name=KEY, place=place_of(patient.id)),
            "blind_index": ssn_token(digits, patient.organization_id),
            "changed_at": at,
        },
    )
    record_act("patient.ssn_sealed", subject_type="patient", subject_id=patient.id, patients=[patient.id])


def read_ssn(*, patient_id: uuid.UUID, by: Actor) -> str:
    """The nine digits, or "" when none are on file; raises `NotAllowed` unless `by` sees such numbers. Recorded."""
    if not by.sees(FieldGroup.SSN):
        raise NotAllowed()
    found = SealedSsn.objects.filter(patient_id=patient_id).first()
    if found is None:
        return ""
    record_read("patients.ssn", subject_type="patient", subject_id=patient_id, patients=[patient_id])
    return unseal(bytes(found.sealed), place=place_of(patient_id)).decode()
