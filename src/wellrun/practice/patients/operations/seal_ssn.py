"""Sealing and reading Social Security numbers."""

from __future__ import annotations

import uuid
from datetime import datetime

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.matrix import FieldGroup
from wellrun.platform.access.refusals import NotAllowed
from wellrun.platform.audit.api import record_act, record_read
from wellrun.platform.files.envelope import seal, unseal
from wellrun.practice.patients.models import Merge, Patient, SealedSsn
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


def take_ssn(merge: Merge, *, at: datetime) -> None:
    """Give the survivor of a merge the number of the merged chart, keeping the survivor's own with the merge.

    The number is sealed anew, for it opens in no other row; nobody is shown it. Part of merging.
    """
    theirs = SealedSsn.objects.filter(patient_id=merge.merged_id).first()
    if theirs is None:
        return
    own = SealedSsn.objects.filter(patient_id=merge.survivor_id).first()
    if own is not None:
        merge.ssn_before, merge.ssn_index_before = bytes(own.sealed), own.blind_index
    merge.ssn_taken = True
    digits = unseal(bytes(theirs.sealed), place=place_of(merge.merged_id)).decode()
    seal_ssn(patient=merge.survivor, digits=digits, at=at)


def give_back_ssn(merge: Merge, *, at: datetime) -> None:
    """Give the survivor back the number from before a merge, unless another was entered since. Part of unmerging."""
    own = SealedSsn.objects.filter(patient_id=merge.survivor_id).first()
    theirs = SealedSsn.objects.filter(patient_id=merge.merged_id).first()
    if own is None or theirs is None or own.blind_index != theirs.blind_index:
        return
    # A survivor that had no number before is left with a sealed nothing: rows of numbers are never deleted.
    own.sealed = bytes(merge.ssn_before) or seal(b"", key_name=KEY, place=place_of(merge.survivor_id))
    own.blind_index, own.changed_at = merge.ssn_index_before, at
    own.save(update_fields=["sealed", "blind_index", "changed_at"])
    record_act("patient.ssn_sealed", subject_type="patient", subject_id=merge.survivor_id,
               patients=[merge.survivor_id])  # fmt: skip
