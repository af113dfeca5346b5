"""A visit that needs the payer's word is the billers' task from booking until it is canceled or done."""

from __future__ import annotations

from datetime import timedelta

from wellrun.practice.organization.testing import NOW
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.testing import NINE, Clinic
from wellrun.practice.worklist import api as worklist


def tasks(office):
    return worklist.open_tasks(by=office.actor("biller"), whose="all", kind="authorization needed")


def test_booking_is_not_refused_and_the_billers_are_told(office):
    clinic = Clinic(office, needs_authorization=True)
    visit = clinic.book()
    (task,) = tasks(office)
    assert task.title == "Authorization needed before Follow-up at 9:00 AM on Wednesday, June 3, 2026"
    assert task.due_at == NOW
    scheduling.move_appointment(
        appointment_id=visit.id, starts_at=NINE + timedelta(days=14), by=clinic.desk(), at=NOW
    )
    (task,) = tasks(office)
    assert "June 17" in task.title
    assert task.due_at == NINE + timedelta(days=7)


def test_it_goes_and_comes_with_the_visit(office):
    clinic = Clinic(office, needs_authorization=True)
    visit = clinic.book()
    scheduling.cancel_appointment(appointment_id=visit.id, reason="Ill", by=clinic.desk(), at=NOW)
    assert tasks(office) == []
    scheduling.undo_step(appointment_id=visit.id, by=clinic.desk(), at=NOW)
    assert len(tasks(office)) == 1


def test_other_visits_raise_nothing(office):
    Clinic(office).book()
    assert tasks(office) == []
