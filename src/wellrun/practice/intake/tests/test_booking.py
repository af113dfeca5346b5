"""Booking by a link: what fits the patient, within the office's rules, once."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse

from wellrun.platform.clock import VirtualClock, running
from wellrun.platform.database.identity import acting
from wellrun.practice.intake.api import send_booking_link
from wellrun.practice.intake.models import Submission
from wellrun.practice.intake.testing import Linked
from wellrun.practice.organization.testing import NOW, open_small_office
from wellrun.practice.outreach.api import Link, make_link, token_of
from wellrun.practice.patients.api import merge_patients, move_to_compartment
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling.api import Appointment, Hold, VisitType, set_attendance_policy
from wellrun.practice.scheduling.testing import NINE, make_visit_type


@pytest.fixture(autouse=True)
def clock():
    with running(VirtualClock(NOW)):
        yield


@pytest.fixture
def linked(office):
    return Linked(office)


def booking_link(linked, who):
    by = linked.office.actor("north_desk")
    link, _ = send_booking_link(patient_id=who.id, unit_id=linked.visit.unit_id, by=by, at=NOW)
    return link


def entered(linked, who, link):
    browser, born = Client(), who.birth_on
    address = reverse("intake:booking", args=[token_of(link.id)])
    said = {"birth_year": born.year, "birth_month": born.month, "birth_day": born.day}
    assert browser.post(address, said).status_code == 302
    return browser, address


def test_a_patient_books_one_visit_and_the_link_is_used_up(linked):
    who = make_patient(linked.office)
    link = booking_link(linked, who)
    browser, address = entered(linked, who, link)
    page = browser.get(address + "?from=2026-06-04")
    value = f"20260604T1500.{linked.clinic.provider.id}"
    assert value in page.text
    kept = browser.post(address, {"type": str(linked.clinic.kind.id), "time": value})
    page = browser.get(kept.headers["Location"]).text
    assert "We keep this time for you until 9:10 AM" in page
    linked.office.program()
    hold = Hold.objects.get(patient_id=who.id)
    again = browser.get(address + "?from=2026-06-04").text
    assert value not in again, "nobody else is shown a time that is kept"
    booking = {"type": str(linked.clinic.kind.id), "time": value, "hold": str(hold.id), "act": "book"}
    made = browser.post(address, booking)
    assert made.status_code == 302 and "/intake/visit/" in made.headers["Location"]
    assert "Your visit is booked" in browser.get(made.headers["Location"]).text
    linked.office.program()
    booked = Appointment.objects.get(patient_id=who.id)
    assert (booked.booked_through, booked.starts_at) == ("link", NINE + timedelta(days=1, hours=1))
    assert browser.post(address, {"type": str(linked.clinic.kind.id), "time": value}).status_code == 410


def test_a_link_keeps_one_time_and_gives_it_back(linked):
    who = make_patient(linked.office)
    browser, address = entered(linked, who, booking_link(linked, who))
    for hour in (15, 16):
        browser.post(address, {"time": f"20260604T{hour}00.{linked.clinic.provider.id}"})
    linked.office.program()
    assert sorted(Hold.objects.values_list("state", flat=True)) == ["open", "released"]
    browser.post(address, {"act": "other"})
    linked.office.program()
    assert set(Hold.objects.values_list("state", flat=True)) == {"released"}


def test_the_departments_lead_time_holds_beside_the_types(linked):
    set_attendance_policy(
        unit=linked.office.cardiology, values={"online_lead_hours": 50}, by=linked.office.program(), at=NOW
    )
    who = make_patient(linked.office)
    browser, address = entered(linked, who, booking_link(linked, who))
    assert browser.post(address, {"time": f"20260604T1500.{linked.clinic.provider.id}"}).status_code == 409
    assert browser.post(address, {"time": f"20260604T1600.{linked.clinic.provider.id}"}).status_code == 302
    assert "20260604T1545" not in browser.get(address).text


def test_a_refused_time_leaves_the_link_alive(linked):
    who = make_patient(linked.office)
    link = booking_link(linked, who)
    browser, address = entered(linked, who, link)
    for time in ("20260603T1400", "20260602T1500", "20270604T1500"):
        answer = browser.post(address, {"time": f"{time}.{linked.clinic.provider.id}"})
        assert answer.status_code == 409, time
    linked.office.program()
    assert Link.objects.get(id=link.id).ended_at is None
    assert not Appointment.objects.filter(patient_id=who.id).exists()


def test_only_types_that_fit_the_patient_are_offered(linked):
    office, who = linked.office, make_patient(linked.office, sex="F")
    names = {
        "Staff only": {}, "For men": {"online": True, "sex": "M"}, "For women": {"online": True, "sex": "F"},
        "Children": {"online": True, "age_below": 12}, "Adults": {"online": True, "age_from": 18},
        "Group": {"online": True, "capacity": 8}, "Must be agreed": {"online": True, "needs_authorization": True},
        "Known here": {"online": True, "new_patient": False}, "New here": {"online": True, "new_patient": True},
    }  # fmt: skip
    for name, options in names.items():
        kind = make_visit_type(office, name=name)
        VisitType.objects.filter(id=kind.id).update(**options)
    browser, address = entered(linked, who, booking_link(linked, who))
    page = browser.get(address).text
    assert [name for name in names if name in page] == ["For women", "Adults", "New here"]


def test_what_was_entered_follows_the_chart(linked):
    linked.prove()
    linked.browser.get(linked.url("visit-step", "details"))
    by = linked.office.program()
    move_to_compartment(patient_id=linked.patient.id, compartment="restricted", reason="asked", by=by, at=NOW)
    assert Submission.objects.get().compartment == "restricted"
    move_to_compartment(patient_id=linked.patient.id, compartment="normal", reason="asked", by=by, at=NOW)
    other = make_patient(linked.office)
    by = linked.office.actor("manager")
    merge_patients(survivor_id=other.id, merged_id=linked.patient.id, reason="One person", by=by, at=NOW)
    assert Submission.objects.get().patient_id == other.id


def test_an_offer_that_is_none_opens_nothing(linked):
    linked.office.actor("north_desk")
    link = make_link(purpose="offer", subject_id=linked.visit.id, patient=linked.patient,
                     unit_id=linked.visit.unit_id, expires_at=NOW + timedelta(days=1), at=NOW)  # fmt: skip
    address = reverse("intake:offer", args=[token_of(link.id)])
    assert Client().get(address).status_code == 404
    assert Client().post(address, {"act": "yes"}).status_code == 404


def test_of_two_tabs_that_book_at_once_one_has_a_visit(committed_db):
    with transaction.atomic():
        linked = Linked(open_small_office())
        who = make_patient(linked.office)
        link = booking_link(linked, who)
        program = linked.office.program().identity()
    browsers = [entered(linked, who, link)[0] for _ in range(2)]
    address, barrier, answers = reverse("intake:booking", args=[token_of(link.id)]), Barrier(2), []

    def book(browser, hour):
        barrier.wait()
        time = f"20260604T{hour}00.{linked.clinic.provider.id}"
        # A thread has a clock of its own.
        with running(VirtualClock(NOW)):
            answers.append(browser.post(address, {"time": time, "act": "book"}).status_code)
        connections.close_all()

    tabs = [Thread(target=book, args=each) for each in zip(browsers, (15, 16), strict=True)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    with acting(program):
        assert Appointment.objects.filter(patient_id=who.id).count() == 1
    assert sorted(answers) == [302, 410] or sorted(answers) == [302, 409]
    connection.close()
