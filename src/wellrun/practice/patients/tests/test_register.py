"""Registering: a number each, evidence before a second chart, refusals beside their field."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from wellrun.platform.access.api import NotAllowed
from wellrun.platform.testing.queries import own_queries
from wellrun.practice.organization.testing import NOW, open_small_office
from wellrun.practice.patients import api as patients
from wellrun.practice.patients.api import PatientDetails
from wellrun.practice.patients.testing import make_patient

ANA = PatientDetails(
    given_name="Ana",
    family_name="Núñez-O'Neil",
    birth_on=date(1962, 4, 7),
    sex="F",
    phone_mobile="+13125550142",
    street="12 N Main St",
    city="Chicago",
    state="IL",
    zip="60610",
)


def changed(**fields):
    return PatientDetails(**(ANA.__dict__ | fields))


def test_numbers_follow_each_other(office):
    desk = office.actor("north_desk")
    first = patients.register_patient(identity=ANA, by=desk, at=NOW)
    second = patients.register_patient(
        identity=changed(given_name="Otto", family_name="Weber", birth_on=date(1990, 1, 2), sex="M",
                         phone_mobile="", street="", zip=""),
        by=desk, at=NOW,
    )  # fmt: skip
    assert second.number == first.number + 1


def test_the_same_person_misspelled_is_shown_with_the_evidence(office):
    desk = office.actor("north_desk")
    known = patients.register_patient(identity=ANA, by=desk, at=NOW)
    with pytest.raises(patients.LikelyDuplicate) as refusal:
        patients.register_patient(
            identity=changed(family_name="Nunez Oneil", given_name="Anna"), by=desk, at=NOW
        )
    match = refusal.value.matches[0]
    assert match.row.id == known.id
    said = {item.field: (item.left, item.right) for item in match.evidence}
    assert said["born_on"] == ("1962-04-07", "1962-04-07")
    assert said["first"] == ("Anna", "Ana")
    assert patients.Patient.objects.count() == 1


def test_a_brother_of_the_same_household_is_registered_without_a_warning(office):
    desk = office.actor("north_desk")
    patients.register_patient(identity=ANA, by=desk, at=NOW)
    brother = changed(given_name="Marco", birth_on=date(1965, 11, 30), sex="M")
    assert patients.register_patient(identity=brother, by=desk, at=NOW).number


def test_a_twin_is_registered_with_a_reason_that_the_audit_keeps(office):
    desk = office.actor("north_desk")
    patients.register_patient(identity=ANA, by=desk, at=NOW)
    twin = changed(given_name="Eva")
    with pytest.raises(patients.LikelyDuplicate):
        patients.register_patient(identity=twin, by=desk, at=NOW)
    second = patients.register_patient(
        identity=twin, by=desk, at=NOW, despite_duplicates=True, reason="Twin sister"
    )
    with connection.cursor() as cursor:
        office.actor("auditor")
        cursor.execute(
            "select detail->>'despite_duplicates' from audit_event where act = 'patient.registered'"
            " and subject_id = %s",
            [str(second.id)],
        )
        assert cursor.fetchone() == ("Twin sister",)


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"given_name": "x" * 10_000}, "given_name", "at most 35 characters; this has 10,000"),
        ({"family_name": " 12 "}, "family_name", "at least one letter"),
        ({"birth_on": date(2026, 6, 3)}, "birth_on", "in the future"),
        ({"birth_on": date(1870, 1, 1)}, "birth_on", "125 years"),
        ({"phone_mobile": "call me"}, "phone_mobile", "ten digits"),
        ({"note_for_desk": "card 4111 1111 1111 1111"}, "note_for_desk", "payment card"),
        ({"note_for_desk": "her number is 123-45-6789"}, "note_for_desk", "Social Security"),
        ({"family_name": "Nu\0l"}, "family_name", "cannot be shown"),
        ({"state": "ZZ"}, "state", "two letters"),
        ({"zip": "1234"}, "zip", "five digits"),
        ({"email": "ana at home"}, "email", "ana@example.com"),
        ({"ssn": "666123456"}, "ssn", "No Social Security number"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(office, fields, field, sentence):
    with pytest.raises(patients.DetailRefused, match=sentence) as refusal:
        patients.register_patient(identity=changed(**fields), by=office.actor("north_desk"), at=NOW)
    assert refusal.value.field == field


@pytest.mark.parametrize("name", ["hr", "buyer", "facilities", "auditor", "provider", "biller"])
def test_who_may_not_register_does_not(office, name):
    with pytest.raises(NotAllowed):
        patients.register_patient(identity=ANA, by=office.actor(name), at=NOW)


def test_a_social_security_number_is_sealed_and_shown_to_billing_alone(office):
    patient = patients.register_patient(
        identity=changed(ssn="219099999"), by=office.actor("north_desk"), at=NOW
    )
    with pytest.raises(NotAllowed):
        patients.read_ssn(patient_id=patient.id, by=office.actor("north_desk"))
    assert patients.read_ssn(patient_id=patient.id, by=office.actor("biller")) == "219099999"
    with connection.cursor() as cursor:
        cursor.execute(
            "select sealed, blind_index from patients_sealed_ssn where patient_id = %s", [patient.id]
        )
        sealed, index = cursor.fetchone()
    assert b"219099999" not in bytes(sealed)
    assert "219099999" not in index
    office.actor("auditor")
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from audit_event e where e::text like '%%219099999%%'")
        assert cursor.fetchone() == (0,)


def test_the_same_social_security_number_is_evidence_though_everything_else_differs(office):
    desk = office.actor("north_desk")
    known = patients.register_patient(identity=changed(ssn="219099999"), by=desk, at=NOW)
    moved = PatientDetails(
        given_name="Ana", family_name="Petersen", birth_on=date(1962, 4, 17), ssn="219099999"
    )
    assert [match.row.id for match in patients.find_duplicates(details=moved, by=desk)] == [known.id]


def test_a_restricted_chart_is_never_offered_as_a_duplicate(office):
    make_patient(office, compartment="restricted", **ANA.__dict__)
    assert patients.find_duplicates(details=ANA, by=office.actor("north_desk")) == []
    assert len(patients.find_duplicates(details=ANA, by=office.actor("provider"))) == 1


def test_a_guarantor_pays_for_himself(office):
    father = make_patient(office)
    child = make_patient(office, guarantor_id=father.id)
    with pytest.raises(patients.DetailRefused, match="has a guarantor too"):
        make_patient(office, guarantor_id=child.id)


def test_two_who_register_one_person_at_once_make_one_chart(committed_db):
    with transaction.atomic():
        office = open_small_office()
    start, outcomes = threading.Barrier(2), []

    def register(name):
        start.wait()
        try:
            with transaction.atomic():
                patients.register_patient(identity=ANA, by=office.actor(name), at=NOW)
            outcomes.append("registered")
        except patients.LikelyDuplicate as refusal:
            outcomes.append(refusal.matches[0].verdict)
        finally:
            connection.close()

    threads = [threading.Thread(target=register, args=(name,)) for name in ("north_desk", "south_desk")]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(outcomes) == ["registered", "same"]
    with transaction.atomic():
        office.program()
        assert patients.Patient.objects.count() == 1


@pytest.mark.parametrize(("despite", "most"), [(True, 4), (False, 6)])
def test_registering_asks_little_of_the_database(office, despite, most):
    by = office.actor("north_desk")
    patients.register_patient(
        identity=changed(given_name="Otto", family_name="Okafor", birth_on=date(1930, 1, 2)), by=by, at=NOW
    )
    with CaptureQueriesContext(connection) as asked:
        patients.register_patient(identity=ANA, by=by, at=NOW, despite_duplicates=despite)
    assert len(own_queries(asked)) <= most
