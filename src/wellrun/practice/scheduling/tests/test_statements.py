"""What the acts of every minute may ask of the database: a ceiling on statements each."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wellrun.platform.access.api import NotAllowed
from wellrun.platform.testing.queries import own_queries
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.testing import NINE, Clinic

LATER = NINE + timedelta(minutes=5)


@pytest.fixture
def clinic(office):
    return Clinic(office)


def statements(work):
    """The statements of an act, the marks of savepoints included."""
    with CaptureQueriesContext(connection) as captured:
        work()
    return [query["sql"] for query in captured]


class TestBooking:
    def test_a_time_that_is_taken_costs_one_look(self, clinic):
        clinic.book()
        other, desk = make_patient(clinic.office), clinic.desk()

        def lose():
            with pytest.raises(scheduling.TimeTaken, match="Dr. Hale was just taken at 9:00 AM"):
                clinic.book(patient_id=other.id, by=desk)

        assert len(statements(lose)) == 1

    @pytest.mark.parametrize(("device_kind", "ceiling"), [("", 4), ("echo", 5)])
    def test_winning_a_time_asks_for_the_look_the_time_the_visit_and_the_audit(
        self, office, device_kind, ceiling
    ):
        clinic = Clinic(office, device_kind=device_kind)
        desk = clinic.desk()
        asked = statements(lambda: clinic.book(by=desk))
        assert len(asked) <= ceiling, asked

    def test_a_move_asks_at_most_eighteen_times_the_offer_of_the_old_time_and_the_plan_included(self, clinic):
        visit, desk = clinic.book(), clinic.desk()
        asked = statements(
            lambda: scheduling.move_appointment(
                appointment_id=visit.id, starts_at=NINE + timedelta(hours=1), by=desk, at=NOW
            )
        )
        assert len(asked) <= 18, asked


class TestAdvancing:
    def test_asks_four_times(self, clinic):
        visit, desk = clinic.book(), clinic.desk(LATER)
        asked = statements(
            lambda: scheduling.advance_visit(appointment_id=visit.id, to="arrived", by=desk, at=LATER)
        )
        assert len(asked) <= 4, asked

    def test_of_a_locked_visit_asks_three_times_and_refuses_as_before(self, clinic):
        visit, desk = clinic.book(), clinic.desk(LATER)
        locked = scheduling.lock_visit(visit.id, desk, "visits.track")
        asked = statements(lambda: scheduling.advance_locked(locked, to="arrived", by=desk, at=LATER))
        assert len(asked) <= 3, asked
        assert (locked.state, locked.version) == ("arrived", 2)
        with pytest.raises(scheduling.WrongStep, match="A visit that is arrived cannot become confirmed"):
            scheduling.advance_locked(locked, to="confirmed", by=desk, at=LATER)
        with pytest.raises(NotAllowed):
            scheduling.advance_locked(locked, to="roomed", by=clinic.office.actor("biller"), at=LATER)

    def test_giving_the_time_back_asks_twice_more_and_ends_what_the_patient_was_sent(self, clinic):
        visit, desk = clinic.book(), clinic.desk(LATER)
        asked = own_queries(
            {"sql": each}
            for each in statements(
                lambda: scheduling.advance_visit(appointment_id=visit.id, to="no_show", by=desk, at=LATER)
            )
        )
        assert len(asked) <= 9, asked
