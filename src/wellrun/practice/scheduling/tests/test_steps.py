"""The way of a visit: every step allowed in its place, kept in the history, and undone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from wellrun.platform.access.api import NotAllowed, NotFound, Stale
from wellrun.platform.events import _handlers, subscribe
from wellrun.practice.facilities.testing import make_room
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.events import AppointmentCancelled, VisitAdvanced
from wellrun.practice.scheduling.testing import NINE, Clinic
from wellrun.practice.timebook import api as timebook
from wellrun.practice.workforce.testing import make_provider

LATER = NINE + timedelta(minutes=20)


@pytest.fixture
def clinic(office):
    return Clinic(office)


@pytest.fixture
def news():
    heard = []
    for kind in (VisitAdvanced, AppointmentCancelled):
        subscribe(kind, heard.append)
    yield heard
    for kind in (VisitAdvanced, AppointmentCancelled):
        _handlers[kind].remove(heard.append)


def advance(clinic, visit, to, at=LATER, **options):
    return scheduling.advance_visit(
        appointment_id=visit.id, to=to, by=options.pop("by", None) or clinic.desk(at), at=at, **options
    )


def undo(clinic, visit, at=LATER, **options):
    return scheduling.undo_step(
        appointment_id=visit.id, by=options.pop("by", None) or clinic.desk(at), at=at, **options
    )


def cancel(clinic, visit, reason="Patient asked", at=NOW):
    return scheduling.cancel_appointment(appointment_id=visit.id, reason=reason, by=clinic.desk(at), at=at)


class TestTheWay:
    def test_from_booked_to_checked_out(self, clinic, news):
        visit = clinic.book()
        for state in ("confirmed", "arrived", "roomed", "with_provider", "checked_out"):
            visit = advance(clinic, visit, state)
        assert (visit.state, visit.version) == ("checked_out", 6)
        assert [event.state for event in news] == [
            "confirmed", "arrived", "roomed", "with_provider", "checked_out",
        ]  # fmt: skip
        history = scheduling.history_of(visit.id)
        assert [(step.from_state, step.to_state) for step in history][1:3] == [
            ("booked", "confirmed"),
            ("confirmed", "arrived"),
        ]

    def test_the_same_step_twice_is_one(self, clinic):
        visit = clinic.book()
        advance(clinic, visit, "arrived", expected_version=1)
        assert advance(clinic, visit, "arrived", expected_version=1).version == 2

    @pytest.mark.parametrize("to", ["with_provider", "checked_out", "roomed"])
    def test_a_step_out_of_place_says_so(self, clinic, to):
        with pytest.raises(scheduling.WrongStep, match="A visit that is booked cannot become"):
            advance(clinic, clinic.book(), to)

    def test_nobody_arrives_the_day_before_or_is_missed_early(self, clinic):
        visit = clinic.book()
        with pytest.raises(scheduling.WrongStep, match="This visit is on Wednesday, June 3, 2026"):
            advance(clinic, visit, "arrived", at=NOW)
        with pytest.raises(scheduling.WrongStep, match="may still come"):
            advance(clinic, visit, "no_show", at=NINE - timedelta(minutes=1))

    def test_a_stale_board_is_told(self, clinic):
        visit = clinic.book()
        advance(clinic, visit, "confirmed")
        with pytest.raises(Stale):
            advance(clinic, visit, "arrived", expected_version=1)

    def test_tracking_belongs_to_the_department(self, clinic):
        visit = clinic.book()
        for name in ("biller", "south_desk", "hr"):
            with pytest.raises((NotAllowed, NotFound)):
                advance(clinic, visit, "arrived", by=clinic.office.actor(name))

    def test_missing_and_cancelling_give_the_time_back(self, clinic, news):
        missed = clinic.book()
        advance(clinic, missed, "no_show")
        assert timebook.held_by(missed.id) == []
        visit = clinic.book(starts_at=NINE + timedelta(hours=1))
        cancel(clinic, visit)
        assert timebook.held_by(visit.id) == []
        assert isinstance(news[-1], AppointmentCancelled)

    def test_a_cancellation_says_why(self, clinic):
        with pytest.raises(scheduling.ReasonNeeded):
            cancel(clinic, clinic.book(), reason="  ")


class TestUndoing:
    @pytest.mark.parametrize("to", ["confirmed", "arrived", "no_show"])
    def test_brings_back_the_state_and_since_when(self, clinic, to):
        visit = clinic.book()
        advance(clinic, visit, to)
        back = undo(clinic, visit)
        assert (back.state, back.state_at, back.version) == ("booked", NOW, 3)
        assert len(timebook.held_by(visit.id)) == 3
        last = scheduling.history_of(visit.id)[-1]
        assert (last.to_state, last.undone_at, last.undone_by_name) == (to, LATER, "North Desk Vale")

    def test_undoing_goes_back_step_by_step(self, clinic):
        visit = clinic.book()
        for state in ("arrived", "roomed"):
            advance(clinic, visit, state)
        assert [undo(clinic, visit).state, undo(clinic, visit).state] == ["arrived", "booked"]

    def test_a_cancellation_is_undone_with_its_time(self, clinic):
        visit = clinic.book()
        cancel(clinic, visit)
        back = undo(clinic, visit, at=NOW)
        assert (back.state, back.cancel_reason, back.room_id) == ("booked", "", clinic.room.id)
        assert {start for _, start, _ in timebook.held_by(visit.id)} == {NINE}

    def test_unless_somebody_has_the_time(self, clinic):
        visit = clinic.book()
        cancel(clinic, visit)
        clinic.book(patient_id=make_patient(clinic.office).id)
        with pytest.raises(scheduling.TimeTaken, match="Dr. Hale was just taken"), transaction.atomic():
            undo(clinic, visit, at=NOW)
        assert scheduling.appointment(visit.id).state == "cancelled"

    def test_another_room_will_do(self, office):
        clinic = Clinic(office, device_kind="")
        second = make_room(office, name="Room 2")
        other = make_provider(office, family_name="Reyes")
        from wellrun.practice.scheduling.testing import make_hours

        make_hours(office, provider_id=other.id)
        visit = clinic.book(room_id=clinic.room.id)
        cancel(clinic, visit)
        clinic.book(provider_id=other.id, patient_id=make_patient(office).id, room_id=clinic.room.id)
        assert undo(clinic, visit, at=NOW).room_id == second.id

    def test_a_move_is_undone(self, clinic):
        visit = clinic.book()
        scheduling.move_appointment(
            appointment_id=visit.id, starts_at=NINE + timedelta(hours=1), by=clinic.desk(), at=NOW
        )
        back = undo(clinic, visit, at=NOW)
        assert (back.starts_at, back.ends_at) == (NINE, NINE + timedelta(minutes=30))
        assert {start for _, start, _ in timebook.held_by(visit.id)} == {NINE}

    def test_a_move_is_not_undone_into_somebody_elses_time(self, clinic):
        visit = clinic.book()
        later = NINE + timedelta(hours=1)
        scheduling.move_appointment(appointment_id=visit.id, starts_at=later, by=clinic.desk(), at=NOW)
        clinic.book(patient_id=make_patient(clinic.office).id)
        with pytest.raises(scheduling.TimeTaken), transaction.atomic():
            undo(clinic, visit, at=NOW)
        assert {start for _, start, _ in timebook.held_by(visit.id)} == {later}

    def test_a_booking_that_is_undone_is_a_cancellation(self, clinic):
        visit = clinic.book()
        back = undo(clinic, visit, at=NOW)
        assert (back.state, back.cancel_reason) == ("cancelled", "Booked by mistake")
        assert timebook.held_by(visit.id) == []
        with pytest.raises(scheduling.NothingToUndo):
            undo(clinic, visit, at=NOW)

    def test_only_for_those_who_could_have_done_it(self, clinic):
        visit = clinic.book()
        cancel(clinic, visit)
        with pytest.raises((NotAllowed, NotFound)):
            undo(clinic, visit, by=clinic.office.actor("assistant"), at=NOW)
