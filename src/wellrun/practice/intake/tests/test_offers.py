"""A freed time as the patient meets it: a visit is canceled, a link comes, it is taken, and the old time is offered."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.organization.testing import NOW
from wellrun.practice.outreach.api import Link, token_of
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.testing import NINE, Clinic

FAR = NINE + timedelta(days=7)
HOUR = timedelta(hours=1)
JOBS = ("scheduling.offer_freed_time", "scheduling.tend_opening")
SAID = {
    "en": ("An earlier time is free", "You have this time now", "This time is no longer free"),
    "es": ("Hay una hora libre antes", "La hora ya es suya", "Esta hora ya no está libre"),
}


@pytest.fixture(autouse=True)
def clock():
    with running(VirtualClock(NOW)) as running_clock:
        yield running_clock


class Offered(Clinic):
    """Patients with visits later on a day, who wait for an earlier time."""

    def __init__(self, office):
        super().__init__(office, room_kind="", device_kind="")
        self.done = set()

    def work(self):
        while todo := [job for job in ProcrastinateJob.objects.order_by("id") if job.id not in self.done]:
            for job in todo:
                self.done.add(job.id)
                if job.task_name in JOBS:
                    app.tasks[job.task_name](**job.args)
        self.office.program()

    def waits(self, starts_at, language="en"):
        patient = make_patient(self.office, email="a@example.org", language=language)
        visit = self.book(starts_at, patient_id=patient.id)
        scheduling.join_wait_list(
            patient_id=patient.id, visit_type_id=self.kind.id, visit_id=visit.id, by=self.desk(), at=NOW
        )
        return visit

    def link_of(self, visit):
        self.office.program()
        offer = scheduling.TimeOffer.objects.get(patient_id=visit.patient_id, state="offered")
        return Link.objects.get(subject_id=offer.id, purpose="offer")


@pytest.fixture
def clinic(office):
    return Offered(office)


def at_offer(link, language="en"):
    browser, address = Client(), reverse("intake:offer", args=[token_of(link.id)])
    page = browser.get(f"{address}?lang={language}")
    return browser, address, page


@pytest.mark.parametrize("language", ["en", "es"])
def test_from_a_cancellation_to_the_next_offer(clinic, language):
    title, taken, gone = SAID[language]
    first = clinic.book(FAR)
    earlier, later = clinic.waits(FAR + HOUR, language), clinic.waits(FAR + 2 * HOUR, language)
    scheduling.cancel_appointment(appointment_id=first.id, reason="Ill", by=clinic.desk(), at=NOW)
    clinic.work()
    browser, address, page = at_offer(clinic.link_of(earlier), language)
    assert title in page.text
    assert taken in browser.post(address, {"act": "yes"}).text
    clinic.work()
    moved = scheduling.appointment(earlier.id)
    assert moved.starts_at == FAR
    opening = scheduling.Opening.objects.get(source_id=earlier.id)
    assert (opening.starts_at, opening.depth) == (FAR + HOUR, 2), "the winner's old time is offered in turn"
    offer = opening.time_offers.get(state="offered")
    assert offer.patient_id == later.patient_id
    browser, address, page = at_offer(clinic.link_of(later), language)
    assert taken in browser.post(address, {"act": "yes"}).text
    clinic.office.program()
    assert scheduling.appointment(later.id).starts_at == FAR + HOUR
    assert title in browser.get(address).text and gone in browser.get(address).text


def test_who_comes_second_reads_that_it_is_gone(clinic):
    first = clinic.book(FAR)
    earlier, later = clinic.waits(FAR + HOUR), clinic.waits(FAR + 2 * HOUR)
    scheduling.cancel_appointment(appointment_id=first.id, reason="Ill", by=clinic.desk(), at=NOW)
    clinic.work()
    one, two = at_offer(clinic.link_of(earlier)), at_offer(clinic.link_of(later))
    assert SAID["en"][1] in one[0].post(one[1], {"act": "yes"}).text
    assert SAID["en"][2] in two[0].post(two[1], {"act": "yes"}).text
    clinic.office.program()
    assert scheduling.appointment(later.id).starts_at == FAR + 2 * HOUR


def test_a_recalls_link_opens_the_booking_page(clinic):
    patient = make_patient(clinic.office, email="a@example.org")
    clinic.office.program()
    scheduling.VisitType.objects.filter(id=clinic.kind.id).update(online=True)
    scheduling.set_recall(
        patient_id=patient.id,
        visit_type_id=clinic.kind.id,
        due_on=NOW.date() + timedelta(days=10),
        by=clinic.desk(),
        at=NOW,
    )
    assert scheduling.ask_due_recalls(by=clinic.office.program(), at=NOW) == 1
    link = Link.objects.get(patient_id=patient.id, purpose="booking")
    browser, address, born = Client(), reverse("intake:booking", args=[token_of(link.id)]), patient.birth_on
    said = {"birth_year": born.year, "birth_month": born.month, "birth_day": born.day}
    assert browser.post(address, said).status_code == 302
    value = re.search(r'name="time" value="([^"]+)"', browser.get(f"{address}?type={clinic.kind.id}").text)[1]
    asked = {"type": str(clinic.kind.id), "time": value}
    kept = browser.post(address, asked).headers["Location"]
    hold = kept.partition("hold=")[2]
    assert browser.post(address, asked | {"act": "book", "hold": hold}).status_code == 302
    clinic.office.program()
    assert scheduling.Appointment.objects.get(patient_id=patient.id).booked_through == "link"
