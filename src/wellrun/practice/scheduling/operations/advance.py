"""Moving visits along their way, cancelling them, and taking a step back."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import connection

from wellrun.platform.access.api import Actor, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.platform.events import publish
from wellrun.practice.organization.api import local_day
from wellrun.practice.scheduling.events import AppointmentBooked, AppointmentCancelled, VisitAdvanced
from wellrun.practice.scheduling.models import Appointment, AppointmentStep, StepKind, VisitState
from wellrun.practice.scheduling.models.appointment import RELEASED
from wellrun.practice.scheduling.operations.attendance import (
    cancels_late,
    follow_late_cancel,
    follow_missed,
    forget_fee,
)
from wellrun.practice.scheduling.operations.authorize import ask_authorization, no_authorization_needed
from wellrun.practice.scheduling.operations.book import announce_move, minutes_of, move_to, slot_of
from wellrun.practice.scheduling.operations.checks import lock_visit, refuse_grouped, refuse_stale
from wellrun.practice.scheduling.operations.overbook import lanes_kept
from wellrun.practice.scheduling.operations.seats import take_seat_back
from wellrun.practice.scheduling.operations.steps import state_step
from wellrun.practice.scheduling.operations.strand import no_longer_stranded
from wellrun.practice.scheduling.operations.take_time import in_one_place, take_time
from wellrun.practice.scheduling.rules import NEXT_STATES, day_text
from wellrun.practice.timebook.api import release

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
    code: str = "",
    expected_version: int | None = None,
    by: Actor,
    at: datetime,
) -> Appointment:
    """Bring a visit into its next state; one that is already there stays as it is. Whoever tracks visits may do
    all of it, whoever books may confirm and cancel. A missed visit gives its time back."""
    visit = lock_visit(appointment_id, by, _capability(to, by))
    if visit.state != to:
        refuse_stale(visit, expected_version)
    return advance_locked(visit, to=to, reason=reason, code=code, by=by, at=at)


def advance_locked(
    visit: Appointment, *, to: VisitState, reason: str = "", code: str = "", by: Actor, at: datetime
) -> Appointment:
    """`advance_visit` for a visit that `lock_visit` has returned in this transaction: nothing is read again."""
    require(by, _capability(to, by), visit.unit_id)
    if visit.state == to:
        return visit
    if to == VisitState.CANCELLED and not reason.strip():
        raise ReasonNeeded()
    _refuse_wrong_step(visit, to, at)
    _change_state(visit, to, reason.strip()[:200], code if to == VisitState.CANCELLED else "", by, at)
    if to in RELEASED:
        release(booking_id=visit.id)
    if to == VisitState.CANCELLED:
        no_longer_stranded(visit, at=at, because="The visit was canceled.")
        no_authorization_needed(visit, at=at, because="The visit was canceled.")
    return visit


def cancel_appointment(
    *,
    appointment_id: uuid.UUID,
    reason: str,
    code: str = "",
    expected_version: int | None = None,
    by: Actor,
    at: datetime,
) -> Appointment:
    """Cancel a visit that is not over, saying why; its time is free at once. Cancelling twice changes nothing.
    `code` is the reason's in the organization's list: the patient's own reasons can make it a late cancellation."""
    return advance_visit(
        appointment_id=appointment_id,
        to=VisitState.CANCELLED,
        reason=reason,
        code=code,
        expected_version=expected_version,
        by=by,
        at=at,
    )


def _capability(to: str, by: Actor) -> str:
    if to == VisitState.CANCELLED or (to == VisitState.CONFIRMED and not by.may("visits.track")):
        return "appointments.book"
    return "visits.track"


def _refuse_wrong_step(visit: Appointment, to: str, at: datetime) -> None:
    if to not in NEXT_STATES[visit.state]:
        here = visit.get_state_display().lower()
        raise WrongStep(f"A visit that is {here} cannot become {VisitState(to).label.lower()}.")
    # Once the visit should have begun it is its day or a later one, in whatever zone.
    if to in (VisitState.CONFIRMED, VisitState.CANCELLED) or at >= visit.starts_at:
        return
    planned_on = local_day(visit.unit_id, visit.starts_at)
    if local_day(visit.unit_id, at) < planned_on:
        raise WrongStep(f"This visit is on {day_text(planned_on)}. Move it to today first.")
    if to == VisitState.NO_SHOW:
        raise WrongStep("The visit has not begun yet: the patient may still come.")


def _change_state(visit: Appointment, to: str, reason: str, code: str, by: Actor, at: datetime) -> None:
    before, since = visit.state, visit.state_at
    late = cancels_late(visit, code, at)
    cancel_reason = reason if to == VisitState.CANCELLED else ""
    policy = _write_state(visit, to, at, cancel_reason=cancel_reason, code=code, late=late)
    state_step(visit, before=before, since=since, reason=reason, by=by, at=at)
    _announce(visit, f"visit.{to}", at)
    if late:
        follow_late_cancel(visit, at=at)
    if to == VisitState.NO_SHOW:
        follow_missed(visit, policy, at=at)


