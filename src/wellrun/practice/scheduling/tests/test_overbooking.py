"""Overbooking: by a rule, by who may, for a reason, in a lane of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wellrun.platform.access.api import NotAllowed
from wellrun.practice.facilities.testing import make_room
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.queries import verification
from wellrun.practice.scheduling.testing import NINE, Clinic

WHY = "Chest pain, seen today"


@pytest.fixture
def clinic(office):
    clinic = Clinic(office, device_kind="")
    make_room(office, name="Exam 2")
    make_room(office, name="Exam 3")
    clinic.book()
    return clinic


def rule(clinic, most_at_once=1, most_a_day=2):
    scheduling.set_overbook_rule(
        provider_id=clinic.provider.id,
        unit=clinic.office.cardiology,
        most_at_once=most_at_once,
        most_a_day=most_a_day,
        by=clinic.office.actor("cardio_lead"),
        at=NOW,
    )


def overbook(clinic, starts_at=NINE, by="cardio_lead", **options):
    patient = make_patient(clinic.office)
    by = clinic.office.actor(by)
    return clinic.book(starts_at, patient_id=patient.id, overbook_reason=WHY, by=by, **options)


def whole():
    for check in (
        verification.visits_hold_their_time,
        verification.overbooked_visits_say_why,
        verification.places_follow_steps,
        verification.histories_are_whole,
    ):
        assert check() == []


def test_without_a_rule_or_the_capability_nobody_is_overbooked(clinic):
    with pytest.raises(scheduling.NotOverbooked, match="no rule"):
        overbook(clinic)
    rule(clinic)
    with pytest.raises(NotAllowed):
        overbook(clinic, by="north_desk")


def test_the_next_lane_is_taken_and_the_cap_holds(clinic):
    rule(clinic, most_at_once=1, most_a_day=2)
    visit = overbook(clinic)
    assert visit.overbook_reason == WHY
    whole()
    with pytest.raises(scheduling.TimeTaken):
        overbook(clinic)
    clinic.book(NINE + timedelta(hours=1), patient_id=make_patient(clinic.office).id)
    overbook(clinic, NINE + timedelta(hours=1))
    clinic.book(NINE + timedelta(hours=2), patient_id=make_patient(clinic.office).id)
    with pytest.raises(scheduling.NotOverbooked, match="2 times that day"):
        overbook(clinic, NINE + timedelta(hours=2))


def test_a_free_time_is_not_overbooked_whatever_the_reason(clinic):
    rule(clinic)
    assert overbook(clinic, NINE + timedelta(hours=3)).overbook_reason == ""
    whole()


def test_moving_away_and_back_keeps_the_reason_where_the_lane_is(clinic):
    rule(clinic)
    visit, desk = overbook(clinic), clinic.desk()
    scheduling.move_appointment(appointment_id=visit.id, starts_at=NINE + timedelta(hours=1), by=desk, at=NOW)
    assert scheduling.appointment(visit.id).overbook_reason == ""
    whole()
    scheduling.undo_step(appointment_id=visit.id, by=desk, at=NOW)
    assert scheduling.appointment(visit.id).overbook_reason == WHY
    scheduling.cancel_appointment(appointment_id=visit.id, reason="Weather", by=desk, at=NOW)
    scheduling.undo_step(appointment_id=visit.id, by=desk, at=NOW)
    assert scheduling.appointment(visit.id).overbook_reason == WHY
    whole()


def test_a_move_can_overbook_too(clinic):
    rule(clinic)
    visit = clinic.book(NINE + timedelta(hours=1), patient_id=make_patient(clinic.office).id)
    lead = clinic.office.actor("cardio_lead")
    with pytest.raises(scheduling.TimeTaken):
        scheduling.move_appointment(appointment_id=visit.id, starts_at=NINE, by=lead, at=NOW)
    scheduling.move_appointment(appointment_id=visit.id, starts_at=NINE, overbook_reason=WHY, by=lead, at=NOW)
    assert scheduling.appointment(visit.id).overbook_reason == WHY
    whole()


class TestLength:
    def test_a_visit_is_made_longer_and_back(self, clinic):
        [row] = scheduling.day_rows(unit_ids=[clinic.office.cardiology.id], on=NINE.date(), at=NOW)
        desk = clinic.desk()

        def ends():
            return scheduling.appointment(row.appointment_id).ends_at

        move = {"appointment_id": row.appointment_id, "by": desk, "at": NOW}
        scheduling.move_appointment(starts_at=NINE, minutes=45, reason="Two problems", **move)
        assert ends() == NINE + timedelta(minutes=45)
        step = scheduling.history_of(row.appointment_id)[-1]
        assert step.to_ends_at - step.from_ends_at == timedelta(minutes=15)
        scheduling.move_appointment(starts_at=NINE + timedelta(hours=2), **move)
        assert ends() == NINE + timedelta(hours=2, minutes=45)
        for _ in range(2):
            scheduling.undo_step(**move)
        assert ends() == NINE + timedelta(minutes=30)
        whole()

    def test_what_is_next_stands_in_the_way(self, clinic):
        [row] = scheduling.day_rows(unit_ids=[clinic.office.cardiology.id], on=NINE.date(), at=NOW)
        clinic.book(NINE + timedelta(minutes=30), patient_id=make_patient(clinic.office).id)
        with pytest.raises(scheduling.TimeTaken):
            scheduling.move_appointment(
                appointment_id=row.appointment_id, starts_at=NINE, minutes=45, by=clinic.desk(), at=NOW
            )
