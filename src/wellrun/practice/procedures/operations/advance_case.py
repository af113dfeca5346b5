"""Bringing a case along its way: sent, confirmed, ready, done; and ending it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from wellrun.platform.access.api import Actor, Refused
from wellrun.platform.events import publish
from wellrun.platform.ui.formatting import in_zone
from wellrun.practice.procedures.events import CaseDone, CaseMoved, CaseNotDone
from wellrun.practice.procedures.models import AHEAD, Case, CaseImplant, CaseProcedure, CaseState, ItemState
from wellrun.practice.procedures.operations.bring_visits import cancel_with
from wellrun.practice.procedures.operations.hold_surgeon import hold_surgeon
from wellrun.practice.procedures.operations.ready_items import refresh
from wellrun.practice.procedures.operations.request_case import (
    after_time_changed,
    apply_hospital_time,
    when_text,
)
from wellrun.practice.procedures.operations.steps import WrongCaseStep, lock_case, write_step
from wellrun.practice.procedures.operations.tell_hospital import tell_hospital
from wellrun.practice.procedures.queries.cases import items_of


class NotReady(Refused):
    """Something still blocks the case."""

    status = 409


class CaseReasonNeeded(Refused):
    """A case ends for a reason."""

    sentence = "Say why."
    field = "reason"


def send_case(*, case_id: uuid.UUID, expected_version: int | None = None, by: Actor, at: datetime) -> Case:
    """Send the request to the hospital: by message where it takes them; otherwise the packet was handed over, and the
    case is sent by that. Sending it again changes nothing."""
    case = lock_case(case_id, by, expected_version=expected_version)
    if case.state == CaseState.SENT:
        return case
    if case.state != CaseState.REQUESTED:
        raise WrongCaseStep(f"A case that is {case.get_state_display().lower()} is not sent again.")
    message = tell_hospital(case, "S12", by=by, at=at)
    case.state, case.state_at = CaseState.SENT, at
    write_step(case, "Sent", detail="by message" if message else "by packet or telephone", by=by, at=at)
    return case


def confirm_case(
    *,
    case_id: uuid.UUID,
    hospital_number: str,
    starts_at: datetime | None = None,
    expected_version: int | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """Write down that the hospital confirmed, with its number and its time; without a time, the requested one.

    Raises `SurgeonBusy` where the hospital's time is another and the surgeon is not free then.
    """
    case = lock_case(case_id, by, expected_version=expected_version)
    if not hospital_number.strip():
        raise Refused("Enter the number that the hospital gave.", field="hospital_number")
    confirm_locked(case, hospital_number=hospital_number.strip()[:40], starts_at=starts_at, by=by, at=at)
    return case


def confirm_locked(
    case: Case, *, hospital_number: str, starts_at: datetime | None, by: Actor, at: datetime
) -> None:
    """`confirm_case` for a case that is locked."""
    if case.state not in AHEAD:
        raise WrongCaseStep(f"A case that is {case.get_state_display().lower()} cannot be confirmed.")
    if starts_at is None and case.starts_at is None:
        raise Refused("Enter the time that the hospital gave.", field="on")
    _refuse_taken_number(case, hospital_number)
    if case.state == CaseState.POSTPONED:
        case.ended_because = ""
    if case.state != CaseState.READY:
        case.state = CaseState.CONFIRMED
    moved = apply_hospital_time(case, starts_at=starts_at, by=by, at=at) if starts_at else False
    if not moved:
        hold_surgeon(case, by=by, at=at)
    case.hospital_number = hospital_number or case.hospital_number
    case.state_at, case.confirmed_at = at, at
    write_step(case, "Confirmed", detail=f"{case.hospital_number}: {when_text(case)}", by=by, at=at)
    if moved:
        after_time_changed(case, by=by, at=at)
    else:
        refresh(case, at=at)


def _refuse_taken_number(case: Case, number: str) -> None:
    others = Case.objects.filter(facility_id=case.facility_id, hospital_number=number).exclude(id=case.id)
    if number and others.exclude(state=CaseState.CANCELLED).exists():
        raise Refused(
            f"Another case at {case.facility.name} has the number {number} already.", field="hospital_number"
        )


def mark_ready(*, case_id: uuid.UUID, expected_version: int | None = None, by: Actor, at: datetime) -> Case:
    """Say that a confirmed case is ready; raises `NotReady`, naming what blocks."""
    case = lock_case(case_id, by, expected_version=expected_version)
    if case.state == CaseState.READY:
        return case
    if case.state != CaseState.CONFIRMED:
        raise NotReady("The hospital has not confirmed the case.")
    refresh(case, at=at)
    open_items = [item for item in items_of(case.id) if item.blocks and item.state == ItemState.OPEN]
    untold = CaseImplant.objects.filter(case=case, informed_at__isnull=True).values_list(
        "description", flat=True
    )
    blocking = [item.name for item in open_items]
    blocking += [
        f"no representative told of {name}" for name in untold if "implants" not in _keys(open_items)
    ]
    if blocking:
        raise NotReady(f"The case is not ready. Missing: {'; '.join(blocking)}.")
    case.state, case.state_at = CaseState.READY, at
    write_step(case, "Ready", by=by, at=at)
    return case


def _keys(items: list) -> set[str]:
    return {item.key for item in items}


def inform_representative(
    *, case_id: uuid.UUID, implant_id: uuid.UUID, informed: bool, by: Actor, at: datetime
) -> CaseImplant:
    """Note that the representative of an implant was told of the case, or take that back."""
    case = lock_case(case_id, by)
    implant = CaseImplant.objects.get(id=implant_id, case=case)
    implant.informed_at = at if informed else None
    implant.save(update_fields=["informed_at"])
    said = implant.representative or implant.vendor or "the representative"
    write_step(
        case, "Representative told" if informed else "Representative not told", detail=said, by=by, at=at
    )
    return implant


def finish_case(
    *,
    case_id: uuid.UUID,
    done_on: date | None = None,
    expected_version: int | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """Say that a case took place; its charge is expected from then on. Not before its day."""
    case = lock_case(case_id, by, expected_version=expected_version)
    if case.state == CaseState.DONE:
        return case
    if case.state not in (CaseState.CONFIRMED, CaseState.READY, CaseState.SENT) or case.starts_at is None:
        raise WrongCaseStep(f"A case that is {case.get_state_display().lower()} was not done.")
    planned = in_zone(case.starts_at, case.facility.zone).date()
    today = in_zone(at, case.facility.zone).date()
    done_on = done_on or planned
    if done_on > today or planned > today:
        raise WrongCaseStep("The case is still to come. Move it first if it took place on another day.")
    case.state, case.state_at, case.done_on = CaseState.DONE, at, done_on
    write_step(case, "Done", by=by, at=at)
    refresh(case, at=at)
    lines = CaseProcedure.objects.filter(case=case).order_by("position")
    publish(
        CaseDone(
            case.id, case.patient_id, case.provider_id, case.unit_id, case.organization_id, case.compartment,
            done_on, case.facility.place_of_service, tuple(line.code for line in lines), at,
        )
    )  # fmt: skip
    return case


def undo_done(*, case_id: uuid.UUID, by: Actor, at: datetime) -> Case:
    """Take back that a case was done: it is confirmed again."""
    case = lock_case(case_id, by)
    if case.state != CaseState.DONE:
        return case
    case.state, case.state_at, case.done_on = CaseState.CONFIRMED, at, None
    write_step(case, "Not done", by=by, at=at)
    refresh(case, at=at)
    publish(CaseNotDone(case.id, at))
    return case


def cancel_case(
    *,
    case_id: uuid.UUID,
    reason: str,
    visit_ids: Sequence[uuid.UUID] = (),
    expected_version: int | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """Cancel a case, saying why: the surgeon is free at once, the hospital is told, and those of its visits
    that are named are canceled with it. Twice changes nothing."""
    case = lock_case(case_id, by, expected_version=expected_version)
    if case.state != CaseState.CANCELLED:
        end_locked(case, CaseState.CANCELLED, "Canceled", reason, tell=True, by=by, at=at)
        cancel_with(case, visit_ids, reason=reason, by=by, at=at)
    return case


def postpone_case(
    *,
    case_id: uuid.UUID,
    reason: str,
    visit_ids: Sequence[uuid.UUID] = (),
    expected_version: int | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """Take a case off its day without a new one, saying why, and cancel those of its visits that are named. Giving it
    a time requests it again."""
    case = lock_case(case_id, by, expected_version=expected_version)
    if case.state != CaseState.POSTPONED:
        end_locked(case, CaseState.POSTPONED, "Postponed", reason, tell=True, by=by, at=at)
        cancel_with(case, visit_ids, reason=reason, by=by, at=at)
    return case


def end_locked(
    case: Case, state: CaseState, what: str, reason: str, *, tell: bool, by: Actor, at: datetime
) -> None:
    """Cancel or postpone a locked case, and tell the hospital where `tell` says so."""
    if case.state not in AHEAD:
        raise WrongCaseStep(f"A case that is {case.get_state_display().lower()} cannot be {what.lower()}.")
    if not reason.strip():
        raise CaseReasonNeeded()
    case.state, case.state_at, case.ended_because = state, at, reason.strip()[:200]
    case.confirmed_at = None
    if state == CaseState.POSTPONED:
        case.wanted_from_on = None
        case.wanted_to_on = None
    hold_surgeon(case, by=by, at=at)
    if tell:
        tell_hospital(case, "S15", by=by, at=at)
    if state == CaseState.POSTPONED:
        case.starts_at, case.hospital_number = None, ""
    write_step(case, what, detail=reason, by=by, at=at)
    refresh(case, at=at)
    publish(CaseMoved(case.id, case.patient_id, case.unit_id, None, at))
