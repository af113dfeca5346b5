"""A broken room or device: its visits are told, become tasks, and stop being tasks when they are moved."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection

from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.facilities import api as facilities
from wellrun.practice.organization.testing import NOW
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.jobs import tell_stranded
from wellrun.practice.scheduling.operations.strand import raise_stranded
from wellrun.practice.scheduling.testing import NINE, Clinic
from wellrun.practice.worklist import api as worklist


@pytest.fixture
def clinic(office):
    return Clinic(office)


def break_room(clinic, by, hours=8):
    return facilities.report_fault(
        room_id=clinic.room.id,
        starts_at=NOW,
        ends_at=NINE + timedelta(hours=hours),
        note="Water",
        by=by,
        at=NOW,
    )


def test_a_fault_tells_which_visits_it_strands_and_who_may_know_them(clinic):
    visit = clinic.book()
    stranded = break_room(clinic, clinic.desk())
    assert stranded == [visit.id]
    described = facilities.describe_bookings(clinic.desk(), stranded)
    assert described[0].title == f"{clinic.patient.family_name}, {clinic.patient.given_name}"
    assert "9:00 AM · Follow-up · Dr. Hale" in described[0].detail
    assert facilities.describe_bookings(clinic.office.actor("facilities"), stranded) == []


def test_the_desk_gets_its_tasks_whoever_reports(clinic):
    visit = clinic.book()
    break_room(clinic, clinic.office.actor("facilities"))
    with connection.cursor() as cursor:
        cursor.execute("select args from procrastinate_jobs where task_name = 'scheduling.stranded_by_fault'")
        told = json.loads(cursor.fetchone()[0])
    assert told["booking_ids"] == [str(visit.id)]
    with running(VirtualClock(NOW)):
        assert tell_stranded(**told) == 1
    tasks = worklist.open_tasks(by=clinic.desk(), whose="all", kind="visit stranded")
    assert "Room 1 is out of order: Water" in tasks[0].detail


def test_nobody_books_into_a_broken_room_until_it_is_cleared(clinic):
    break_room(clinic, clinic.office.actor("facilities"))
    with pytest.raises(scheduling.TimeTaken, match="No exam room is free"):
        clinic.book()
    fault = facilities.open_faults([clinic.office.cardiology.id], NOW)[0]
    facilities.clear_fault(fault_id=fault.id, by=clinic.office.actor("facilities"), at=NOW)
    assert clinic.book().state == "booked"


def test_a_stranded_visit_is_one_task_until_it_is_moved(clinic):
    visit = clinic.book()
    stranded = break_room(clinic, clinic.desk())
    clinic.office.program()
    assert raise_stranded(appointment_ids=stranded, because="Room 1 is out of order", at=NOW) == 1
    assert raise_stranded(appointment_ids=stranded, because="Room 1 is out of order", at=NOW) == 0
    desk = clinic.desk()
    assert [task.kind for task in worklist.open_tasks(by=desk, whose="all")] == ["visit stranded"]
    scheduling.move_appointment(appointment_id=visit.id, starts_at=NINE + timedelta(days=1), by=desk, at=NOW)
    assert worklist.open_tasks(by=desk, whose="all") == []
