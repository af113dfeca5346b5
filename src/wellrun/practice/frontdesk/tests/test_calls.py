"""Calls: a call-back is one task, which ends when the call is returned, whichever page says so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wellrun.platform.access.api import NotFound, Refused
from wellrun.platform.audit.models import AuditEvent
from wellrun.practice.frontdesk import api as frontdesk
from wellrun.practice.frontdesk.testing import make_expected_visit, plain_draft
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.api import move_to_compartment
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.worklist import api as worklist


def log(office, *, who="north_desk", unit=None, due=timedelta(hours=1), reason="appointment", patient=None):
    details = frontdesk.CallDetails(
        reason=reason,
        disposition="message",
        caller_name="Mr. Park",
        caller_number="+13125550142",
        patient_id=patient.id if patient else None,
        call_back_due_at=NOW + due if due else None,
    )
    unit = unit or office.cardiology
    return frontdesk.log_call(unit_id=unit.id, details=details, by=office.actor(who), at=NOW)


def test_calls_and_check_ins_follow_the_chart_out_of_sight(office):
    who = make_patient(office)
    visit = make_expected_visit(office, who)
    desk = office.actor("north_desk")
    frontdesk.check_in(appointment_id=visit.id, draft=plain_draft(who), by=desk, at=NOW)
    details = frontdesk.CallDetails(reason="appointment", disposition="message", patient_id=who.id,
                                    call_back_due_at=NOW + timedelta(hours=1))  # fmt: skip
    frontdesk.log_call(unit_id=office.cardiology.id, details=details, by=desk, at=NOW)
    move_to_compartment(patient_id=who.id, compartment="restricted", reason="asked for it",
                        by=office.program(), at=NOW)  # fmt: skip
    desk = office.actor("north_desk")
    assert frontdesk.calls(by=desk, at=NOW) == []
    assert frontdesk.checked_in([visit.id]) == set()
    office.program()
    assert frontdesk.checked_in([visit.id]) == {visit.id}


def test_a_call_back_is_a_task_that_ends_when_the_call_is_returned(office):
    patient = make_patient(office)
    call = log(office, patient=patient)
    desk = office.actor("north_desk")
    task = worklist.open_tasks(by=desk)[0]
    assert (task.patient_id, task.path) == (patient.id, f"/calls/{call.id}/")
    frontdesk.return_call(call_id=call.id, outcome="Booked for Friday.", by=desk, at=NOW)
    frontdesk.undo_return(call_id=call.id, by=desk, at=NOW)
    assert len(worklist.open_tasks(by=desk)) == 1


def test_finishing_the_task_on_the_worklist_returns_the_call(office):
    log(office, reason="refill")
    nurse = office.actor("assistant")
    task = worklist.open_tasks(by=nurse)[0]
    assert task.path == ""
    worklist.finish_task(task_id=task.id, resolution="Refill sent.", by=nurse, at=NOW)
    row = frontdesk.calls(by=office.actor("north_desk"), at=NOW)[0]
    assert (row.call.outcome, row.waits) == ("Refill sent.", False)
    worklist.reopen_task(task_id=task.id, by=office.actor("assistant"), at=NOW)
    assert frontdesk.calls(by=office.actor("north_desk"), at=NOW, waiting=True)


def test_a_call_without_a_call_back_raises_no_task_and_cannot_be_returned(office):
    call = log(office, due=None)
    desk = office.actor("north_desk")
    with pytest.raises(Refused, match="Nobody promised"):
        frontdesk.return_call(call_id=call.id, outcome="x", by=desk, at=NOW)


def test_withdrawing_a_call_takes_its_task_along(office):
    call = log(office)
    desk = office.actor("north_desk")
    frontdesk.withdraw_call(call_id=call.id, by=desk, at=NOW)
    assert frontdesk.calls(by=desk, at=NOW) == []


def test_calls_of_another_site_are_not_seen_and_not_returned(office):
    call = log(office, who="south_desk", unit=office.family_south)
    north = office.actor("north_desk")
    assert frontdesk.calls(by=north, at=NOW) == []
    with pytest.raises(NotFound):
        frontdesk.return_call(call_id=call.id, outcome="x", by=north, at=NOW)
    with pytest.raises(NotFound):
        log(office, who="hr")


def test_a_logged_call_is_in_the_audit_with_its_patient(office):
    patient = make_patient(office)
    call = log(office, patient=patient)
    office.actor("auditor")
    event = AuditEvent.objects.get(act="call.logged")
    assert (event.subject_id, event.patients) == (str(call.id), [patient.id])
