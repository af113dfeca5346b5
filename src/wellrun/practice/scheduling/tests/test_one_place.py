"""No patient is in two places: the database says so, and the person booking reads why."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from wellrun.platform.database.identity import acting
from wellrun.practice.organization.api import program_actor
from wellrun.practice.organization.testing import NOW, open_small_office
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.models import Appointment
from wellrun.practice.scheduling.testing import NINE, Clinic, make_appointment, make_hours, make_visit_type
from wellrun.practice.timebook import api as timebook
from wellrun.practice.workforce.testing import make_provider

HOUR = timedelta(hours=1)


def second_provider(office, **options):
    other = make_provider(office, family_name="Reyes")
    make_hours(office, provider_id=other.id, **options)
    return other


@pytest.fixture
def clinic(office):
    return Clinic(office, room_kind="", device_kind="")


class TestTheDatabase:
    def test_refuses_a_second_visit_at_once_whoever_writes_it(self, clinic):
        visit, other = clinic.book(), second_provider(clinic.office)
        visit.pk, visit.provider_id = None, other.id
        visit.id = Appointment().id
        with pytest.raises(IntegrityError, match="appointment_patient_in_one_place"), transaction.atomic():
            visit.save(force_insert=True)
        visit.starts_at, visit.ends_at = visit.ends_at, visit.ends_at + HOUR
        visit.save(force_insert=True)

    def test_lets_a_missed_or_canceled_visit_go(self, clinic):
        other = second_provider(clinic.office)
        first = clinic.book()
        scheduling.cancel_appointment(appointment_id=first.id, reason="Ill", by=clinic.desk(), at=NOW)
        assert clinic.book(provider_id=other.id).state == "booked"


class TestWhatCannotBeSeen:
    def test_a_visit_in_a_department_of_others_still_stands_in_the_way(self, clinic):
        office = clinic.office
        elsewhere = second_provider(office, unit=office.family_south)
        kind = make_visit_type(office, unit=office.family_south, name="Physical")
        make_appointment(office, patient_id=clinic.patient.id, provider_id=elsewhere.id, visit_type=kind)
        with pytest.raises(
            scheduling.PatientElsewhere, match="already has another visit that overlaps 9:00 AM"
        ):
            clinic.book()
        assert (
            timebook.busy_times(
                resource_ids=[timebook.resource_for(clinic.provider.id).id],
                starts_at=NINE,
                ends_at=NINE + HOUR,
                at=NOW,
            )
            == {}
        )


class TestUndoing:
    def test_a_cancellation_is_not_undone_into_another_visit_of_the_patient(self, clinic):
        first, other = clinic.book(), second_provider(clinic.office)
        scheduling.cancel_appointment(appointment_id=first.id, reason="Ill", by=clinic.desk(), at=NOW)
        clinic.book(provider_id=other.id)
        with pytest.raises(
            scheduling.PatientElsewhere, match="a visit with Dr. Reyes at 9:00 AM, which overlaps"
        ):
            scheduling.undo_step(appointment_id=first.id, by=clinic.desk(), at=NOW)
        assert timebook.held_by(first.id) == []

    def test_nor_is_a_move(self, clinic):
        first, other = clinic.book(), second_provider(clinic.office)
        desk = clinic.desk()
        scheduling.move_appointment(appointment_id=first.id, starts_at=NINE + HOUR, by=desk, at=NOW)
        clinic.book(provider_id=other.id)
        with pytest.raises(scheduling.PatientElsewhere, match="a visit with Dr. Reyes"):
            scheduling.undo_step(appointment_id=first.id, by=desk, at=NOW)
        assert [start for _, start, _ in timebook.held_by(first.id)] == [NINE + HOUR]


class TestTwoAtOnce:
    @pytest.fixture
    def world(self, committed_db):
        with transaction.atomic():
            office = open_small_office()
            clinic = Clinic(office, room_kind="", device_kind="")
            providers = [clinic.provider, second_provider(office)]
            patient = make_patient(office)
        actor = program_actor(organization_id=office.organization.id, name="race", at=NOW)
        return clinic, providers, patient, actor

    def together(self, work, actor):
        """Both acts side by side, each in its transaction; the second half of each waits until both have begun."""
        gate = Barrier(2)

        def run(number):
            try:
                with acting(actor.identity()):
                    gate.wait(10)
                    return work(number)
            except scheduling.PatientElsewhere as refused:
                return refused.sentence
            except scheduling.TimeTaken as refused:
                return refused.sentence
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(run, range(2)))

    def standing(self, actor):
        with acting(actor.identity()):
            return list(Appointment.objects.order_by("starts_at").values_list("starts_at", flat=True))

    def test_one_provider_of_two_gets_the_patient(self, world):
        clinic, providers, patient, actor = world
        for number in range(8):
            starts_at = NINE + number * timedelta(minutes=30)

            def attempt(which, starts_at=starts_at):
                return scheduling.book_appointment(
                    patient_id=patient.id,
                    visit_type_id=clinic.kind.id,
                    provider_id=providers[which].id,
                    starts_at=starts_at,
                    by=actor,
                    at=NOW,
                )

            told = [each for each in self.together(attempt, actor) if isinstance(each, str)]
            assert len(told) == 1
            assert told[0].startswith("This patient already has a visit with Dr. ")
        assert self.standing(actor) == [NINE + number * timedelta(minutes=30) for number in range(8)]

    def test_two_visits_of_a_patient_do_not_move_into_one_another(self, world):
        clinic, providers, patient, actor = world
        with acting(actor.identity()):
            visits = [
                scheduling.book_appointment(
                    patient_id=patient.id,
                    visit_type_id=clinic.kind.id,
                    provider_id=providers[which].id,
                    starts_at=NINE + which * HOUR,
                    by=actor,
                    at=NOW,
                )
                for which in range(2)
            ]

        def attempt(which):
            return scheduling.move_appointment(
                appointment_id=visits[which].id, starts_at=NINE + 2 * HOUR, by=actor, at=NOW
            )

        outcomes = self.together(attempt, actor)
        assert [isinstance(each, str) for each in outcomes].count(True) == 1
        assert len(set(self.standing(actor))) == 2
