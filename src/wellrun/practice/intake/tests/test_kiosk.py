"""The kiosk: two identifiers, today alone, and nothing left behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from wellrun.platform.clock import VirtualClock, running
from wellrun.platform.events import subscribe
from wellrun.practice.intake.api import signaled
from wellrun.practice.intake.events import WalkInAtKiosk
from wellrun.practice.intake.models import Kiosk, Submission, SubmissionItem
from wellrun.practice.intake.testing import Linked
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling.api import appointment
from wellrun.practice.scheduling.testing import NINE, make_appointment

KIOSK = "/intake/kiosk/"
HEARD: list[WalkInAtKiosk] = []
subscribe(WalkInAtKiosk, HEARD.append)


@pytest.fixture(autouse=True)
def clock():
    held = VirtualClock(NINE - timedelta(minutes=20))
    with running(held):
        yield held


@pytest.fixture
def linked(office):
    return Linked(office)


@pytest.fixture
def kiosk(linked):
    """A browser that a secretary has turned into a kiosk."""
    browser = Client()
    browser.force_login(linked.office.users["north_desk"])
    answer = browser.post("/intake/kiosks/", {"unit": str(linked.office.north.id)})
    assert answer.headers["Location"] == KIOSK
    return browser


def find(kiosk, who, **changed):
    born = who.birth_on
    said = {"act": "find", "family": who.family_name, "birth_year": born.year, "birth_month": born.month,
            "birth_day": born.day}  # fmt: skip
    return kiosk.post(KIOSK, said | changed)


def answer(linked, kiosk, **data):
    linked.office.program()
    here = Kiosk.objects.get()
    return kiosk.post(KIOSK, {"act": "step", "step": here.step, "draft": str(here.submission_id)} | data)


def details(who, **changed):
    kept = {
        name: getattr(who, name) for name in ("phone_mobile", "street", "city", "state", "zip", "language")
    }
    return kept | changed


def test_opening_a_kiosk_ends_the_session_of_whoever_opened_it(kiosk):
    assert kiosk.get("/").headers["Location"].startswith("/account/login/")
    page = kiosk.get(KIOSK)
    assert page.status_code == 200 and page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["Clear-Site-Data"] == '"cache", "storage"'
    cookie = kiosk.cookies["wellrun-kiosk"]
    assert cookie["httponly"] and cookie["samesite"] == "Strict" and cookie["path"] == KIOSK


def test_a_patient_checks_in_and_takes_a_seat(linked, kiosk):
    assert find(kiosk, linked.patient, family=f" {linked.patient.family_name.upper()} ").status_code == 303
    page = kiosk.get(KIOSK)
    assert "Your contact details" in page.text and linked.patient.street in page.text
    assert answer(linked, kiosk, **details(linked.patient, email="here@example.org")).status_code == 303
    assert "front desk" in kiosk.get(KIOSK).text
    assert answer(linked, kiosk).status_code == 303
    assert "You are checked in" in kiosk.get(KIOSK).text
    # Whoever comes next, or presses back, finds the welcome.
    assert "Welcome" in kiosk.get(KIOSK).text
    linked.office.actor("north_desk")
    assert set(signaled([linked.visit.id])) == {linked.visit.id}
    assert appointment(linked.visit.id).state == "booked"
    assert SubmissionItem.objects.get().new == {"email": "here@example.org"}


def test_what_was_left_mid_way_is_thrown_away(linked, kiosk, clock):
    find(kiosk, linked.patient)
    linked.ask_forms("health-history")
    answer(linked, kiosk, **details(linked.patient, email="mine@example.org"))
    clock.advance(timedelta(seconds=91))
    page = kiosk.get(KIOSK)
    assert "Welcome" in page.text and linked.patient.street not in page.text
    linked.office.program()
    left = Submission.objects.get()
    assert (left.state, left.draft) == ("discarded", {})
    assert Kiosk.objects.get().submission_id is None


def test_starting_over_forgets_at_once_and_an_old_page_changes_nothing(linked, kiosk):
    find(kiosk, linked.patient)
    linked.office.program()
    here = Kiosk.objects.get()
    old = {"act": "step", "step": here.step, "draft": str(here.submission_id)} | details(
        linked.patient, city="Cicero"
    )
    kiosk.post(KIOSK, {"act": "leave"})
    assert kiosk.post(KIOSK, old).status_code == 303
    find(kiosk, linked.patient)
    assert kiosk.post(KIOSK, old).status_code == 303
    linked.office.program()
    assert not SubmissionItem.objects.exists()
    assert [each.draft for each in Submission.objects.all()] == [{}, {}]


def test_wrong_answers_pause_the_kiosk(linked, kiosk, clock):
    for _ in range(5):
        page = find(kiosk, linked.patient, family="Nobody")
        assert page.status_code == 422 and "did not find" in page.text
    assert find(kiosk, linked.patient).status_code == 429
    clock.advance(timedelta(seconds=61))
    assert find(kiosk, linked.patient).status_code == 303


def test_two_of_one_name_and_birth_date_are_told_apart_by_their_telephones(linked, kiosk):
    who = linked.patient
    twin = make_patient(linked.office, family_name=who.family_name, birth_on=who.birth_on, given_name="Zoe",
                        phone_mobile="+13125559876")  # fmt: skip
    make_appointment(linked.office, patient_id=twin.id, provider_id=linked.clinic.provider.id,
                     visit_type=linked.clinic.kind, starts_at=NINE + timedelta(hours=2), at=NOW)  # fmt: skip
    page = find(kiosk, who)
    assert page.status_code == 422 and "last four digits" in page.text
    assert "Zoe" not in page.text and who.given_name not in page.text
    assert find(kiosk, who, phone="0000").status_code == 422
    assert find(kiosk, who, phone="9876").status_code == 303
    linked.office.program()
    assert Submission.objects.get().patient_id == twin.id


def test_only_todays_visits_of_that_site_are_found(linked, kiosk):
    other = Client()
    other.force_login(linked.office.users["south_desk"])
    other.post("/intake/kiosks/", {"unit": str(linked.office.south.id)})
    assert find(other, linked.patient).status_code == 422
    linked.office.program()
    visits = type(linked.visit).objects.filter(id=linked.visit.id)
    visits.update(starts_at=NINE + timedelta(days=1), ends_at=NINE + timedelta(days=1, minutes=30))
    assert find(kiosk, linked.patient).status_code == 422
    assert find(kiosk, linked.patient, birth_year=9999).status_code == 422


def test_of_two_visits_today_the_one_to_come_is_meant(linked, kiosk, clock):
    later = make_appointment(linked.office, patient_id=linked.patient.id, provider_id=linked.clinic.provider.id,
                             visit_type=linked.clinic.kind, starts_at=NINE + timedelta(hours=3), at=NOW)  # fmt: skip
    clock.advance(timedelta(hours=2))
    assert find(kiosk, linked.patient).status_code == 303
    linked.office.program()
    assert Submission.objects.get().appointment_id == later.id


def test_a_kiosks_token_opens_a_kiosk_and_nothing_else(linked, kiosk, client):
    for address in (
        linked.url("visit-check-in"),
        "/board/",
        "/intake/reviews/",
        f"/appointments/{linked.visit.id}/",
    ):
        answered = kiosk.get(address)
        assert answered.status_code == 302, address
    forged = Client()
    assert forged.get(KIOSK).status_code == 404
    forged.cookies["wellrun-kiosk"] = "x" * 43
    assert forged.post(KIOSK, {"act": "find"}).status_code == 404
    client.force_login(linked.office.users["north_desk"])
    linked.office.program()
    client.post(f"/intake/kiosks/{Kiosk.objects.get().id}/closing/")
    assert kiosk.get(KIOSK).status_code == 404


def test_a_secretary_opens_kiosks_of_her_own_site_alone(linked, client):
    client.force_login(linked.office.users["north_desk"])
    assert client.post("/intake/kiosks/", {"unit": str(linked.office.south.id)}).status_code == 404
    linked.office.program()
    assert not Kiosk.objects.exists()


def test_who_has_no_visit_is_announced_without_a_name(linked, kiosk):
    HEARD.clear()
    kiosk.post(KIOSK, {"act": "es"})
    kiosk.post(KIOSK, {"act": "walk in"})
    shown = kiosk.get(KIOSK).text
    assert "tome asiento" in shown and "Su número es C1." in shown
    assert [(each.unit_id, each.language) for each in HEARD] == [(linked.office.cardiology.id, "es")]
    assert "Welcome" in kiosk.get(KIOSK).text


def test_who_has_no_visit_chooses_among_the_departments_of_the_site(linked, kiosk):
    family, there = str(linked.office.family_north.id), str(linked.office.family_south.id)
    assert family in kiosk.get(KIOSK).text
    assert kiosk.post(KIOSK, {"act": "walk in", "unit": there}).status_code == 404
    kiosk.post(KIOSK, {"act": "walk in", "unit": family})
    assert "Your number is F1." in kiosk.get(KIOSK).text


def test_a_post_without_its_token_is_refused(linked, kiosk):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = kiosk.cookies
    assert strict.post(KIOSK, {"act": "walk in"}).status_code == 403
