"""Booking and moving visits."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from wellrun.platform.access.api import Actor, NotFound, require
from wellrun.platform.audit.api import record_act
from wellrun.platform.database.ids import new_id
from wellrun.platform.events import publish
from wellrun.practice.scheduling.events import AppointmentBooked, AppointmentMoved
from wellrun.practice.scheduling.models import Appointment, BookedBy, Urgency, VisitState
from wellrun.practice.scheduling.operations.authorize import ask_authorization
from wellrun.practice.scheduling.operations.checks import (
    NotBookable,
    TimePassed,
    lock_visit,
    patient_elsewhere,
    refuse_elsewhere,
    refuse_not_offered,
    refuse_patient,
    refuse_stale,
    refuse_unavailable,
    refuse_unmovable,
)
from wellrun.practice.scheduling.operations.fitting import refuse_unfitting
from wellrun.practice.scheduling.operations.hold import claim_hold
from wellrun.practice.scheduling.operations.overbook import lanes_kept, lanes_to_overbook
from wellrun.practice.scheduling.operations.steps import Place, move_step, write_booked
from wellrun.practice.scheduling.operations.strand import no_longer_stranded
from wellrun.practice.scheduling.operations.take_time import TimeTaken, in_one_place, refuse_taken, take_time
from wellrun.practice.scheduling.queries.slots import Slot, slot_at
from wellrun.practice.scheduling.queries.visit_types import usual_minutes
from wellrun.practice.timebook.api import release

MOVED = ("starts_at", "ends_at", "provider_id", "room_id", "assistant_id")


def book_appointment(
    *,
    patient_id: uuid.UUID,
    visit_type_id: uuid.UUID,
    provider_id: uuid.UUID,
    starts_at: datetime,
    reason: str = "",
    note: str = "",
    room_id: uuid.UUID | None = None,
    urgency: Urgency = Urgency.ROUTINE,
    through: BookedBy = BookedBy.DESK,
    order_id: uuid.UUID | None = None,
    hold_id: uuid.UUID | None = None,
    overbook_reason: str = "",
    series_id: uuid.UUID | None = None,
    series_position: int | None = None,
    minutes: int | None = None,
    by: Actor,
    at: datetime,
) -> Appointment:
    """Book a visit: provider, room and device together or not at all. Without `room_id` any free room of the kind.
    `order_id` joins visits that were booked together, `series_id` those that repeat; `through` says what booked it.
    A hold of `hold_id` becomes the visit, and nobody comes between. With `overbook_reason` the visit may go beyond
    the provider's capacity as far as the rule allows (`NotOverbooked`, capability `appointments.overbook`).

    Raises `TimeTaken` (with `next_offers`), `TimePassed`, `OutsideHours`, `NoCredential`, `NotBookable`,
    `PatientElsewhere` or `Unfitting`, each with its sentence.
    """
    asked: dict[str, Any] = {
        "visit_type_id": visit_type_id,
        "provider_id": provider_id,
        "starts_at": starts_at,
    }
    hold = claim_hold(hold_id, by=by, **asked) if hold_id else None
    appointment_id = hold.id if hold else new_id()
    beyond = lanes_to_overbook(by=by, **asked) if overbook_reason else 0
    slot = slot_at(
        **asked, patient_id=patient_id, at=at, booking_id=appointment_id, minutes=minutes, beyond=beyond
    )
    _refuse(slot, note, by, at, beyond)
    assert slot is not None
    taken = take_time(
        slot,
        appointment_id=appointment_id,
        room_id=room_id or (hold.room_id if hold else None),
        only_room=room_id is not None,
        moving=hold is not None,
        beyond=beyond,
        by=by,
        at=at,
    )
    appointment = _booked(slot, appointment_id, by, at)
    appointment.room_id, appointment.reason, appointment.note = taken.room_id, reason, note
    appointment.assistant_id = taken.assistant_id
    appointment.urgency, appointment.booked_through, appointment.order_id = urgency, through, order_id
    appointment.series_id, appointment.series_position = series_id, series_position
    appointment.overbook_reason = overbook_reason[:200] if taken.overbooked else ""
    if not write_booked(appointment, by, at):
        release(booking_id=appointment_id)
        raise patient_elsewhere(slot)
    record_act(
        "appointment.booked", subject_type="appointment", subject_id=appointment.id, patients=[patient_id]
    )
    ask_authorization(appointment, slot.visit_type, at=at)
    publish(AppointmentBooked(appointment.id, patient_id, appointment.unit_id, starts_at, at))
    return appointment


def _refuse(slot: Slot | None, note: str, by: Actor, at: datetime, beyond: int) -> None:
    if slot is None:
        raise NotFound()
    require(by, "appointments.book", slot.visit_type.unit_id)
    if slot.starts_at < at:
        raise TimePassed()
    refuse_not_offered(slot)
    # Most attempts at a wanted time fail here, before anything else is asked. A form that was sent twice is told
    # that the patient has the visit, not that somebody took the time.
    try:
        refuse_taken(slot, by=by, at=at, beyond=beyond)
    except TimeTaken:
        refuse_elsewhere(slot)
        raise
    if slot.patient.compartment is None:
        raise NotFound()
    assert slot.patient.id is not None
    refuse_unavailable(slot)
    refuse_patient(slot)
    if slot.visit_type.capacity > 1:
        raise NotBookable(f"{slot.visit_type.name} is a group visit. Give the patient a seat of a group.")
    refuse_unfitting(
        visit_type=slot.visit_type, patient_id=slot.patient.id, starts_at=slot.starts_at, note=note
    )


def _booked(slot: Slot, appointment_id: uuid.UUID, by: Actor, at: datetime) -> Appointment:
    assert slot.provider is not None
    visit_type = slot.visit_type
    return Appointment(
        id=appointment_id,
        organization_id=visit_type.organization_id,
        unit_id=visit_type.unit_id,
        compartment=slot.patient.compartment,
        patient_id=slot.patient.id,
        provider_id=slot.provider.subject_id,
        visit_type=visit_type,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        state=VisitState.BOOKED,
        state_at=at,
        booked_at=at,
        booked_by_id=by.person_id,
    )


def move_appointment(
    *,
    appointment_id: uuid.UUID,
    starts_at: datetime,
    provider_id: uuid.UUID | None = None,
    room_id: uuid.UUID | None = None,
    reason: str = "",
    expected_version: int | None = None,
    minutes: int | None = None,
    overbook_reason: str = "",
    by: Actor,
    at: datetime,
) -> Appointment:
    """Give a visit that has not begun another time, provider, room or length in its department, in one step; the old
    time is free at once. Without `minutes` it stays as long as it is, with `overbook_reason` it may go beyond the
    provider's capacity. Raises like `book_appointment`, and `Stale`."""
    appointment = lock_visit(appointment_id, by, "appointments.book")
    refuse_stale(appointment, expected_version)
    refuse_unmovable(appointment)
    if starts_at < at:
        raise TimePassed()
    provider_id = provider_id or appointment.provider_id
    before = Place.of(appointment)
    minutes = minutes or _length(appointment, provider_id)
    stays = (before.starts_at, before.provider_id) == (starts_at, provider_id)
    if stays and room_id in (None, before.room_id) and minutes == minutes_of(appointment):
        return appointment
    beyond = _lanes_beyond(appointment, provider_id, starts_at, overbook_reason, stays=stays, by=by)
    slot = slot_of(
        appointment, provider_id=provider_id, starts_at=starts_at, at=at, minutes=minutes, beyond=beyond
    )
    refuse_not_offered(slot)
    refuse_taken(slot, by=by, at=at, beyond=beyond)
    refuse_unavailable(slot)
    refuse_elsewhere(slot, but=appointment.id)
    move_to(
        slot,
        appointment,
        room_id or appointment.room_id,
        only_room=room_id is not None,
        beyond=beyond,
        overbook_reason=overbook_reason or before.overbook_reason,
        by=by,
        at=at,
    )
    move_step(appointment, before=before, reason=reason, by=by, at=at)
    ask_authorization(appointment, slot.visit_type, at=at)
    announce_move(appointment, "appointment.moved", at)
    return appointment


