"""The invariants of scheduling hold after a day of everything, and each is found broken when it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from wellrun.platform.verification import checks
from wellrun.practice.facilities.testing import make_room
from wellrun.practice.organization.testing import NOW, open_small_office
from wellrun.practice.patients.api import move_to_compartment
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.queries import verification
from wellrun.practice.scheduling.testing import NINE, Clinic, make_hours
from wellrun.practice.workforce.testing import make_provider

HOUR = timedelta(hours=1)
LATER = NINE + timedelta(minutes=20)


@pytest.fixture
def clinic(office):
    return Clinic(office, buffer_after_minutes=15)


def broken():
    """What the room's checks find, by promise."""
    found = {check.promise: list(check.run()) for check in checks() if check.room == "scheduling"}
    return {promise: said for promise, said in found.items() if said}


def write(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def live_through_everything(clinic):
    """Visits that were moved, missed, undone, canceled, booked again and seen."""
    desk, common = clinic.desk(LATER), {"by": clinic.desk(LATER), "at": LATER}
    moved = clinic.book(starts_at=NINE + 3 * HOUR, by=desk)
    for hours in (4, 5):
        scheduling.move_appointment(appointment_id=moved.id, starts_at=NINE + hours * HOUR, **common)
    scheduling.undo_step(appointment_id=moved.id, **common)
    missed = clinic.book(by=desk)
    scheduling.advance_visit(appointment_id=missed.id, to="no_show", **common)
    scheduling.undo_step(appointment_id=missed.id, **common)
    for state in ("arrived", "roomed", "with_provider", "checked_out"):
        scheduling.advance_visit(appointment_id=missed.id, to=state, **common)
    gone = clinic.book(starts_at=NINE + HOUR, by=desk)
    scheduling.cancel_appointment(appointment_id=gone.id, reason="Ill", **common)
    mistaken = clinic.book(starts_at=NINE + HOUR, by=desk)
    scheduling.undo_step(appointment_id=mistaken.id, **common)
    clinic.office.program()
    return moved


def test_hold_after_everything_that_happens_to_visits(clinic):
    live_through_everything(clinic)
    assert broken() == {}


def test_hold_when_a_chart_changes_its_compartment(clinic):
    live_through_everything(clinic)
    move_to_compartment(
        patient_id=clinic.patient.id,
        compartment="restricted",
        reason="Asked",
        by=clinic.office.program(),
        at=NOW,
    )
    assert broken() == {}
    clinic.desk()
    assert scheduling.appointments_of(clinic.patient.id) == []


@pytest.mark.parametrize(
    ("sql", "promise"),
    [
        (
            "update timebook_reservation set active = false where booking_id = %s",
            verification.visits_hold_their_time,
        ),
        (
            "update timebook_reservation set during = tstzrange(lower(during) + interval '5 minutes', upper(during))"
            " where booking_id = %s",
            verification.visits_hold_their_time,
        ),
        (
            "update scheduling_appointment set room_id = null where id = %s",
            verification.visits_hold_their_time,
        ),
        (
            "update scheduling_appointment set state = 'no_show' where id = %s",
            verification.only_visits_hold_time,
        ),
        (
            "update scheduling_appointment set state = 'arrived' where id = %s",
            verification.states_follow_steps,
        ),
        (
            "update scheduling_appointment_step set undone_at = now() where position = 1 and appointment_id = %s",
            verification.states_follow_steps,
        ),
        (
            "update scheduling_appointment set starts_at = starts_at + interval '1 minute' where id = %s",
            verification.places_follow_steps,
        ),
        ("update scheduling_appointment set version = 7 where id = %s", verification.histories_are_whole),
        (
            "update scheduling_appointment_step set position = 3 where appointment_id = %s",
            verification.histories_are_whole,
        ),
        (
            "update scheduling_appointment_step set kind = 'state' where appointment_id = %s",
            verification.histories_are_whole,
        ),
        (
            "update scheduling_appointment_step set compartment = 'restricted' where appointment_id = %s",
            verification.histories_are_seen_with_their_visits,
        ),
        (
            "update scheduling_appointment set compartment = 'restricted' where id = %s",
            verification.visits_are_in_the_charts_compartment,
        ),
    ],
)
def test_what_is_broken_is_found(clinic, sql, promise):
    visit = clinic.book()
    clinic.office.program()
    assert promise() == []
    write(sql, visit.id)
    assert str(visit.id) in promise()[0]


def test_a_second_room_is_found(clinic):
    visit, other = clinic.book(), make_room(clinic.office, name="Room 2")
    clinic.office.program()
    write(
        "insert into timebook_reservation (id, organization_id, booking_id, resource_id, lane, during, kind, active)"
        " select gen_random_uuid(), b.organization_id, b.booking_id, r.id, 0, b.during, 'visit', true"
        " from timebook_reservation b, timebook_resource r where r.subject_id = %s limit 1",
        other.id,
    )
    assert str(visit.id) in verification.visits_hold_their_time()[0]


def test_a_patient_in_two_places_is_found_where_the_constraint_is_gone(committed_db):
    with connections["owner"].cursor() as cursor:
        cursor.execute("alter table scheduling_appointment drop constraint appointment_patient_in_one_place")
    with transaction.atomic():
        clinic = Clinic(open_small_office(), room_kind="", device_kind="")
        other = make_provider(clinic.office, family_name="Reyes")
        make_hours(clinic.office, provider_id=other.id)
        clinic.book()
        second = clinic.book(provider_id=other.id, patient_id=make_patient(clinic.office).id)
        clinic.office.program()
        assert verification.patients_are_in_one_place() == []
        write("update scheduling_appointment set patient_id = %s where id = %s", clinic.patient.id, second.id)
        assert str(clinic.patient.id) in verification.patients_are_in_one_place()[0]
