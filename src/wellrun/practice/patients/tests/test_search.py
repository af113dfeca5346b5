"""Finding: spelled as it sounds, by any word or number, and never what may not be seen."""

from __future__ import annotations

from datetime import date

import pytest

from wellrun.platform.access.api import NotAllowed
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients import api as patients
from wellrun.practice.patients.testing import make_patient


@pytest.fixture
def bill(office):
    for _ in range(12):
        make_patient(office)
    return make_patient(
        office,
        given_name="William",
        preferred_name="Scout",
        family_name="Núñez-O'Neil",
        birth_on=date(1962, 4, 7),
        phone_mobile="+16145550142",
        phone_home="+16145559871",
    )


@pytest.mark.parametrize(
    "typed",
    ["nun", "Nunez", "O'Neil", "oneil", "nunez william", "william, nunez", "Bill Nunez", "scout", "nuñes", "Noonez",
     "willaim oneil", "(614) 555-0142", "6145550142", "555-0142", "0142", "9871", "4/7/1962", "04071962",
     "Apr 7, 1962", "nunez 4/7/62"],
)  # fmt: skip
def test_is_found_as_people_type(office, bill, typed):
    rows = patients.search_patients(text=typed, by=office.actor("north_desk"))
    assert bill.id in [row.id for row in rows]


def test_the_chart_number_finds_one(office, bill):
    rows = patients.search_patients(text=str(bill.number), by=office.actor("north_desk"))
    assert [row.id for row in rows] == [bill.id]


def test_what_was_typed_comes_before_what_sounds_like_it(office):
    alike = make_patient(office, given_name="Jon", family_name="Smyth")
    exact = make_patient(office, given_name="Jon", family_name="Smith")
    rows = patients.search_patients(text="jon smith", by=office.actor("north_desk"))
    assert [row.id for row in rows][:2] == [exact.id, alike.id]


@pytest.mark.parametrize(
    "typed", ["", " ", "x", "%", "' or 1=1 --", "\0", "🦄", "zzzzqqq", "a b c d e f g h", "%s %(x)s"]
)
def test_nothing_is_found_for_nothing(office, bill, typed):
    assert patients.search_patients(text=typed, by=office.actor("north_desk")) == []


def test_ten_thousand_letters_are_answered(office, bill):
    assert patients.search_patients(text="n" * 10_000, by=office.actor("north_desk")) == []


def test_a_restricted_chart_is_found_by_nobody_but_those_who_may_see_it(office):
    hidden = make_patient(office, family_name="Quillfeather", compartment="restricted")
    for name in ("north_desk", "manager", "biller", "assistant"):
        desk = office.actor(name)
        assert patients.search_patients(text="quillfeather", by=desk) == []
        assert patients.patient(hidden.id) is None
        assert patients.patient_rows([hidden.id]) == {}
    rows = patients.search_patients(text="quillfeather", by=office.actor("provider"))
    assert [(row.id, row.flags) for row in rows] == [(hidden.id, ("Restricted chart",))]


@pytest.mark.parametrize("name", ["hr", "buyer", "facilities", "auditor"])
def test_who_has_no_patients_finds_none(office, bill, name):
    with pytest.raises(NotAllowed):
        patients.search_patients(text="nunez", by=office.actor(name))
    assert patients.Patient.objects.count() == 0


def test_the_former_name_still_finds_after_a_wedding(office, bill):
    desk = office.actor("north_desk")
    patients.update_demographics(
        patient_id=bill.id, changes={"family_name": "Petersen"}, expected_version=1, by=desk, at=NOW
    )
    for typed in ("petersen", "nunez"):
        assert [row.id for row in patients.search_patients(text=typed, by=desk)] == [bill.id]


def test_an_old_phone_finds_no_more(office, bill):
    desk = office.actor("north_desk")
    patients.update_demographics(
        patient_id=bill.id, changes={"phone_mobile": "+16145550188"}, expected_version=1, by=desk, at=NOW
    )
    assert patients.search_patients(text="6145550142", by=desk) == []
    assert len(patients.search_patients(text="6145550188", by=desk)) == 1


def test_a_search_takes_at_most_five_queries(office, bill, django_assert_max_num_queries):
    desk = office.actor("north_desk")
    with django_assert_max_num_queries(4):
        patients.search_patients(text="jonh smyth", by=desk)
