"""Putting somebody on file."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime

from django.db import connection, transaction

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.checking import require
from wellrun.platform.access.refusals import Refused
from wellrun.platform.audit.api import record_act
from wellrun.platform.events import publish
from wellrun.practice.organization.api import local_day
from wellrun.practice.patients.events import PatientRegistered
from wellrun.practice.patients.models import Patient
from wellrun.practice.patients.operations.seal_ssn import seal_ssn
from wellrun.practice.patients.operations.search_index import index_patient
from wellrun.practice.patients.queries.duplicates import DuplicateMatch, find_duplicates
from wellrun.practice.patients.rules.details import COLUMNS, DetailRefused, PatientDetails, check_details

#: The number before the first: six digits, so that a chart number is not taken for a room or a year.
BEFORE_FIRST = 100_000


class LikelyDuplicate(Refused):
    """Somebody on file is probably this person; `matches` says who and why."""

    status = 409

    def __init__(self, matches: Sequence[DuplicateMatch]) -> None:
        self.matches = tuple(matches)
        likest = self.matches[0].row
        super().__init__(
            f"This looks like {likest.name}, chart {likest.number}, who is on file already. Compare before you go on."
        )


def register_patient(
    *,
    identity: PatientDetails,
    by: Actor,
    at: datetime,
    despite_duplicates: bool = False,
    reason: str = "",
) -> Patient:
    """Register somebody and give them a chart number; raises `LikelyDuplicate` or `DetailRefused`.

    `despite_duplicates` registers all the same; `reason` is kept with the act.
    """
    require(by, "patients.register")
    check_details(identity, today=local_day(by.organization_id, at))
    require_guarantor(identity.guarantor_id)
    # Somebody who is refused as a likely duplicate must use up no number; nothing else is refused after the drawing.
    alone = despite_duplicates and connection.in_atomic_block
    with nullcontext() if alone else transaction.atomic():
        # The counter's row is the lock: whoever registers the same person at once waits here, then sees the first.
        number = _draw_number(by.organization_id)
        if not despite_duplicates and (matches := find_duplicates(details=identity, by=by)):
            raise LikelyDuplicate(matches)
        return _write(identity, number, by=by, at=at, because=(reason or "yes") if despite_duplicates else "")


def _write(identity: PatientDetails, number: int, *, by: Actor, at: datetime, because: str) -> Patient:
    patient = Patient.objects.create(
        organization_id=by.organization_id,
        number=number,
        registered_at=at,
        **{name: getattr(identity, name) for name in COLUMNS},
    )
    index_patient(patient, new=True)
    record_act(
        "patient.registered",
        subject_type="patient",
        subject_id=patient.id,
        patients=[patient.id],
        detail={"despite_duplicates": because} if because else None,
    )
    if identity.ssn:
        seal_ssn(patient=patient, digits=identity.ssn, at=at)
    publish(PatientRegistered(patient.id, patient.organization_id, at))
    return patient


def require_guarantor(guarantor_id: uuid.UUID | None, *, patient_id: uuid.UUID | None = None) -> None:
    """Raise `DetailRefused` unless the guarantor is a patient on file who answers for themselves."""
    if guarantor_id is None:
        return
    guarantor = Patient.objects.filter(id=guarantor_id).first()
    if guarantor is None or guarantor_id == patient_id:
        raise DetailRefused("Choose another patient on file, or leave this empty.", field="guarantor_id")
    if guarantor.guarantor_id:
        raise DetailRefused(
            f"{guarantor.name} has a guarantor too. Choose the person who pays.", field="guarantor_id"
        )


def lock_counter(organization_id: uuid.UUID) -> None:
    """Wait for whoever registers or changes somebody at this moment, so that the later one sees the earlier."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select 1 from patients_chart_counter where organization_id = %s for update", [organization_id]
        )


def _draw_number(organization_id: uuid.UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into patients_chart_counter as counter (organization_id, last_number) values (%s, %s)"
            " on conflict (organization_id) do update set last_number = counter.last_number + 1"
            " returning last_number",
            [organization_id, BEFORE_FIRST + 1],
        )
        return int(cursor.fetchone()[0])