# What the policy says of a missed visit comes back with the change: most visits are of departments without one.
_STATE = """
with changed as (
  update scheduling_appointment set state = %(state)s, state_at = %(since)s, cancel_reason = %(cancel_reason)s,
    cancel_code = %(code)s, late_cancel = %(late)s, room_id = %(room_id)s, assistant_id = %(assistant_id)s,
    version = %(version)s
  where id = %(id)s returning unit_id, visit_type_id
)
select p.missed_visits, p.missed_months, p.missed_fee_cents from changed
join scheduling_attendance_policy p on %(state)s = 'no_show' and p.unit_id = changed.unit_id
  and (p.visit_type_id is null or p.visit_type_id = changed.visit_type_id)
order by p.visit_type_id nulls last limit 1
"""


def _write_state(
    visit: Appointment,
    state: str,
    since: datetime,
    *,
    cancel_reason: str = "",
    code: str = "",
    late: bool = False,
) -> tuple[int, int, int] | None:
    visit.state, visit.state_at, visit.cancel_reason = state, since, cancel_reason
    visit.cancel_code, visit.late_cancel = code, late
    visit.version += 1
    with connection.cursor() as cursor:
        said = {"since": since, "cancel_reason": cancel_reason, "code": code, "late": late}
        cursor.execute(
            _STATE,
            {
                "id": visit.id,
                "state": str(state),
                "room_id": visit.room_id,
                "assistant_id": visit.assistant_id,
                "version": visit.version,
            }
            | said,
        )
        return cursor.fetchone()


def _announce(visit: Appointment, act: str, at: datetime) -> None:
    record_act(act, subject_type="appointment", subject_id=visit.id, patients=[visit.patient_id])
    key = (visit.id, visit.patient_id, visit.unit_id)
    publish(VisitAdvanced(*key, visit.state, at))
    if visit.state == VisitState.CANCELLED:
        publish(AppointmentCancelled(*key, at))


def undo_step(
    *, appointment_id: uuid.UUID, expected_version: int | None = None, by: Actor, at: datetime
) -> Appointment:
    """Take back the last step that stands: the state, and with it the time. Raises `TimeTaken` when somebody has
    that time meanwhile. A booking that is undone becomes a cancellation."""
    appointment = lock_visit(appointment_id, by, "appointments.read")
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
    _write_state(appointment, VisitState.CANCELLED, at, cancel_reason=UNBOOKED)
    release(booking_id=appointment.id)
    no_longer_stranded(appointment, at=at, because="The visit was canceled.")
    no_authorization_needed(appointment, at=at, because="The visit was canceled.")
    _announce(appointment, "appointment.booking_undone", at)


def _undo_state(appointment: Appointment, step: AppointmentStep, by: Actor, at: datetime) -> None:
    state, since = step.from_state, step.from_state_at or at
    if step.to_state in RELEASED:
        forget_fee(appointment, at=at)
        if appointment.group_id:
            take_seat_back(appointment, at=at)
            _write_state(appointment, state, since)
        else:
            _take_back(appointment, state, since, by, at)
    else:
        _write_state(appointment, state, since)
    _announce(appointment, "visit.step_undone", at)
    if step.to_state == VisitState.CANCELLED:
        ask_authorization(appointment, appointment.visit_type, at=at)
        key = (appointment.id, appointment.patient_id, appointment.unit_id)
        publish(AppointmentBooked(*key, appointment.starts_at, at))


def _take_back(appointment: Appointment, state: str, since: datetime, by: Actor, at: datetime) -> None:
    beyond = (
        lanes_kept(appointment.visit_type_id, appointment.provider_id) if appointment.overbook_reason else 0
    )
    slot = slot_of(
        appointment,
        provider_id=appointment.provider_id,
        starts_at=appointment.starts_at,
        minutes=minutes_of(appointment),
        beyond=beyond,
        at=at,
    )

    with in_one_place(slot, appointment_id=appointment.id, by=by, at=at):
        taken = take_time(
            slot,
            appointment_id=appointment.id,
            room_id=appointment.room_id,
            beyond=beyond,
            by=by,
            at=at,
        )
        appointment.room_id, appointment.assistant_id = taken.room_id, taken.assistant_id
        if appointment.overbook_reason and not taken.overbooked:
            appointment.overbook_reason = ""
            appointment.save(update_fields=["overbook_reason"])
        _write_state(appointment, state, since)


def _undo_move(appointment: Appointment, step: AppointmentStep, by: Actor, at: datetime) -> None:
    starts_at, provider_id = step.from_starts_at, step.from_provider_id
    assert starts_at is not None and provider_id is not None
    refuse_grouped(appointment)
    # Steps of before lengths were kept do not say how long the visit was: as long as it is now.
    ends_at = step.from_ends_at or starts_at + (appointment.ends_at - appointment.starts_at)
    beyond = lanes_kept(appointment.visit_type_id, provider_id) if step.from_overbook_reason else 0
    slot = slot_of(
        appointment,
        provider_id=provider_id,
        starts_at=starts_at,
        minutes=int((ends_at - starts_at).total_seconds()) // 60,
        beyond=beyond,
        at=at,
    )
    move_to(
        slot,
        appointment,
        step.from_room_id,
        beyond=beyond,
        overbook_reason=step.from_overbook_reason,
        by=by,
        at=at,
    )
    announce_move(appointment, "appointment.move_undone", at)
