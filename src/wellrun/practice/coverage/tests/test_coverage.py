"""Coverage: one of each rank on a day, ids as the payer writes them, subscribers named."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from wellrun.platform.access.api import NotAllowed, NotFound
from wellrun.practice.coverage import api as coverage
from wellrun.practice.coverage.api import Coverage, CoverageDetails
from wellrun.practice.coverage.testing import make_coverage, make_payer
from wellrun.practice.organization.testing import NOW, TODAY, open_small_office
from wellrun.practice.patients.api import move_to_compartment
from wellrun.practice.patients.testing import make_patient


def details(payer, **fields):
    return CoverageDetails(
        **({"payer_id": payer.id, "member_id": "ABC123", "starts_on": date(2026, 1, 1)} | fields)
    )


def test_the_coverage_of_a_day_comes_primary_first(office):
    patient = make_patient(office)
    second = make_coverage(office, patient, rank=2)
    first = make_coverage(office, patient, rank=1, ends_on=date(2026, 7, 1))
    make_coverage(office, patient, rank=1, starts_on=date(2026, 7, 1))
    assert [c.id for c in coverage.coverage_on(patient_id=patient.id, on=TODAY)] == [first.id, second.id]
    assert first.id not in [c.id for c in coverage.coverage_on(patient_id=patient.id, on=date(2026, 7, 1))]


def test_many_patients_are_asked_for_each_on_their_own_day_in_one_query(office):
    ended, changed, bare = (make_patient(office) for _ in range(3))
    make_coverage(office, ended, ends_on=date(2026, 3, 1))
    old = make_coverage(office, changed, ends_on=date(2026, 7, 1))
    new = make_coverage(office, changed, starts_on=date(2026, 7, 1))
    july = date(2026, 7, 1)
    office.program()
    with CaptureQueriesContext(connection) as asked:
        found = coverage.coverages_on_days(
            [(ended.id, TODAY), (changed.id, TODAY), (changed.id, july), (bare.id, july)]
        )
    assert len(asked) == 1
    assert {key: [row.id for row in rows] for key, rows in found.items()} == {
        (ended.id, TODAY): [],
        (changed.id, TODAY): [old.id],
        (changed.id, july): [new.id],
        (bare.id, july): [],
    }


def test_a_second_primary_is_refused_saying_who_is(office):
    patient, payer = make_patient(office), make_payer(office, name="Prairie Mutual")
    make_coverage(office, patient, payer)
    desk = office.actor("north_desk")
    with pytest.raises(
        coverage.RankTaken, match="Prairie Mutual is primary from January 1, 2026|Jan 1, 2026"
    ):
        coverage.add_coverage(patient_id=patient.id, details=details(payer), by=desk, at=NOW)
    assert Coverage.objects.count() == 1


def test_the_database_refuses_two_of_one_rank_behind_the_programs_back(office):
    held = make_coverage(office, make_patient(office))
    other = make_coverage(office, make_patient(office))
    with pytest.raises(IntegrityError, match="coverage_rank_once"), transaction.atomic():
        Coverage.objects.filter(id=other.id).update(patient=held.patient)


def test_ending_leaves_room_for_the_next(office):
    patient = make_patient(office)
    held = make_coverage(office, patient)
    desk = office.actor("north_desk")
    coverage.end_coverage(coverage_id=held.id, on=TODAY, by=desk, at=NOW)
    make_coverage(office, patient, starts_on=TODAY)
    with pytest.raises(coverage.RankTaken, match="begins before"):
        coverage.end_coverage(coverage_id=held.id, on=date(2026, 9, 1), by=desk, at=NOW)


@pytest.mark.parametrize("member_id", ["ABC123456789", "abc 123 456 789", "ABC-123456789"])
def test_a_member_id_is_taken_as_the_card_prints_it(office, member_id):
    payer = make_payer(office, member_id_pattern=r"[A-Z]{3}\d{9}")
    assert make_coverage(office, make_patient(office), payer, member_id=member_id).member_id == "ABC123456789"


def test_a_member_id_that_is_none_is_refused_in_words(office):
    payer = make_payer(office, name="Prairie Mutual", member_id_pattern=r"[A-Z]{3}\d{9}")
    with pytest.raises(
        coverage.CoverageRefused, match="Member ids of Prairie Mutual have 3 letters, then 9 digits"
    ) as refusal:
        make_coverage(office, make_patient(office), payer, member_id="12")
    assert refusal.value.field == "member_id"


def test_a_medicare_id_has_eleven_places(office):
    payer = make_payer(office, member_id_pattern=coverage.MEDICARE_MEMBER_ID)
    assert (
        make_coverage(office, make_patient(office), payer, member_id="1EG4-TE5-MK73").member_id
        == "1EG4TE5MK73"
    )
    with pytest.raises(coverage.CoverageRefused):
        make_coverage(office, make_patient(office), payer, member_id="1SG4TE5MK73")


@pytest.mark.parametrize(
    "pattern", ["(a+)+", r"\d*", r"\d+", "[", "(?i)a", r"\d{1,9}\d{1,9}\d{1,9}\d{1,9}", "a"]
)
def test_a_pattern_that_could_run_away_is_refused(office, pattern):
    with pytest.raises(Exception, match="Write letters, digits"):
        make_payer(office, member_id_pattern=pattern)


def test_a_subscriber_who_is_another_is_named(office):
    patient, payer = make_patient(office), make_payer(office)
    desk = office.actor("north_desk")
    with pytest.raises(coverage.CoverageRefused) as refusal:
        coverage.add_coverage(
            patient_id=patient.id, details=details(payer, relationship="19"), by=desk, at=NOW
        )
    assert refusal.value.field == "subscriber_given_name"
    held = coverage.add_coverage(
        patient_id=patient.id,
        details=details(payer, relationship="19", subscriber_given_name="Otto", subscriber_family_name="Weber",
                        subscriber_birth_on=date(1980, 5, 5)),
        by=desk, at=NOW,
    )  # fmt: skip
    assert held.subscriber_family_name == "Weber"


def test_verifying_notes_when_and_what(office):
    held = make_coverage(office, make_patient(office))
    verified = coverage.verify_coverage(
        coverage_id=held.id, result="active", by=office.actor("north_desk"), at=NOW
    )
    assert (verified.verified_at, verified.verified_result) == (NOW, "active")


def test_coverage_follows_the_chart_into_its_compartment(office):
    patient = make_patient(office)
    held = make_coverage(office, patient)
    move_to_compartment(patient_id=patient.id, compartment="restricted", reason="asked for it",
                        by=office.program(), at=NOW)  # fmt: skip
    desk = office.actor("north_desk")
    assert coverage.coverage(held.id) is None
    with pytest.raises(NotFound):
        coverage.end_coverage(coverage_id=held.id, on=TODAY, by=desk, at=NOW)


@pytest.mark.parametrize("name", ["hr", "buyer", "facilities", "auditor", "provider"])
def test_who_may_not_write_coverage_does_not(office, name):
    patient, payer = make_patient(office), make_payer(office)
    with pytest.raises(NotAllowed):
        coverage.add_coverage(patient_id=patient.id, details=details(payer), by=office.actor(name), at=NOW)


def test_a_payers_name_is_taken_once_and_its_copay_falls_to_the_coverage(office):
    payer = make_payer(office, name="Prairie Mutual")
    with pytest.raises(coverage.PayerRefused, match="of this name already"):
        make_payer(office, name="Prairie Mutual")
    plan = coverage.add_plan(payer_id=payer.id, name="Silver", copay_cents=3000, by=office.program(), at=NOW)
    patient = make_patient(office)
    assert make_coverage(office, patient, payer, plan_id=plan.id).expected_copay_cents == 3000
    assert (
        make_coverage(office, patient, payer, plan_id=plan.id, rank=2, copay_cents=0).expected_copay_cents
        == 0
    )


def test_two_who_enter_a_primary_at_once_leave_one(committed_db):
    with transaction.atomic():
        office = open_small_office()
        patient, payer = make_patient(office), make_payer(office)
    start, outcomes = threading.Barrier(2), []

    def enter(name):
        start.wait()
        try:
            with transaction.atomic():
                desk = office.actor(name)
                coverage.add_coverage(patient_id=patient.id, details=details(payer), by=desk, at=NOW)
            outcomes.append("entered")
        except coverage.RankTaken:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=enter, args=(name,)) for name in ("north_desk", "south_desk")]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(outcomes) == ["entered", "refused"]