def minutes_of(appointment: Appointment) -> int:
    """How long a visit is booked for."""
    return int((appointment.ends_at - appointment.starts_at).total_seconds()) // 60


def _length(appointment: Appointment, provider_id: uuid.UUID) -> int | None:
    """How long a visit stays that moves: as long as it is; with another provider as long as that one takes for it,
    unless somebody gave it a length of its own."""
    present = minutes_of(appointment)
    if provider_id == appointment.provider_id:
        return present
    return None if present == usual_minutes(appointment.visit_type, appointment.provider_id) else present


def _lanes_beyond(
    appointment: Appointment,
    provider_id: uuid.UUID,
    starts_at: datetime,
    overbook_reason: str,
    *,
    stays: bool,
    by: Actor,
) -> int:
    if stays and appointment.overbook_reason:
        return lanes_kept(appointment.visit_type_id, provider_id)
    if not overbook_reason:
        return 0
    return lanes_to_overbook(
        visit_type_id=appointment.visit_type_id,
        provider_id=provider_id,
        starts_at=starts_at,
        but=appointment.id,
        by=by,
    )


def slot_of(
    appointment: Appointment,
    *,
    provider_id: uuid.UUID,
    starts_at: datetime,
    at: datetime,
    minutes: int | None = None,
    beyond: int = 0,
) -> Slot:
    """Another time for a visit, of the length of its type unless `minutes` are given; `beyond` as for `slot_at`."""
    slot = slot_at(
        visit_type_id=appointment.visit_type_id,
        provider_id=provider_id,
        patient_id=appointment.patient_id,
        starts_at=starts_at,
        at=at,
        booking_id=appointment.id,
        minutes=minutes,
        beyond=beyond,
    )
    if slot is None or slot.provider is None:
        raise NotFound()
    return slot


