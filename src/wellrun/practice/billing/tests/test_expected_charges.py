"""Charges expected for hospital cases: asked for on the second day, met by what is entered, forgotten when undone."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from wellrun.platform.clock import VirtualClock, running
from wellrun.platform.verification import checks
from wellrun.practice.billing.api import ExpectedCharge, open_case_encounter, raise_missing
from wellrun.practice.billing.testing import charge, make_codes
from wellrun.practice.organization.testing import NOW
from wellrun.practice.procedures.api import confirm_case, finish_case, undo_done
from wellrun.practice.procedures.testing import CASE_AT, Theater
from wellrun.practice.scheduling.api import book_appointment
from wellrun.practice.scheduling.testing import make_hours, make_visit_type
from wellrun.practice.worklist.api import Task

AFTER = CASE_AT + timedelta(hours=5)


def done_case(office):
    theater = Theater(office)
    make_codes(office)
    case = theater.request()
    confirm_case(case_id=case.id, hospital_number="H", by=theater.coordinator(), at=NOW)
    finish_case(case_id=case.id, by=theater.coordinator(AFTER), at=AFTER)
    office.program()
    return theater, case, ExpectedCharge.objects.get(case=case)


def test_a_missing_charge_is_asked_for_by_the_second_day_and_once(office):
    _, _, expected = done_case(office)
    assert raise_missing(by=office.program(), at=AFTER + timedelta(days=1)) == 0
    assert raise_missing(by=office.program(), at=AFTER + timedelta(days=2)) == 1
    assert raise_missing(by=office.program(), at=AFTER + timedelta(days=3)) == 0
    encounter = open_case_encounter(expected_id=expected.id, by=office.program(), at=AFTER)
    assert (encounter.place_of_service, encounter.service_on) == ("22", expected.service_on)
    charge(office, encounter, at=AFTER)
    expected.refresh_from_db()
    assert expected.met_at is not None and expected.encounter_id == encounter.id
    assert not Task.objects.filter(kind="missing hospital charge", state="open").exists()
    assert [said for check in checks() if check.room == "billing" for said in check.run()] == []


def test_a_case_that_was_not_done_expects_nothing(office):
    theater, case, expected = done_case(office)
    undo_done(case_id=case.id, by=theater.coordinator(AFTER), at=AFTER)
    office.program()
    expected.refresh_from_db()
    assert expected.dropped_because == "The case was not done."
    finish_case(case_id=case.id, by=theater.coordinator(AFTER), at=AFTER)
    office.program()
    expected.refresh_from_db()
    assert (expected.met_at, expected.dropped_because) == (None, "")


def test_the_biller_charges_from_the_list_and_visits_show_the_global_period(office, client):
    theater, _, expected = done_case(office)
    with running(VirtualClock(AFTER + timedelta(days=2))):
        client.force_login(office.users["biller"])
        page = client.get(reverse("billing:missing"))
        assert "1 hospital case without charges" in page.text and theater.patient.family_name in page.text
        answer = client.post(reverse("billing:case-encounter", args=[expected.id]))
        assert "/charges/" in answer.url and client.get(answer.url).status_code == 200
        make_hours(office, provider_id=theater.provider.id)
        kind = make_visit_type(office)
        visit = book_appointment(
            patient_id=theater.patient.id, visit_type_id=kind.id, provider_id=theater.provider.id,
            starts_at=CASE_AT + timedelta(days=14, hours=2), by=office.program(), at=AFTER,
        )  # fmt: skip
        client.force_login(office.users["coordinator"])
        page = client.get(reverse("scheduling:appointment", args=[visit.id]))
        assert "90-day global period of Knee replacement" in page.text
