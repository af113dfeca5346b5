"""Moving visits along their way, cancelling them, and taking a step back."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from wellrun.platform.access.api import Actor, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.platform.events import publish
from wellrun.practice.scheduling.events import AppointmentBooked, AppointmentCancelled, VisitAdvanced
from wellrun.practice.scheduling.models import Appointment, AppointmentStep, StepKind, VisitState
from wellrun.practice.scheduling.models.appointment import RELEASED
from wellrun.practice.scheduling.operations.book import announce_move, place
from wellrun.practice.scheduling.operations.checks import locked, refuse_stale
from wellrun.practice.scheduling.operations.steps import state_step
from wellrun.practice.scheduling.operations.strand import no_longer_stranded
from wellrun.practice.scheduling.operations.take_time import take_time
from wellrun.practice.scheduling.rules import NEXT_STATES, day_text
from wellrun.practice.timebook.api import release, resource_for

UNBOOKED = "Booked by mistake"


class WrongStep(Refused):
    """A visit in this state does not go there."""

    status = 409
    field = "to"


class ReasonNeeded(Refused):
    """A cancellation says why."""

    sentence = "Say why the visit is canceled."
    field = "reason"


class NothingToUndo(Refused):
    """Every step is undone."""

    status = 409
    sentence = "There is nothing left to undo for this visit."


def advance_visit(
    *,
    appointment_id: uuid.UUID,
    to: VisitState,
    reason: str = "",
    expected_version: int | None = None,
    by: Actor,
    at: datetime,
) -> Appointment:
    """Bring a visit into its next state; one that is already there stays as it is. Whoever tracks visits may do
    all of it, whoever books may confirm and cancel. A missed visit gives its time back."""
    if to == VisitState.CANCELLED:
        return cancel_appointment(
            appointment_id=appointment_id, reason=reason, expected_version=expected_version, by=by, at=at
        )
    appointment = locked(appointment_id, by, _capability(to, by))
    if appointment.state == to:
        return appointment
    refuse_stale(appointment, expected_version)
    _refuse_wrong_step(appointment, to, at)
    _change_state(appointment, to, reason, by, at)
    if to in RELEASED:
        release(booking_id=appointment.id)
    return appointment


def _capability(to: str, by: Actor) -> str:
    return "visits.track" if to != VisitState.CONFIRMED or by.may("visits.track") else "appointments.book"


def _refuse_wrong_step(appointment: Appointment, to: str, at: datetime) -> None:
    if to not in NEXT_STATES[appointment.state]:
        here = appointment.get_state_display().lower()
        raise WrongStep(f"A visit that is {here} cannot become {VisitState(to).label.lower()}.")
    zone = ZoneInfo(appointment.visit_type.unit.zone)
    planned_on, on = appointment.starts_at.astimezone(zone).date(), at.astimezone(zone).date()
    if to != VisitState.CONFIRMED and to != VisitState.CANCELLED and on < planned_on:
        raise WrongStep(f"This visit is on {day_text(planned_on)}. Move it to today first.")
    if to == VisitState.NO_SHOW and at < appointment.starts_at:
        raise WrongStep("The visit has not begun yet: the patient may still come.")


def _change_state(appointment: Appointment, to: str, reason: str, by: Actor, at: datetime) -> None:
    before, since = appointment.state, appointment.state_at
    appointment.state, appointment.state_at = to, at
    appointment.cancel_reason = reason if to == VisitState.CANCELLED else ""
    appointment.version += 1
    appointment.save(update_fields=["state", "state_at", "cancel_reason", "version"])
    state_step(appointment, before=before, since=since, reason=reason, by=by, at=at)
    _announce(appointment, f"visit.{to}", at)


def _announce(appointment: Appointment, act: str, at: datetime) -> None:
    record_act(act, subject_type="appointment", subject_id=appointment.id, patients=[appointment.patient_id])
    key = (appointment.id, appointment.patient_id, appointment.unit_id)
    publish(VisitAdvanced(*key, appointment.state, at))
    if appointment.state == VisitState.CANCELLED:
        publish(AppointmentCancelled(*key, at))


def cancel_appointment(
    *, appointment_id: uuid.UUID, reason: str, expected_version: int | None = None, by: Actor, at: datetime
) -> Appointment:
    """Cancel a visit that is not over, saying why; its time is free at once. Cancelling twice changes nothing."""
    appointment = locked(appointment_id, by, "appointments.book")
    if appointment.state == VisitState.CANCELLED:
        return appointment
    refuse_stale(appointment, expected_version)
    if not reason.strip():
        raise ReasonNeeded()
    _refuse_wrong_step(appointment, VisitState.CANCELLED, at)
    _change_state(appointment, VisitState.CANCELLED, reason.strip()[:200], by, at)
    release(booking_id=appointment.id)
    no_longer_stranded(appointment, at=at, because="The visit was canceled.")
    return appointment


def undo_step(
    *, appointment_id: uuid.UUID, expected_version: int | None = None, by: Actor, at: datetime
) -> Appointment:
    """Take back the last step that stands: the state, and with it the time. Raises `TimeTaken` when somebody has
    that time meanwhile. A booking that is undone becomes a cancellation."""
    appointment = locked(appointment_id, by, "appointments.read")
    refuse_stale(appointment, expected_version)
    steps = AppointmentStep.objects.select_for_update().filter(
        appointment=appointment, undone_at__isnull=True
    )
    step = steps.order_by("-position").first()
    if step is None:
        raise NothingToUndo()
    _require_undo(step, appointment, by)
    if step.kind == StepKind.MOVED:
        _undo_move(appointment, step, by, at)
    elif step.kind == StepKind.BOOKED:
        _undo_booking(appointment, by, at)
    else:
        _undo_state(appointment, step, by, at)
    step.undone_at, step.undone_by_id, step.undone_by_name = at, by.person_id, by.name
    step.save(update_fields=["undone_at", "undone_by_id", "undone_by_name"])
    return appointment


def _require_undo(step: AppointmentStep, appointment: Appointment, by: Actor) -> None:
    if step.kind != StepKind.STATE or step.to_state == VisitState.CANCELLED:
        require(by, "appointments.book", appointment.unit_id)
    else:
        require(by, _capability(step.to_state, by), appointment.unit_id)


def _undo_booking(appointment: Appointment, by: Actor, at: datetime) -> None:
    appointment.state, appointment.state_at, appointment.cancel_reason = VisitState.CANCELLED, at, UNBOOKED
    appointment.version += 1
    appointment.save(update_fields=["state", "state_at", "cancel_reason", "version"])
    release(booking_id=appointment.id)
    no_longer_stranded(appointment, at=at, because="The visit was canceled.")
    _announce(appointment, "appointment.booking_undone", at)


def _undo_state(appointment: Appointment, step: AppointmentStep, by: Actor, at: datetime) -> None:
    if step.to_state in RELEASED:
        taken = take_time(
            appointment_id=appointment.id,
            visit_type=appointment.visit_type,
            provider=resource_for(appointment.provider_id),
            starts_at=appointment.starts_at,
            room_id=appointment.room_id,
            by=by,
            at=at,
        )
        appointment.room_id = taken.room_id
    appointment.state, appointment.state_at = step.from_state, step.from_state_at or at
    appointment.cancel_reason = ""
    appointment.version += 1
    appointment.save(update_fields=["state", "state_at", "cancel_reason", "room_id", "version"])
    _announce(appointment, "visit.step_undone", at)
    if step.to_state == VisitState.CANCELLED:
        key = (appointment.id, appointment.patient_id, appointment.unit_id)
        publish(AppointmentBooked(*key, appointment.starts_at, at))


def _undo_move(appointment: Appointment, step: AppointmentStep, by: Actor, at: datetime) -> None:
    assert step.from_starts_at is not None and step.from_provider_id is not None
    taken = take_time(
        appointment_id=appointment.id,
        visit_type=appointment.visit_type,
        provider=resource_for(step.from_provider_id),
        starts_at=step.from_starts_at,
        room_id=step.from_room_id,
        moving=True,
        by=by,
        at=at,
    )
    ends_at = step.from_starts_at + timedelta(minutes=appointment.visit_type.minutes)
    place(appointment, step.from_starts_at, ends_at, step.from_provider_id, taken.room_id)
    announce_move(appointment, "appointment.move_undone", at)
