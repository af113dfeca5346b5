"""A held time is nobody else's, becomes the visit, and comes back by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wellrun.platform.access.api import NotFound
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.queries import verification
from wellrun.practice.scheduling.testing import NINE, Clinic
from wellrun.practice.timebook.api import drop_expired_holds, held_by

LATER = NOW + timedelta(minutes=11)


@pytest.fixture
def clinic(office):
    return Clinic(office)


def hold(clinic, **options):
    asked = {"visit_type_id": clinic.kind.id, "provider_id": clinic.provider.id, "starts_at": NINE}
    asked |= {"by": clinic.desk(), "at": NOW} | options
    return scheduling.hold_time(**asked)


def test_a_held_time_is_neither_offered_nor_booked_by_others(clinic):
    held = hold(clinic)
    assert held.expires_at == NOW + timedelta(minutes=10)
    assert len(held_by(held.id)) == 3
    with pytest.raises(scheduling.TimeTaken):
        clinic.book()
    offers = scheduling.find_times(
        visit_type_id=clinic.kind.id, starts_on=NINE.date(), limit=1, by=clinic.desk(), at=NOW
    )
    assert offers[0].starts_at < NINE or offers[0].starts_at > NINE
    assert verification.open_holds_hold_time() == []


def test_the_visit_of_a_hold_is_the_hold(clinic):
    held = hold(clinic)
    visit = clinic.book(hold_id=held.id)
    assert (visit.id, visit.room_id) == (held.id, held.room_id)
    assert verification.visits_hold_their_time() == []
    assert verification.open_holds_hold_time() == []
    with pytest.raises(scheduling.HoldOver, match="booked already"):
        clinic.book(hold_id=held.id, patient_id=make_patient(clinic.office).id)


def test_an_expired_hold_gives_way_and_its_form_still_books_what_is_free(clinic):
    held = hold(clinic)
    visit = clinic.book(hold_id=held.id, at=LATER)
    assert visit.id == held.id
    other = hold(clinic, starts_at=NINE + timedelta(hours=1))
    patient = make_patient(clinic.office)
    taken = clinic.book(NINE + timedelta(hours=1), patient_id=patient.id, at=LATER)
    with pytest.raises(scheduling.TimeTaken):
        clinic.book(
            NINE + timedelta(hours=1), patient_id=make_patient(clinic.office).id, hold_id=other.id, at=LATER
        )
    assert len(held_by(taken.id)) == 3


def test_a_hold_is_kept_longer_up_to_an_hour_and_not_once_it_is_over(clinic):
    held, desk = hold(clinic), clinic.desk()
    longer = scheduling.extend_hold(hold_id=held.id, by=desk, at=NOW + timedelta(minutes=9))
    assert longer.expires_at == NOW + timedelta(minutes=19)
    most = scheduling.extend_hold(hold_id=held.id, minutes=600, by=desk, at=NOW + timedelta(minutes=18))
    assert most.expires_at == NOW + timedelta(hours=1)
    with pytest.raises(scheduling.HoldOver):
        scheduling.extend_hold(hold_id=held.id, by=desk, at=NOW + timedelta(hours=2))


def test_a_hold_is_given_back_once_and_again_without_harm(clinic):
    held, desk = hold(clinic), clinic.desk()
    for _ in range(2):
        scheduling.release_hold(hold_id=held.id, by=desk, at=NOW)
    assert held_by(held.id) == []
    assert clinic.book(hold_id=held.id).id != held.id


def test_holds_return_by_themselves(clinic):
    held = hold(clinic)
    assert drop_expired_holds(at=NOW) == 0
    assert drop_expired_holds(at=LATER) == 3
    assert held_by(held.id) == []


def test_a_hold_is_of_one_time_and_one_department(clinic):
    held = hold(clinic)
    with pytest.raises(NotFound):
        clinic.book(NINE + timedelta(hours=1), hold_id=held.id)
    with pytest.raises(NotFound):
        scheduling.release_hold(hold_id=held.id, by=clinic.office.actor("south_desk"), at=NOW)


def test_a_patient_who_is_elsewhere_is_refused_with_that_visit(clinic):
    visit = clinic.book()
    with pytest.raises(scheduling.PatientElsewhere) as refused:
        clinic.book()
    assert refused.value.appointment_id == visit.id
    assert refused.value.until_at == visit.ends_at
