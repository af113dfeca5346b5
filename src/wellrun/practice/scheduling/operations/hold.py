"""Holding a time while somebody decides, and giving it back."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.database.ids import new_id
from wellrun.practice.scheduling.models import Hold, HoldState
from wellrun.practice.scheduling.operations.checks import (
    TimePassed,
    refuse_not_offered,
    refuse_patient,
    refuse_unavailable,
)
from wellrun.practice.scheduling.operations.take_time import refuse_taken, take_time
from wellrun.practice.scheduling.queries.slots import slot_at
from wellrun.practice.timebook.api import extend_hold as extend_reservations
from wellrun.practice.timebook.api import release

HOLD_MINUTES = 10
#: Nobody keeps a time longer than this without booking it.
LONGEST_HOLD = timedelta(hours=1)


class HoldOver(Refused):
    """The time is not held any more."""

    status = 409
    sentence = "The time is not held any more. It can still be booked while nobody else takes it."


def hold_time(
    *,
    visit_type_id: uuid.UUID,
    provider_id: uuid.UUID,
    starts_at: datetime,
    patient_id: uuid.UUID | None = None,
    minutes: int = HOLD_MINUTES,
    visit_minutes: int | None = None,
    by: Actor,
    at: datetime,
) -> Hold:
    """Keep provider, room and device of a visit for so many minutes (at most an hour). `book_appointment(hold_id=…)`
    makes the visit of it; left alone it is over by itself. The visit takes as long as its type says, or
    `visit_minutes`. Raises like `book_appointment`."""
    hold_id = new_id()
    slot = slot_at(
        visit_type_id=visit_type_id,
        provider_id=provider_id,
        patient_id=patient_id,
        starts_at=starts_at,
        at=at,
        booking_id=hold_id,
        minutes=visit_minutes,
    )
    if slot is None or (patient_id and slot.patient.compartment is None):
        raise NotFound()
    require(by, "appointments.book", slot.visit_type.unit_id)
    if starts_at < at:
        raise TimePassed()
    refuse_not_offered(slot)
    refuse_taken(slot, by=by, at=at)
    refuse_unavailable(slot)
    refuse_patient(slot)
    expires_at = at + min(timedelta(minutes=minutes), LONGEST_HOLD)
    taken = take_time(slot, appointment_id=hold_id, kind="hold", expires_at=expires_at, by=by, at=at)
    return Hold.objects.create(
        id=hold_id,
        organization_id=slot.visit_type.organization_id,
        unit_id=slot.visit_type.unit_id,
        compartment=slot.patient.compartment or "normal",
        visit_type_id=visit_type_id,
        provider_id=provider_id,
        patient_id=patient_id,
        room_id=taken.room_id,
        starts_at=starts_at,
        ends_at=slot.ends_at,
        held_at=at,
        held_by_id=by.person_id,
        expires_at=expires_at,
    )


def extend_hold(*, hold_id: uuid.UUID, minutes: int = HOLD_MINUTES, by: Actor, at: datetime) -> Hold:
    """Keep a held time for so many minutes from now, not longer than an hour in all; raises `HoldOver` when it is
    over."""
    hold = _locked(hold_id, by)
    expires_at = min(at + timedelta(minutes=minutes), hold.held_at + LONGEST_HOLD)
    if hold.state != HoldState.OPEN or expires_at <= at:
        raise HoldOver()
    if not extend_reservations(booking_id=hold.id, expires_at=expires_at, at=at):
        raise HoldOver()
    hold.expires_at = expires_at
    hold.save(update_fields=["expires_at"])
    return hold


def release_hold(*, hold_id: uuid.UUID, by: Actor, at: datetime) -> Hold:
    """Give a held time back; one that is booked or given back already stays as it is."""
    hold = _locked(hold_id, by)
    if hold.state == HoldState.OPEN:
        release(booking_id=hold.id)
        hold.state = HoldState.RELEASED
        hold.save(update_fields=["state"])
    return hold


def claim_hold(
    hold_id: uuid.UUID,
    *,
    visit_type_id: uuid.UUID,
    provider_id: uuid.UUID,
    starts_at: datetime,
    by: Actor,
) -> Hold | None:
    """The hold that a visit is booked from, locked and marked as booked; None for one that was given back, which the
    visit does without. Raises `HoldOver` for one that is booked already, `NotFound` for one of another time."""
    hold = _locked(hold_id, by)
    if (hold.visit_type_id, hold.provider_id, hold.starts_at) != (visit_type_id, provider_id, starts_at):
        raise NotFound()
    if hold.state == HoldState.BOOKED:
        raise HoldOver("This time is booked already. Look at the patient's visits.")
    if hold.state == HoldState.RELEASED:
        return None
    hold.state = HoldState.BOOKED
    hold.save(update_fields=["state"])
    return hold


def _locked(hold_id: uuid.UUID, by: Actor) -> Hold:
    hold = Hold.objects.select_for_update().filter(id=hold_id).first()
    if hold is None:
        raise NotFound()
    require(by, "appointments.book", hold.unit_id)
    return hold
