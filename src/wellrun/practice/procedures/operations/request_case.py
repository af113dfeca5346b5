"""Requesting a case, changing it, and giving it another time."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.database.ids import new_id
from wellrun.platform.events import publish
from wellrun.platform.ui.formatting import format_clock, format_day, in_zone
from wellrun.practice.patients.api import patient
from wellrun.practice.procedures.events import CaseMoved
from wellrun.practice.procedures.models import (
    AHEAD,
    Case,
    CaseImplant,
    CaseProcedure,
    CaseState,
    Facility,
    PreferenceCard,
)
from wellrun.practice.procedures.operations.hold_surgeon import hold_surgeon
from wellrun.practice.procedures.operations.ready_items import refresh
from wellrun.practice.procedures.operations.settle_item import unready
from wellrun.practice.procedures.operations.steps import WrongCaseStep, lock_case, write_step
from wellrun.practice.procedures.operations.tell_hospital import tell_hospital
from wellrun.practice.procedures.rules.details import CaseDetails, refuse_incomplete
from wellrun.practice.workforce.api import credential_gaps, provider

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class CannotOperate(Refused):
    """The surgeon or the facility is not to be had."""


class TimeIsOver(Refused):
    """The time has passed."""

    sentence = "That time has passed. Choose a time that is still to come."
    field = "on"


def request_case(*, patient_id: uuid.UUID, details: CaseDetails, by: Actor, at: datetime) -> Case:
    """Write a case down and reserve the surgeon for its time, together or not at all.

    Raises `SurgeonBusy` (with `conflicts`), `CaseIncomplete`, `CannotOperate` or `TimeIsOver`.
    """
    refuse_incomplete(details)
    chart, surgeon = patient(patient_id), provider(details.provider_id)
    facility = Facility.objects.filter(id=details.facility_id, active=True).first()
    if chart is None or surgeon is None or facility is None:
        raise NotFound()
    require(by, "cases.book", surgeon.unit_id)
    if chart.deceased_on is not None:
        raise CannotOperate("This patient is recorded as deceased. Nothing can be booked.", field="patient")
    case = Case(
        id=new_id(),
        organization_id=chart.organization_id,
        unit=surgeon.unit,
        compartment=chart.compartment,
        placer_number=_placer_number(),
        patient=chart,
        provider=surgeon,
        facility=facility,
        travel_minutes=facility.travel_minutes,
        state=CaseState.REQUESTED,
        state_at=at,
        requested_at=at,
    )
    _fill(case, details)
    case.starts_at = details.starts_at
    _refuse_impossible(case, at)
    hold_surgeon(case, by=by, at=at)
    write_step(case, "Requested", detail=when_text(case), by=by, at=at)
    _write_parts(case, details)
    refresh(case, at=at)
    return case


def change_case(
    *, case_id: uuid.UUID, details: CaseDetails, expected_version: int | None = None, by: Actor, at: datetime
) -> Case:
    """Change what is said of a case that is still ahead; its time changes with it, in the same step."""
    refuse_incomplete(details)
    case = lock_case(case_id, by, expected_version=expected_version)
    _refuse_over(case)
    surgeon = provider(details.provider_id)
    facility = Facility.objects.filter(id=details.facility_id).first()
    if surgeon is None or facility is None:
        raise NotFound()
    if surgeon.unit_id != case.unit_id:
        raise CannotOperate(f"{surgeon.display_name} is of another department.", field="provider")
    if facility.id != case.facility_id and case.state != CaseState.REQUESTED:
        raise CannotOperate(
            "The case was sent to the hospital. Cancel it and request it at the other one.", field="facility"
        )
    before = (case.starts_at, case.minutes)
    case.provider, case.facility = surgeon, facility
    case.travel_minutes = facility.travel_minutes
    _fill(case, details)
    if case.state == CaseState.POSTPONED and details.starts_at:
        case.state, case.state_at, case.ended_because = CaseState.REQUESTED, at, ""
    case.starts_at = details.starts_at
    _refuse_impossible(case, at, before[0])
    hold_surgeon(case, by=by, at=at)
    _write_parts(case, details)
    moved = before[0] != case.starts_at
    if moved:
        _unconfirm(case, at)
    write_step(case, "Changed", detail=when_text(case) if moved else "", by=by, at=at)
    _follow_up(case, moved=moved, event="S13" if moved else "S14", by=by, at=at)
    return case


def move_case(
    *,
    case_id: uuid.UUID,
    starts_at: datetime,
    reason: str = "",
    expected_version: int | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """Give a case another time in one step: the surgeon's old time is free at once, the checklist is dated anew, and
    what no longer holds is open again. A postponed case is requested again. Raises `SurgeonBusy`."""
    case = lock_case(case_id, by, expected_version=expected_version)
    _refuse_over(case)
    if case.starts_at == starts_at:
        return case
    before = when_text(case)
    case.starts_at = starts_at
    if case.state == CaseState.POSTPONED:
        case.state, case.state_at, case.ended_because = CaseState.REQUESTED, at, ""
    _refuse_impossible(case, at)
    hold_surgeon(case, by=by, at=at)
    _unconfirm(case, at)
    write_step(case, "Moved", detail=f"from {before} to {when_text(case)}. {reason}".strip(), by=by, at=at)
    _follow_up(case, moved=True, event="S13", by=by, at=at)
    return case


def apply_hospital_time(case: Case, *, starts_at: datetime, by: Actor, at: datetime) -> bool:
    """Give a locked case the time that the hospital says; says whether it changed. Raises `SurgeonBusy`."""
    if case.starts_at == starts_at:
        return False
    case.starts_at = starts_at
    hold_surgeon(case, by=by, at=at)
    return True


def after_time_changed(case: Case, *, by: Actor, at: datetime) -> None:
    """Date the checklist anew and say so, after the hospital changed the time."""
    _follow_up(case, moved=True, event="", by=by, at=at)


def when_text(case: Case) -> str:
    """The time of a case in the facility's zone, or the days that are wanted, as people say it."""
    if case.starts_at is not None:
        wall = in_zone(case.starts_at, case.facility.zone)
        return f"{format_day(wall)}, {format_clock(wall)}"
    if case.wanted_from_on and case.wanted_to_on:
        return f"between {format_day(case.wanted_from_on)} and {format_day(case.wanted_to_on)}"
    return f"from {format_day(case.wanted_from_on)} on" if case.wanted_from_on else "no day yet"


