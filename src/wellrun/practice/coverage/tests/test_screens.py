"""Payers and coverage over HTTP."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.urls import reverse

from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.coverage import api as coverage
from wellrun.practice.coverage.api import Coverage, Payer
from wellrun.practice.coverage.testing import make_coverage, make_payer
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient

PAYER = {
    "name": "Prairie Mutual",
    "electronic_id": "pm471",
    "kind": "commercial",
    "filing_indicator": "CI",
    "timely_filing_days": "90",
    "member_id_pattern": r"[A-Z]{3}\d{9}",
    "active": "on",
}


@pytest.fixture(autouse=True)
def clock():
    with running(VirtualClock(NOW)):
        yield


@pytest.fixture
def sign_in(office, client):
    def as_user(name):
        client.force_login(office.users[name])
        return client

    return as_user


def card(payer, **fields):
    return {"payer_id": str(payer.id), "rank": "1", "member_id": "abc 123 456 789", "relationship": "18",
            "starts_on": "2026-01-01", "submission": str(uuid.uuid4())} | fields  # fmt: skip


def test_a_payer_is_added_changed_and_listed(office, sign_in):
    client = sign_in("biller")
    assert "No payers yet" in client.get("/coverage/payers/").text
    page = client.post("/coverage/payers/new/", PAYER).headers["Location"]
    assert "3 letters, then 9 digits" in client.get(page).text
    assert client.post(page, PAYER | {"version": "1", "timely_filing_days": "180"}).status_code == 302
    late = client.post(page, PAYER | {"version": "1", "name": "Other"})
    assert (late.status_code, "Somebody changed this" in late.text) == (422, True)
    office.program()
    payer = Payer.objects.get()
    assert (payer.electronic_id, payer.timely_filing_days, payer.name) == ("PM471", 180, "Prairie Mutual")
    assert "Prairie Mutual" in client.get("/coverage/payers/").text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"electronic_id": "!"}, "2 to 15 capital letters and digits"),
        ({"member_id_pattern": "(a+)+$"}, "Write letters, digits"),
        ({"timely_filing_days": "0"}, "greater than or equal to 1"),
        ({"zip": "12"}, "five digits, or nine"),
        ({"name": "x" * 61}, "at most 60 characters"),
    ],
)
def test_a_payer_that_cannot_be_is_refused(office, sign_in, fields, sentence):
    answer = sign_in("biller").post("/coverage/payers/new/", PAYER | fields)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_plans_are_added_and_changed(office, sign_in):
    payer, client = make_payer(office), sign_in("biller")
    new = reverse("coverage:plan-new", args=[payer.id])
    assert client.post(new, {"plan_name": "Silver", "copay_cents": "30"}).status_code == 302
    assert "of this name already" in client.post(new, {"plan_name": "Silver"}).text
    office.program()
    plan = coverage.plans_of(payer.id)[0]
    change = reverse("coverage:plan", args=[plan.id])
    assert client.post(change, {f"{plan.id}-copay_cents": "45.50"}).status_code == 302
    assert client.post(change, {f"{plan.id}-copay_cents": "thirty"}).status_code == 422
    office.program()
    plan.refresh_from_db()
    assert (plan.copay_cents, plan.active) == (4550, False)


def test_a_card_is_entered_once_however_often_it_is_sent(office, sign_in):
    patient, client = make_patient(office), sign_in("north_desk")
    sent = card(
        make_payer(office, member_id_pattern=r"[A-Z]{3}\d{9}"), last_day_on="2026-12-31", copay_cents="25"
    )
    address = reverse("coverage:add", args=[patient.id])
    assert [client.post(address, sent).status_code for _ in range(2)] == [302, 302]
    office.program()
    held = Coverage.objects.get()
    assert (held.member_id, held.ends_on, held.copay_cents) == ("ABC123456789", date(2027, 1, 1), 2500)
    shown = client.get(reverse("patients:patient", args=[patient.id])).text
    assert "Dec 31, 2026" in shown
    assert "Not verified" in shown


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"member_id": "12"}, "have 3 letters, then 9 digits; 12 does not"),
        ({"relationship": "19"}, "Give the subscriber&#x27;s first name."),
        ({"starts_on": "soon"}, "Enter a day"),
        ({"last_day_on": "2025-01-01"}, "ends before it starts"),
        ({"payer_id": str(uuid.UUID(int=7))}, "Choose one of the list"),
        ({"plan_id": str(uuid.UUID(int=7))}, "Choose one of the list"),
        ({"member_id": "4111 1111 1111 1111"}, "payment card number"),
    ],
)
def test_a_card_that_cannot_be_is_refused_in_words(office, sign_in, fields, sentence):
    payer = make_payer(office, member_id_pattern=r"[A-Z]{3}\d{9}")
    address = reverse("coverage:add", args=[make_patient(office).id])
    answer = sign_in("north_desk").post(address, card(payer, **fields))
    assert answer.status_code == 422
    assert sentence in answer.text
    office.program()
    assert Coverage.objects.count() == 0


def test_a_second_primary_is_refused_beside_the_rank(office, sign_in):
    patient, payer = make_patient(office), make_payer(office, name="Prairie Mutual")
    make_coverage(office, patient, payer)
    answer = sign_in("north_desk").post(reverse("coverage:add", args=[patient.id]), card(payer))
    assert "Prairie Mutual is primary from Jan 1, 2026" in "".join(answer.context["form"]["rank"].errors)


def test_coverage_is_verified_and_ended_with_its_last_day(office, sign_in):
    patient = make_patient(office)
    held, client = make_coverage(office, patient), sign_in("north_desk")
    client.post(reverse("coverage:verification", args=[held.id]), {"result": "active"})
    assert "Active on Jun 2, 2026" in client.get(reverse("patients:patient", args=[patient.id])).text
    assert client.post(reverse("coverage:verification", args=[held.id]), {"result": "x"}).status_code == 422
    end = reverse("coverage:end", args=[held.id])
    assert "cannot end before" in client.post(end, {"last_day_on": "2025-06-01"}).text
    assert client.post(end, {"last_day_on": "2026-05-31"}).status_code == 302
    office.program()
    held.refresh_from_db()
    assert held.ends_on == date(2026, 6, 1)


def test_a_misread_card_is_corrected_and_asks_to_be_verified_again(office, sign_in):
    payer = make_payer(office, member_id_pattern=r"[A-Z]{3}\d{9}")
    held = make_coverage(office, make_patient(office), payer, member_id="ABC123456789", copay_cents=2000)
    coverage.verify_coverage(coverage_id=held.id, result="active", by=office.program(), at=NOW)
    client, page = sign_in("north_desk"), reverse("coverage:correct", args=[held.id])
    assert "3 letters, then 9 digits" in client.post(page, {"member_id": "ABC12345678"}).text
    sent = {"member_id": "ABC123456780", "group_number": "G1", "copay_cents": "25"}
    assert client.post(page, sent).status_code == 302
    office.program()
    held.refresh_from_db()
    assert (held.member_id, held.group_number, held.copay_cents) == ("ABC123456780", "G1", 2500)
    assert held.verified_at is None


def test_a_hidden_chart_has_no_coverage_pages(office, sign_in):
    patient = make_patient(office, compartment="restricted")
    held, client = make_coverage(office, patient), sign_in("north_desk")
    assert client.get(reverse("coverage:add", args=[patient.id])).status_code == 404
    assert client.get(reverse("coverage:end", args=[held.id])).status_code == 404
    assert client.get(reverse("coverage:correct", args=[held.id])).status_code == 404
    assert (
        client.post(reverse("coverage:verification", args=[held.id]), {"result": "active"}).status_code == 404
    )


def test_the_desk_does_not_change_payers(office, sign_in):
    payer, client = make_payer(office), sign_in("north_desk")
    for address in ("/coverage/payers/", "/coverage/payers/new/", reverse("coverage:payer", args=[payer.id])):
        assert client.get(address).status_code == 404
        assert client.post(address, PAYER).status_code == 404
