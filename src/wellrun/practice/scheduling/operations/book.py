"""Booking and moving visits."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from wellrun.platform.access.api import Actor, NotFound, require
from wellrun.platform.audit.api import record_act
from wellrun.platform.database.ids import new_id
from wellrun.platform.events import publish
from wellrun.practice.patients.api import patient as find_patient
from wellrun.practice.scheduling.events import AppointmentBooked, AppointmentMoved
from wellrun.practice.scheduling.models import Appointment, VisitState, VisitType
from wellrun.practice.scheduling.operations.checks import (
    TimePassed,
    lock_visit,
    provider_resource,
    refuse_patient,
    refuse_second_visit,
    refuse_stale,
    refuse_unavailable,
    refuse_unmovable,
)
from wellrun.practice.scheduling.operations.steps import first_step, move_step
from wellrun.practice.scheduling.operations.strand import no_longer_stranded
from wellrun.practice.scheduling.operations.take_time import TimeTaken, refuse_taken, take_time
from wellrun.practice.scheduling.queries.visit_types import visit_type as find_visit_type
from wellrun.practice.timebook.api import Resource


def book_appointment(
    *,
    patient_id: uuid.UUID,
    visit_type_id: uuid.UUID,
    provider_id: uuid.UUID,
    starts_at: datetime,
    reason: str = "",
    note: str = "",
    room_id: uuid.UUID | None = None,
    by: Actor,
    at: datetime,
) -> Appointment:
    """Book a visit: provider, room and device together or not at all. Without `room_id` any free room of the kind.

    Raises `TimeTaken` (with `next_offers`), `TimePassed`, `OutsideHours`, `NoCredential`, `NotBookable` or
    `PatientElsewhere`, each with its sentence.
    """
    visit_type = find_visit_type(visit_type_id)
    if visit_type is None:
        raise NotFound()
    require(by, "appointments.book", visit_type.unit_id)
    if starts_at < at:
        raise TimePassed()
    provider = provider_resource(visit_type, provider_id)
    ends_at = starts_at + timedelta(minutes=visit_type.minutes)
    _refuse_early(visit_type, provider, patient_id, starts_at, ends_at, by, at)
    patient = find_patient(patient_id)
    if patient is None:
        raise NotFound()
    refuse_unavailable(visit_type, provider, starts_at)
    refuse_patient(patient, starts_at, ends_at, visit_type.unit.zone)
    appointment_id = new_id()
    taken = take_time(
        appointment_id=appointment_id,
        visit_type=visit_type,
        provider=provider,
        starts_at=starts_at,
        room_id=room_id,
        only_room=room_id is not None,
        by=by,
        at=at,
    )
    appointment = Appointment(
        id=appointment_id,
        organization_id=visit_type.organization_id,
        unit_id=visit_type.unit_id,
        compartment=patient.compartment,
        patient_id=patient.id,
        provider_id=provider_id,
        visit_type=visit_type,
        room_id=taken.room_id,
        starts_at=starts_at,
        ends_at=ends_at,
        state=VisitState.BOOKED,
        state_at=at,
        reason=reason,
        note=note,
        booked_at=at,
        booked_by_id=by.person_id,
    )
    appointment.save(force_insert=True)
    first_step(appointment, by, at)
    record_act(
        "appointment.booked", subject_type="appointment", subject_id=appointment.id, patients=[patient.id]
    )
    publish(AppointmentBooked(appointment.id, patient.id, appointment.unit_id, starts_at, at))
    return appointment


def _refuse_early(
    visit_type: VisitType,
    provider: Resource,
    patient_id: uuid.UUID,
    starts_at: datetime,
    ends_at: datetime,
    by: Actor,
    at: datetime,
) -> None:
    # Most attempts at a wanted time fail here, before anything else is asked. A form that was sent twice is told
    # that the patient has the visit, not that somebody took the time.
    try:
        refuse_taken(visit_type=visit_type, provider=provider, starts_at=starts_at, by=by, at=at)
    except TimeTaken:
        refuse_second_visit(patient_id, starts_at, ends_at, visit_type.unit.zone)
        raise


def move_appointment(
    *,
    appointment_id: uuid.UUID,
    starts_at: datetime,
    provider_id: uuid.UUID | None = None,
    room_id: uuid.UUID | None = None,
    reason: str = "",
    expected_version: int | None = None,
    by: Actor,
    at: datetime,
) -> Appointment:
    """Give a visit that has not begun another time, provider or room in its department, in one step; the old time
    is free at once. Raises like `book_appointment`, and `Stale`."""
    appointment = lock_visit(appointment_id, by, "appointments.book")
    refuse_stale(appointment, expected_version)
    refuse_unmovable(appointment)
    if starts_at < at:
        raise TimePassed()
    visit_type, provider_id = appointment.visit_type, provider_id or appointment.provider_id
    before = (appointment.starts_at, appointment.provider_id, appointment.room_id)
    if before[:2] == (starts_at, provider_id) and room_id in (None, appointment.room_id):
        return appointment
    provider = provider_resource(visit_type, provider_id)
    refuse_unavailable(visit_type, provider, starts_at)
    ends_at = starts_at + timedelta(minutes=visit_type.minutes)
    refuse_second_visit(appointment.patient_id, starts_at, ends_at, visit_type.unit.zone, but=appointment.id)
    taken = take_time(
        appointment_id=appointment.id,
        visit_type=visit_type,
        provider=provider,
        starts_at=starts_at,
        room_id=room_id or appointment.room_id,
        only_room=room_id is not None,
        moving=True,
        by=by,
        at=at,
    )
    place(appointment, starts_at, ends_at, provider_id, taken.room_id)
    move_step(
        appointment,
        starts_at=before[0],
        provider_id=before[1],
        room_id=before[2],
        reason=reason,
        by=by,
        at=at,
    )
    announce_move(appointment, "appointment.moved", at)
    return appointment


def place(
    appointment: Appointment,
    starts_at: datetime,
    ends_at: datetime,
    provider_id: uuid.UUID,
    room_id: uuid.UUID | None,
) -> None:
    """Write where and when a visit is now."""
    appointment.starts_at, appointment.ends_at = starts_at, ends_at
    appointment.provider_id, appointment.room_id = provider_id, room_id
    appointment.version += 1
    appointment.save(update_fields=["starts_at", "ends_at", "provider_id", "room_id", "version"])


def announce_move(appointment: Appointment, act: str, at: datetime) -> None:
    """Record and publish that a visit is elsewhere now; whoever had to move it has one thing less to do."""
    no_longer_stranded(appointment, at=at, because="The visit was moved.")
    record_act(act, subject_type="appointment", subject_id=appointment.id, patients=[appointment.patient_id])
    publish(
        AppointmentMoved(
            appointment.id, appointment.patient_id, appointment.unit_id, appointment.starts_at, at
        )
    )
