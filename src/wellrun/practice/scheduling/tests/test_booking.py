"""Booking: provider, room and device together or not at all, and a sentence for every refusal."""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta

import pytest
from django.db import connection, transaction

from wellrun.platform.access.api import NotAllowed, NotFound, Stale
from wellrun.practice.facilities.testing import make_device, make_room
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.testing import NINE, Clinic, make_appointment, make_hours, make_visit_type
from wellrun.practice.timebook import api as timebook
from wellrun.practice.workforce.testing import make_provider


@pytest.fixture
def clinic(office):
    return Clinic(office)


def holds(booking_id):
    return [(resource.name, end - start) for resource, start, end in timebook.held_by(booking_id)]


def reservations():
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from timebook_reservation where active")
        return cursor.fetchone()[0]


class TestBooking:
    def test_takes_provider_room_and_device_under_the_visits_own_id(self, clinic):
        visit = clinic.book(reason="Palpitations")
        half = timedelta(minutes=30)
        assert holds(visit.id) == [("Dr. Hale", half), ("Room 1", half), ("Echo 1", half)]
        assert (visit.room_id, visit.unit_id) == (clinic.room.id, clinic.office.cardiology.id)
        step = scheduling.history_of(visit.id)[0]
        assert (step.kind, step.to_state, step.by_name) == ("booked", "booked", "North Desk Vale")

    def test_the_audit_names_the_act_and_the_patient(self, clinic):
        visit = clinic.book()
        with connection.cursor() as cursor:
            cursor.execute("select set_config('wellrun.audit', 'on', true)")
            cursor.execute(
                "select act, subject_id, patients from audit_event where act = 'appointment.booked'"
            )
            assert cursor.fetchall() == [("appointment.booked", str(visit.id), [clinic.patient.id])]

    def test_cleaning_keeps_the_room_but_not_the_provider(self, office):
        clinic = Clinic(office, buffer_after_minutes=15, device_kind="")
        visit = clinic.book()
        assert [length.seconds // 60 for _, length in holds(visit.id)] == [30, 45]

    def test_a_visit_without_a_room_keeps_its_provider_while_cleaning_up(self, office):
        clinic = Clinic(office, buffer_after_minutes=10, room_kind="", device_kind="")
        assert holds(clinic.book().id) == [("Dr. Hale", timedelta(minutes=40))]

    def test_no_room_means_no_provider_either(self, clinic):
        other = make_provider(clinic.office, family_name="Reyes")
        make_hours(clinic.office, provider_id=other.id)
        clinic.book()
        before = reservations()
        with (
            pytest.raises(scheduling.TimeTaken, match="No exam room is free at 9:00 AM"),
            transaction.atomic(),
        ):
            clinic.book(provider_id=other.id, patient_id=make_patient(clinic.office).id)
        assert reservations() == before

    def test_a_taken_time_is_refused_with_the_next_best(self, clinic):
        clinic.book()
        other = make_patient(clinic.office)
        with pytest.raises(scheduling.TimeTaken, match="Dr. Hale was just taken at 9:00 AM") as told:
            clinic.book(patient_id=other.id)
        offers = told.value.next_offers
        assert offers[0].starts_at == NINE + timedelta(minutes=30)
        assert {offer.visit_type_id for offer in offers} == {clinic.kind.id}
        booked = clinic.book(patient_id=other.id, starts_at=offers[0].starts_at)
        assert booked.starts_at == offers[0].starts_at

    def test_a_second_room_serves_the_second_provider(self, clinic):
        make_device(clinic.office, name="Echo 2")
        second = make_room(clinic.office, name="Room 2")
        other = make_provider(clinic.office, family_name="Reyes")
        make_hours(clinic.office, provider_id=other.id)
        first = clinic.book()
        visit = clinic.book(provider_id=other.id, patient_id=make_patient(clinic.office).id)
        assert {first.room_id, visit.room_id} == {clinic.room.id, second.id}

    def test_the_same_visit_twice_is_one(self, clinic):
        clinic.book()
        with pytest.raises(scheduling.PatientElsewhere, match="already has a visit with Dr. Hale at 9:00 AM"):
            clinic.book(starts_at=NINE + timedelta(minutes=15))


class TestRefusals:
    def test_the_past(self, clinic):
        with pytest.raises(scheduling.TimePassed, match="has passed"):
            clinic.book(starts_at=NOW - timedelta(minutes=1))

    @pytest.mark.parametrize(
        ("minutes", "sentence"),
        [
            (-120, "from 7:00 AM on Wednesday, June 3, 2026. Hours that day: 8:00 AM to 5:00 PM"),
            (465, "for 30 minutes from 4:45 PM"),
            (60 * 24 * 3, "does not see patients in Cardiology on Saturday, June 6, 2026"),
        ],
    )
    def test_times_outside_hours(self, clinic, minutes, sentence):
        with pytest.raises(scheduling.OutsideHours, match=sentence):
            clinic.book(starts_at=NINE + timedelta(minutes=minutes))

    def test_another_department_than_the_providers(self, clinic):
        elsewhere = make_visit_type(clinic.office, unit=clinic.office.family_north, name="Physical")
        with pytest.raises(scheduling.OutsideHours, match="does not see patients in Family medicine"):
            clinic.book(visit_type_id=elsewhere.id)

    def test_an_expired_license_says_so(self, clinic):
        lapsed = make_provider(clinic.office, family_name="Noor", license_until=date(2026, 5, 31))
        make_hours(clinic.office, provider_id=lapsed.id)
        with pytest.raises(
            scheduling.NoCredential, match=r"Dr. Noor's Illinois license expired on May 31, 2026\."
        ):
            clinic.book(provider_id=lapsed.id)

    def test_a_license_that_ends_before_the_visit(self, clinic):
        ending = make_provider(clinic.office, family_name="Noor", license_until=date(2026, 6, 2))
        make_hours(clinic.office, provider_id=ending.id)
        with pytest.raises(scheduling.NoCredential):
            clinic.book(provider_id=ending.id)

    def test_a_device_out_of_calibration(self, office):
        clinic = Clinic(office, device_kind="holter")
        make_device(office, name="Holter 1", kind="holter", calibrated_until=date(2026, 6, 2))
        with pytest.raises(scheduling.TimeTaken, match="No holter is free"):
            clinic.book()

    def test_a_desk_of_another_site(self, clinic):
        with pytest.raises(NotAllowed):
            clinic.book(by=clinic.office.actor("south_desk"))

    def test_an_unknown_patient_or_provider(self, clinic):
        with pytest.raises(NotFound):
            clinic.book(patient_id=uuid.uuid4())
        with pytest.raises(NotFound):
            clinic.book(provider_id=uuid.uuid4())

    def test_a_closed_day_and_extra_hours(self, clinic):
        office = clinic.office
        common = {"provider_id": clinic.provider.id, "by": office.actor("cardio_lead"), "at": NOW}
        scheduling.add_exception(on=date(2026, 6, 3), **common)
        with pytest.raises(scheduling.OutsideHours):
            clinic.book()
        scheduling.add_exception(
            on=date(2026, 6, 6), extra=True, unit=office.cardiology, starts=time(9), ends=time(12), **common
        )
        assert clinic.book(starts_at=NINE + timedelta(days=3)).state == "booked"


class TestMoving:
    def test_takes_the_new_time_and_gives_back_the_old(self, clinic):
        visit = clinic.book()
        later = NINE + timedelta(hours=2)
        moved = scheduling.move_appointment(
            appointment_id=visit.id,
            starts_at=later,
            expected_version=1,
            by=clinic.office.actor("north_desk"),
            at=NOW,
        )
        assert (moved.starts_at, moved.version) == (later, 2)
        assert {start for _, start, _ in timebook.held_by(visit.id)} == {later}
        assert clinic.book(patient_id=make_patient(clinic.office).id).starts_at == NINE

    def test_a_refused_move_keeps_everything(self, clinic):
        visit = clinic.book()
        clinic.book(patient_id=make_patient(clinic.office).id, starts_at=NINE + timedelta(hours=1))
        with pytest.raises(scheduling.TimeTaken), transaction.atomic():
            scheduling.move_appointment(
                appointment_id=visit.id,
                starts_at=NINE + timedelta(minutes=45),
                by=clinic.office.actor("north_desk"),
                at=NOW,
            )
        assert {start for _, start, _ in timebook.held_by(visit.id)} == {NINE}
        assert scheduling.appointment(visit.id).version == 1

    def test_may_overlap_its_own_old_time(self, clinic):
        visit = clinic.book()
        moved = scheduling.move_appointment(
            appointment_id=visit.id,
            starts_at=NINE + timedelta(minutes=15),
            by=clinic.office.actor("north_desk"),
            at=NOW,
        )
        assert moved.room_id == clinic.room.id

    def test_a_stale_form_is_told(self, clinic):
        visit = clinic.book()
        desk = clinic.office.actor("north_desk")
        with pytest.raises(Stale):
            scheduling.move_appointment(
                appointment_id=visit.id,
                starts_at=NINE + timedelta(hours=1),
                expected_version=7,
                by=desk,
                at=NOW,
            )


def test_lanes_let_a_group_visit_be_shared(office):
    clinic = Clinic(office, room_kind="", device_kind="")
    resource = timebook.resource_for(clinic.provider.id)
    resource.capacity = 2
    resource.save(update_fields=["capacity"])
    for _ in range(2):
        clinic.book(patient_id=make_patient(office).id)
    with pytest.raises(scheduling.TimeTaken):
        clinic.book(patient_id=make_patient(office).id)


def test_a_patient_in_a_closed_compartment_lends_it_to_the_visit(clinic):
    hidden = make_patient(clinic.office, compartment="restricted")
    visit = make_appointment(
        clinic.office, patient_id=hidden.id, provider_id=clinic.provider.id, visit_type=clinic.kind
    )
    assert visit.compartment == "restricted"
    clinic.office.actor("north_desk")
    assert scheduling.appointment(visit.id) is None
