"""The walk-in queue: joining it, being called, getting a visit, leaving."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.access.matrix import ALL_COMPARTMENTS
from wellrun.platform.audit.api import record_act
from wellrun.platform.database.identity import in_compartments
from wellrun.practice.frontdesk.models import WalkIn, WalkInState
from wellrun.practice.organization.api import local_day
from wellrun.practice.patients.api import patient as find_patient
from wellrun.practice.scheduling.api import BookedBy, book_appointment, cancel_appointment
from wellrun.practice.scheduling.api import visit_type as find_visit_type

WAITS = (WalkInState.WAITING, WalkInState.CALLED)


class WaitsAlready(Refused):
    """The patient is in this queue."""

    status = 409
    field = "patient"


class NotInQueue(Refused):
    """Somebody dealt with this walk-in meanwhile."""

    status = 409
    sentence = "This walk-in is not in the queue any more."


@dataclass(frozen=True)
class WalkInDetails:
    """Who came and why. Somebody who is no patient yet is known by name alone."""

    patient_id: uuid.UUID | None = None
    name: str = ""
    reason: str = ""
    visit_type_id: uuid.UUID | None = None
    urgent: bool = False


def join_queue(*, unit_id: uuid.UUID, details: WalkInDetails, by: Actor, at: datetime) -> WalkIn:
    """Put somebody into the queue of a department and give them today's next token."""
    require(by, "queue.work", unit_id)
    patient = find_patient(details.patient_id) if details.patient_id else None
    if details.patient_id and patient is None:
        raise NotFound()
    if patient is None and not details.name.strip():
        raise Refused("Say who came: a patient, or a name.", field="name")
    _fits(details.visit_type_id, unit_id)
    on = local_day(unit_id, at)
    waiting = WalkIn.objects.filter(unit_id=unit_id, patient_id=details.patient_id, state__in=WAITS).first()
    if patient is not None and waiting is not None:
        raise WaitsAlready(f"{patient.spoken_name} waits already, with number {waiting.number}.")
    walk_in = WalkIn(
        organization_id=by.organization_id,
        unit_id=unit_id,
        compartment=patient.compartment if patient else "normal",
        on=on,
        number=_next_number(unit_id, on),
        patient=patient,
        name="" if patient else details.name.strip()[:120],
        visit_type_id=details.visit_type_id,
        reason=details.reason.strip()[:200],
        urgent=details.urgent,
        came_at=at,
        turn_at=at,
    )
    # A second window that puts the same patient in at the same time meets the unique index and writes nothing.
    written = WalkIn.objects.bulk_create([walk_in], ignore_conflicts=True)
    if not WalkIn.objects.filter(id=written[0].id).exists():
        raise WaitsAlready("This patient was put into the queue just now.")
    record_act("walk_in.joined", subject_type="walk-in", subject_id=walk_in.id, patients=_patients(walk_in))
    return walk_in


def call_walk_in(*, walk_in_id: uuid.UUID, by: Actor, at: datetime) -> WalkIn:
    """Call somebody to the desk; calling again counts."""
    walk_in = _waiting(walk_in_id, by)
    walk_in.state, walk_in.called_at, walk_in.calls = WalkInState.CALLED, at, walk_in.calls + 1
    walk_in.save(update_fields=["state", "called_at", "calls"])
    record_act("walk_in.called", subject_type="walk-in", subject_id=walk_in.id, patients=_patients(walk_in))
    return walk_in


def requeue_walk_in(*, walk_in_id: uuid.UUID, to_the_end: bool, by: Actor, at: datetime) -> WalkIn:
    """Put somebody who was called back into the queue: at the end of it, or where they were."""
    walk_in = _waiting(walk_in_id, by)
    walk_in.state, walk_in.called_at = WalkInState.WAITING, None
    if to_the_end:
        walk_in.turn_at = at
    walk_in.save(update_fields=["state", "called_at", "turn_at"])
    record_act("walk_in.requeued", subject_type="walk-in", subject_id=walk_in.id, patients=_patients(walk_in))
    return walk_in


def change_walk_in(*, walk_in_id: uuid.UUID, details: WalkInDetails, by: Actor, at: datetime) -> WalkIn:
    """Say more of somebody who waits: which patient it is who was known by name alone, what for, how urgent."""
    walk_in = _waiting(walk_in_id, by)
    _fits(details.visit_type_id, walk_in.unit_id)
    if walk_in.patient_id is None and details.patient_id is not None:
        _name(walk_in, details.patient_id)
    walk_in.visit_type_id, walk_in.urgent = details.visit_type_id, details.urgent
    walk_in.reason = details.reason.strip()[:200]
    walk_in.save(update_fields=["patient", "compartment", "name", "visit_type", "urgent", "reason"])
    record_act("walk_in.changed", subject_type="walk-in", subject_id=walk_in.id, patients=_patients(walk_in))
    return walk_in