def _follow_up(case: Case, *, moved: bool, event: str, by: Actor, at: datetime) -> None:
    items = refresh(case, at=at, retell=moved)
    unready(case, items, by=by, at=at)
    if moved:
        publish(CaseMoved(case.id, case.patient_id, case.unit_id, case.starts_at, at))
    if event:
        tell_hospital(case, event, by=by, at=at)


def _unconfirm(case: Case, at: datetime) -> None:
    """A time of ours is a request again, until the hospital says it."""
    if case.state in (CaseState.CONFIRMED, CaseState.READY):
        case.state, case.state_at, case.confirmed_at = CaseState.SENT, at, None


def _placer_number() -> str:
    """Our number of a case in messages: eight letters and digits of a fresh id, none of them easily misread."""
    rest, letters = new_id().int & ((1 << 62) - 1), []
    for _ in range(8):
        rest, place = divmod(rest, len(_LETTERS))
        letters.append(_LETTERS[place])
    return "WR" + "".join(letters)


def _refuse_over(case: Case) -> None:
    if case.state not in AHEAD:
        raise WrongCaseStep(f"A case that is {case.get_state_display().lower()} cannot be changed.")


def _refuse_impossible(case: Case, at: datetime, known: datetime | None = None) -> None:
    if case.starts_at is not None and case.starts_at != known and case.starts_at < at:
        raise TimeIsOver()
    on = in_zone(case.starts_at, case.facility.zone).date() if case.starts_at else case.wanted_from_on
    _refuse_lapsed(case, on)


def _refuse_lapsed(case: Case, on: date | None) -> None:
    gaps = credential_gaps(provider_ids=[case.provider_id], on=on) if on else {}
    if case.provider_id in gaps:
        raise CannotOperate(gaps[case.provider_id], field="provider")
    if case.provider.retired_at is not None:
        raise CannotOperate(f"{case.provider.display_name} is not booked any more.", field="provider")


_SAID = (
    "wanted_from_on", "wanted_to_on", "setup_minutes", "procedure_minutes", "cleanup_minutes", "anesthesia",
    "position", "equipment", "assistant", "patient_class", "urgency", "blood_note", "allergies_note", "note",
)  # fmt: skip


def _fill(case: Case, details: CaseDetails) -> None:
    for name in _SAID:
        setattr(case, name, getattr(details, name))
    case.diagnoses = list(details.diagnoses)
    case.card = PreferenceCard.objects.filter(id=details.card_id).first() if details.card_id else None


def _write_parts(case: Case, details: CaseDetails) -> None:
    """Write the procedures and implants of a case anew; what a representative was told stays told."""
    told = {one.description: one.informed_at for one in CaseImplant.objects.filter(case=case)}
    CaseProcedure.objects.filter(case=case).delete()
    CaseImplant.objects.filter(case=case).delete()
    place = {
        "organization_id": case.organization_id,
        "unit_id": case.unit_id,
        "compartment": case.compartment,
        "case": case,
    }
    CaseProcedure.objects.bulk_create(
        CaseProcedure(
            **place, position=position, code=line.code, words=line.words.strip(), laterality=line.laterality,
            units=line.units, global_days=line.global_days,
        )
        for position, line in enumerate(details.procedures, 1)
    )  # fmt: skip
    CaseImplant.objects.bulk_create(
        CaseImplant(
            **place, position=position, description=line.description, vendor=line.vendor,
            representative=line.representative, phone=line.phone,
            informed_at=line.informed_at or told.get(line.description),
        )
        for position, line in enumerate(details.implants, 1)
    )  # fmt: skip
