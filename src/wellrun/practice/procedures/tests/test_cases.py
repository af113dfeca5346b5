"""A case from the decision to the charge: time, states, refusals, and what the database holds."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction

from wellrun.platform.access.api import NotAllowed, NotFound, Stale
from wellrun.platform.database.identity import acting
from wellrun.platform.verification import checks
from wellrun.practice.organization.api import program_actor
from wellrun.practice.organization.testing import NOW, open_small_office
from wellrun.practice.patients import api as patients
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.procedures import api as procedures
from wellrun.practice.procedures.models import Case
from wellrun.practice.procedures.operations.request_case import TimeIsOver
from wellrun.practice.procedures.queries.cases import steps_of
from wellrun.practice.procedures.rules.details import CaseIncomplete, ProcedureLine
from wellrun.practice.procedures.testing import CASE_AT, Theater, make_details
from wellrun.practice.scheduling.api import TimeTaken, book_appointment
from wellrun.practice.scheduling.testing import make_hours, make_visit_type
from wellrun.practice.timebook.api import held_by

MORNING = datetime(2026, 6, 30, 14, 0, tzinfo=UTC)


def proven(office):
    office.program()
    return [said for check in checks() if check.room in ("procedures", "billing") for said in check.run()]


def clinic_visit(theater, starts_at=MORNING, patient=None):
    office = theater.office
    make_hours(office, provider_id=theater.provider.id)
    kind = make_visit_type(office, name=f"Visit {starts_at}")
    return book_appointment(
        patient_id=(patient or make_patient(office)).id,
        visit_type_id=kind.id,
        provider_id=theater.provider.id,
        starts_at=starts_at,
        by=office.program(),
        at=NOW,
    )


def test_a_case_holds_the_surgeon_with_travel_and_the_clinic_cannot_book(office):
    theater = Theater(office)
    case = theater.request()
    office.program()
    held = {(start, end) for _, start, end in held_by(case.id)}
    assert held == {(CASE_AT - timedelta(minutes=30), CASE_AT + timedelta(minutes=120 + 30))}
    with pytest.raises(TimeTaken):
        clinic_visit(theater, CASE_AT + timedelta(minutes=120))
    assert proven(office) == []


def test_a_clinic_visit_in_the_way_is_shown_and_nothing_is_written(office):
    theater = Theater(office)
    visit = clinic_visit(theater)
    with pytest.raises(procedures.SurgeonBusy) as busy, transaction.atomic():
        theater.request()
    (conflict,) = busy.value.conflicts
    assert conflict.path == f"/appointments/{visit.id}/move/"
    office.program()
    assert not Case.objects.exists()


def test_moving_re_reserves_in_one_step_or_not_at_all(office):
    theater = Theater(office)
    clinic_visit(theater, MORNING + timedelta(days=1))
    case = theater.request()
    by = theater.coordinator()
    with pytest.raises(procedures.SurgeonBusy), transaction.atomic():
        procedures.move_case(case_id=case.id, starts_at=CASE_AT + timedelta(days=1), by=by, at=NOW)
    assert {start for _, start, _ in held_by(case.id)} == {CASE_AT - timedelta(minutes=30)}
    later = CASE_AT + timedelta(days=2)
    procedures.move_case(case_id=case.id, starts_at=later, reason="Hospital asked", by=by, at=NOW)
    assert {start for _, start, _ in held_by(case.id)} == {later - timedelta(minutes=30)}
    assert [step.what for step in steps_of(case.id)] == ["Requested", "Moved"]
    clinic_visit(theater, MORNING)
    assert proven(office) == []


def test_a_case_goes_its_way_and_the_surgeon_is_free_when_it_ends(office):
    theater = Theater(office)
    case = theater.request()
    by = theater.coordinator()
    procedures.send_case(case_id=case.id, by=by, at=NOW)
    confirmed = procedures.confirm_case(case_id=case.id, hospital_number="H-1", by=by, at=NOW)
    assert (confirmed.state, confirmed.hospital_number) == ("confirmed", "H-1")
    with pytest.raises(procedures.NotReady, match="History and physical"):
        procedures.mark_ready(case_id=case.id, by=by, at=NOW)
    procedures.postpone_case(case_id=case.id, reason="Patient has a cold", by=by, at=NOW)
    assert held_by(case.id) == []
    again = procedures.move_case(case_id=case.id, starts_at=CASE_AT, by=by, at=NOW)
    assert again.state == "requested"
    procedures.cancel_case(case_id=case.id, reason="Patient decided against it", by=by, at=NOW)
    assert held_by(case.id) == []
    assert proven(office) == []


def test_the_hospitals_own_time_moves_the_surgeon(office):
    theater = Theater(office)
    case = theater.request()
    other = CASE_AT + timedelta(hours=3)
    done = procedures.confirm_case(
        case_id=case.id, hospital_number="H-2", starts_at=other, by=theater.coordinator(), at=NOW
    )
    assert done.starts_at == other
    assert {start for _, start, _ in held_by(case.id)} == {other - timedelta(minutes=30)}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"procedures": ()}, "at least one procedure"),
        ({"procedures": (ProcedureLine("2744", "Knee"),)}, "no procedure code"),
        ({"procedures": (ProcedureLine("27447", " "),)}, "in words"),
        ({"diagnoses": ("bad code",)}, "no diagnosis code"),
        ({"starts_at": None}, "on which day"),
        ({"wanted_from_on": date(2026, 7, 2), "wanted_to_on": date(2026, 7, 1)}, "ends before"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(office, change, said):
    with pytest.raises(CaseIncomplete, match=said):
        Theater(office).request(**change)


def test_past_times_stale_forms_and_strangers_are_refused(office):
    theater = Theater(office)
    with pytest.raises(TimeIsOver), transaction.atomic():
        theater.request(starts_at=NOW - timedelta(hours=1))
    case = theater.request()
    details = make_details(theater.provider, theater.facility)
    with pytest.raises(Stale):
        procedures.change_case(
            case_id=case.id, details=details, expected_version=9, by=theater.coordinator(), at=NOW
        )
    with pytest.raises((NotFound, NotAllowed)):
        procedures.cancel_case(case_id=case.id, reason="x", by=office.actor("south_desk"), at=NOW)


@pytest.mark.parametrize(
    ("wall", "minutes"),
    [(datetime(2026, 11, 1, 5, 30, tzinfo=UTC), 180), (datetime(2027, 3, 14, 7, 30, tzinfo=UTC), 180)],
)
def test_a_case_across_the_change_of_clocks_keeps_its_minutes(office, wall, minutes):
    case = Theater(office).request(starts_at=wall, procedure_minutes=minutes - 40)
    held = held_by(case.id)[0]
    assert held[2] - held[1] == timedelta(minutes=minutes + 60)


def test_cases_follow_the_chart_into_compartments_and_through_merges(office):
    theater = Theater(office)
    case, survivor = theater.request(), make_patient(office)
    done = patients.merge_patients(survivor_id=survivor.id, merged_id=theater.patient.id, reason="same person",
                                   by=office.actor("manager"), at=NOW)  # fmt: skip
    office.program()
    assert Case.objects.get(id=case.id).patient_id == survivor.id
    patients.unmerge_patients(merge_id=done.id, reason="two people", by=office.actor("manager"), at=NOW)
    office.program()
    assert Case.objects.get(id=case.id).patient_id == theater.patient.id
    patients.move_to_compartment(patient_id=theater.patient.id, compartment="restricted", reason="staff",
                                 by=office.program(), at=NOW)  # fmt: skip
    assert proven(office) == []
    theater.coordinator()
    assert not Case.objects.filter(id=case.id).exists()


def test_of_a_case_and_a_visit_at_once_one_has_the_surgeon(committed_db):
    with transaction.atomic():
        office = open_small_office()
        theater = Theater(office)
        make_hours(office, provider_id=theater.provider.id)
        kind = make_visit_type(office)
        visitors = [make_patient(office) for _ in range(4)]
    actor = program_actor(organization_id=office.organization.id, name="race", at=NOW)

    def attempt(number):
        try:
            with acting(actor.identity()):
                if number % 2:
                    procedures.request_case(
                        patient_id=theater.patient.id, by=actor, at=NOW,
                        details=make_details(theater.provider, theater.facility),
                    )  # fmt: skip
                else:
                    book_appointment(patient_id=visitors[number // 2].id, visit_type_id=kind.id, by=actor, at=NOW,
                                     provider_id=theater.provider.id, starts_at=MORNING)  # fmt: skip
            return True
        except (procedures.SurgeonBusy, TimeTaken):
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(attempt, range(8)))
    assert outcomes.count(True) == 1
    with acting(actor.identity()):
        assert [said for check in checks() if check.room == "procedures" for said in check.run()] == []