def move_to(
    slot: Slot,
    appointment: Appointment,
    room_id: uuid.UUID | None,
    *,
    only_room: bool = False,
    beyond: int = 0,
    overbook_reason: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Take the time of `slot` for a visit, in this room if it is free, and write where and when the visit is now;
    overbooked, and for which reason, only where it took a lane `beyond` the provider's capacity."""
    assert slot.provider is not None
    with in_one_place(slot, appointment_id=appointment.id, by=by, at=at):
        taken = take_time(
            slot,
            appointment_id=appointment.id,
            room_id=room_id,
            only_room=only_room,
            moving=True,
            beyond=beyond,
            by=by,
            at=at,
        )
        appointment.starts_at, appointment.ends_at = slot.starts_at, slot.ends_at
        appointment.provider_id, appointment.room_id = slot.provider.subject_id, taken.room_id
        appointment.assistant_id = taken.assistant_id
        appointment.overbook_reason = overbook_reason[:200] if taken.overbooked else ""
        appointment.version += 1
        appointment.save(update_fields=[*MOVED, "overbook_reason", "version"])


def announce_move(appointment: Appointment, act: str, at: datetime) -> None:
    """Record and publish that a visit is elsewhere now; whoever had to move it has one thing less to do."""
    no_longer_stranded(appointment, at=at, because="The visit was moved.")
    record_act(act, subject_type="appointment", subject_id=appointment.id, patients=[appointment.patient_id])
    publish(
        AppointmentMoved(
            appointment.id, appointment.patient_id, appointment.unit_id, appointment.starts_at, at
        )
    )
