"""Logging calls and returning them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.access.matrix import Role
from wellrun.platform.audit.api import record_act
from wellrun.platform.database.identity import across
from wellrun.practice.frontdesk.models import CallReason, PhoneCall
from wellrun.practice.frontdesk.rules import calls_back
from wellrun.practice.patients.api import patient as find_patient
from wellrun.practice.worklist.api import Priority, close_tasks, raise_task
from wellrun.practice.worklist.events import TaskFinished, TaskReopened

_KEY = "call back:"


@dataclass(frozen=True)
class CallDetails:
    """What is written down about a call. Numbers are E.164; a call-back is due at an instant or not at all."""

    reason: str
    disposition: str
    caller_name: str = ""
    caller_number: str = ""
    patient_id: uuid.UUID | None = None
    note: str = ""
    call_back_due_at: datetime | None = None


def log_call(*, unit_id: uuid.UUID, details: CallDetails, by: Actor, at: datetime) -> PhoneCall:
    """Write down a call; one that is to be returned becomes a task for whoever returns calls about its reason."""
    require(by, "calls.log", unit_id)
    if not (details.patient_id or details.caller_name or details.caller_number):
        raise Refused("Say who called: a name, a number or the patient.", field="caller_name")
    if details.call_back_due_at is not None and details.call_back_due_at <= at:
        raise Refused("Choose a time that is still to come.", field="call_back_due_at")
    patient = find_patient(details.patient_id) if details.patient_id else None
    if details.patient_id and patient is None:
        raise NotFound()
    call = PhoneCall.objects.create(
        organization_id=by.organization_id,
        unit_id=unit_id,
        compartment=patient.compartment if patient else "normal",
        patient=patient,
        caller_name=details.caller_name.strip()[:120],
        caller_number=details.caller_number,
        reason=details.reason,
        note=details.note.strip()[:1000],
        disposition=details.disposition,
        taken_at=at,
        taken_by_id=by.person_id,
        call_back_due_at=details.call_back_due_at,
    )
    if call.call_back_due_at is not None:
        _raise_call_back(call, _who(call), at)
    record_act("call.logged", subject_type="call", subject_id=call.id, patients=_patients(call))
    return call


def _raise_call_back(call: PhoneCall, who: str, at: datetime) -> None:
    role = calls_back(call.reason)
    desk = role is Role.MEDICAL_SECRETARY
    raise_task(
        kind="call back",
        key=f"{_KEY}{call.id}",
        title=f"Call back {who}: {CallReason(call.reason).label.lower()}",
        detail=call.note,
        # Only the desk may open the log; others finish the call on the task itself, which ends it here too.
        path=reverse("frontdesk:call", args=[call.id]) if desk else "",
        role=role,
        unit_id=call.unit_id,
        due_at=call.call_back_due_at,
        organization_id=call.organization_id,
        patient_id=call.patient_id,
        priority=Priority.HIGH if call.reason == CallReason.SYMPTOMS else Priority.NORMAL,
        compartment=call.compartment,
        at=at,
    )


def hand_on_call(*, call_id: uuid.UUID, by: Actor, at: datetime) -> bool:
    """Make a task of a call for whoever deals with its reason, due by the end of the next hour for symptoms and within
    the day otherwise; says whether it was raised now."""
    call = _locked(call_id, by)
    urgent = call.reason == CallReason.SYMPTOMS
    return raise_task(
        kind="from a call",
        key=f"from call:{call.id}",
        title=f"{CallReason(call.reason).label}: {_who(call)}",
        detail=call.note,
        path="",
        role=calls_back(call.reason),
        unit_id=call.unit_id,
        due_at=at + timedelta(hours=1 if urgent else 8),
        organization_id=call.organization_id,
        patient_id=call.patient_id,
        priority=Priority.HIGH if urgent else Priority.NORMAL,
        compartment=call.compartment,
        at=at,
    )


def _who(call: PhoneCall) -> str:
    return call.caller_name or (call.patient.spoken_name if call.patient else "") or call.caller_number


def return_call(*, call_id: uuid.UUID, outcome: str, by: Actor, at: datetime) -> PhoneCall:
    """Say that a call was returned and with what outcome; its task ends."""
    call = _locked(call_id, by)
    if call.call_back_due_at is None:
        raise Refused("Nobody promised to call back.")
    if call.called_back_at is not None:
        raise Refused("This call was returned already.")
    if not outcome.strip():
        raise Refused("Say what came of it.", field="outcome")
    call.called_back_at, call.called_back_by_id, call.outcome = at, by.person_id, outcome.strip()[:300]
    call.save(update_fields=["called_back_at", "called_back_by_id", "outcome"])
    close_tasks(key=f"{_KEY}{call.id}", organization_id=call.organization_id, at=at, because="Called back.")
    record_act("call.returned", subject_type="call", subject_id=call.id, patients=_patients(call))
    return call


def undo_return(*, call_id: uuid.UUID, by: Actor, at: datetime) -> PhoneCall:
    """The call is to be returned after all; its task is raised again."""
    call = _locked(call_id, by)
    if call.called_back_at is None:
        return call
    call.called_back_at = call.called_back_by_id = None
    call.outcome = ""
    call.save(update_fields=["called_back_at", "called_back_by_id", "outcome"])
    _raise_call_back(call, _who(call), at)
    record_act("call.return_undone", subject_type="call", subject_id=call.id, patients=_patients(call))
    return call


def withdraw_call(*, call_id: uuid.UUID, by: Actor, at: datetime) -> PhoneCall:
    """Undo logging a call: it leaves the log, and its task ends. The row stays."""
    call = _locked(call_id, by)
    call.withdrawn_at = at
    call.save(update_fields=["withdrawn_at"])
    close_tasks(
        key=f"{_KEY}{call.id}", organization_id=call.organization_id, at=at, because="The call was withdrawn."
    )
    record_act("call.withdrawn", subject_type="call", subject_id=call.id, patients=_patients(call))
    return call


def note_finished_task(event: TaskFinished) -> None:
    """A call-back finished on the worklist is a call returned."""
    if event.key.startswith(_KEY):
        with across(event.organization_id):
            PhoneCall.objects.filter(id=event.key.removeprefix(_KEY), called_back_at__isnull=True).update(
                called_back_at=event.at, called_back_by_id=event.by_id, outcome=event.resolution
            )


def note_reopened_task(event: TaskReopened) -> None:
    """A call-back reopened on the worklist is a call to return."""
    if event.key.startswith(_KEY):
        with across(event.organization_id):
            PhoneCall.objects.filter(id=event.key.removeprefix(_KEY)).update(
                called_back_at=None, called_back_by_id=None, outcome=""
            )


def _locked(call_id: uuid.UUID, by: Actor) -> PhoneCall:
    call = PhoneCall.objects.select_for_update().filter(id=call_id, withdrawn_at__isnull=True).first()
    if call is None:
        raise NotFound()
    require(by, "calls.log", call.unit_id)
    return call


def _patients(call: PhoneCall) -> list[uuid.UUID]:
    return [call.patient_id] if call.patient_id else []