def _name(walk_in: WalkIn, patient_id: uuid.UUID) -> None:
    patient = find_patient(patient_id)
    if patient is None:
        raise NotFound()
    other = WalkIn.objects.filter(unit_id=walk_in.unit_id, patient_id=patient_id, state__in=WAITS).first()
    if other is not None:
        raise WaitsAlready(f"{patient.spoken_name} waits already, with number {other.number}.")
    walk_in.patient, walk_in.compartment, walk_in.name = patient, patient.compartment, ""


def book_walk_in(
    *,
    walk_in_id: uuid.UUID,
    visit_type_id: uuid.UUID,
    provider_id: uuid.UUID,
    starts_at: datetime,
    by: Actor,
    at: datetime,
) -> WalkIn:
    """Give a walk-in a visit and end the wait; raises like `book_appointment`, and then nothing has changed."""
    walk_in = _waiting(walk_in_id, by)
    if walk_in.patient_id is None:
        raise Refused("Say first which patient this is, or register them.", field="patient")
    visit = book_appointment(
        patient_id=walk_in.patient_id,
        visit_type_id=visit_type_id,
        provider_id=provider_id,
        starts_at=starts_at,
        reason=walk_in.reason,
        through=BookedBy.WALK_IN,
        by=by,
        at=at,
    )
    walk_in.state, walk_in.appointment, walk_in.ended_at = WalkInState.BOOKED, visit, at
    walk_in.save(update_fields=["state", "appointment", "ended_at"])
    record_act("walk_in.booked", subject_type="walk-in", subject_id=walk_in.id, patients=_patients(walk_in))
    return walk_in


def leave_queue(*, walk_in_id: uuid.UUID, reason: str, by: Actor, at: datetime) -> WalkIn:
    """Take somebody out of the queue who left or was sent elsewhere, saying why."""
    walk_in = _waiting(walk_in_id, by)
    if not reason.strip():
        raise Refused("Say why they leave the queue.", field="reason")
    walk_in.state, walk_in.ended_at, walk_in.end_reason = WalkInState.LEFT, at, reason.strip()[:200]
    walk_in.save(update_fields=["state", "ended_at", "end_reason"])
    record_act("walk_in.left", subject_type="walk-in", subject_id=walk_in.id, patients=_patients(walk_in))
    return walk_in


def undo_walk_in(*, walk_in_id: uuid.UUID, by: Actor, at: datetime) -> WalkIn:
    """Put somebody back where they were in the queue; a visit that they got is canceled."""
    walk_in = _locked(walk_in_id, by)
    if walk_in.state in WAITS:
        return walk_in
    if walk_in.appointment_id is not None:
        cancel_appointment(
            appointment_id=walk_in.appointment_id, reason="Put back into the walk-in queue", by=by, at=at
        )
    walk_in.state, walk_in.appointment, walk_in.ended_at, walk_in.end_reason = (
        WalkInState.WAITING,
        None,
        None,
        "",
    )
    walk_in.save(update_fields=["state", "appointment", "ended_at", "end_reason"])
    record_act("walk_in.put_back", subject_type="walk-in", subject_id=walk_in.id, patients=_patients(walk_in))
    return walk_in


def _fits(visit_type_id: uuid.UUID | None, unit_id: uuid.UUID) -> None:
    if visit_type_id is not None:
        kind = find_visit_type(visit_type_id)
        if kind is None or kind.unit_id != unit_id:
            raise Refused("Choose a visit type of this department.", field="visit_type")


def _next_number(unit_id: uuid.UUID, on: object) -> int:
    # Numbers of charts that this desk may not see are given out as well.
    with in_compartments(ALL_COMPARTMENTS), connection.cursor() as cursor:
        # Two desks that give out tokens of one department wait for each other here, and nobody else does.
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"walk-in {unit_id} {on}"])
        cursor.execute(
            'select coalesce(max(number), 0) + 1 from frontdesk_walk_in where unit_id = %s and "on" = %s',
            [unit_id, on],
        )
        return cursor.fetchone()[0]


def _locked(walk_in_id: uuid.UUID, by: Actor) -> WalkIn:
    walk_in = WalkIn.objects.select_for_update(of=("self",)).filter(id=walk_in_id).first()
    if walk_in is None:
        raise NotFound()
    require(by, "queue.work", walk_in.unit_id)
    return walk_in


def _waiting(walk_in_id: uuid.UUID, by: Actor) -> WalkIn:
    walk_in = _locked(walk_in_id, by)
    if walk_in.state not in WAITS:
        raise NotInQueue()
    return walk_in


def _patients(walk_in: WalkIn) -> list[uuid.UUID]:
    return [walk_in.patient_id] if walk_in.patient_id else []
