"""The call list and the messages in a browser: a secretary calls with one key, takes a message back, and the office
manager connects a mail server."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import expect

from wellrun.platform.testing.gateways import StandInMail
from wellrun.practice.outreach.api import Channel, Notice, make_notice
from wellrun.practice.scheduling.api import Appointment

from .visiting import NEEDS_BROWSER

pytestmark = NEEDS_BROWSER


def ask_to_confirm(day, key, *, channel=None, ago=timedelta(0)):
    """A request to confirm the first visit of a patient, as the reminders make it."""
    with day.practice.as_program() as by:
        patient = day.practice.patients[key]
        visit = Appointment.objects.filter(patient_id=patient.id).order_by("starts_at").first()
        unit = visit.unit_id if visit else day.practice.units["cardiology"].id
        return make_notice(kind="visit.confirm", key=f"journey:{key}:{channel}", patient=patient, unit_id=unit,
                           subject_id=visit.id if visit else patient.id, words={"when": "Wednesday at 9:00 AM"},
                           channel=channel, by=by, at=by.at - ago)  # fmt: skip


def state_of(day, notice) -> str:
    with day.practice.as_program():
        return Notice.objects.get(id=notice.id).state


def call_with_one_key(day, notice):
    with day.visited_by("sally", "/outreach/calls/") as sally:
        page = sally.page
        expect(page.get_by_text("Can you confirm that you will come?").first).to_be_visible()
        sally.look("call-list")
        sally.look_narrow("call-list-narrow")
        page.keyboard.press("j")
        page.keyboard.press("n")
        expect(page.locator("#toasts .toast-note").filter(has_text="no answer")).to_be_visible()
        expect(page.get_by_text("Nobody is to be called now")).to_be_visible()
    assert state_of(day, notice) == "waiting"


def take_back(day, notice):
    with day.visited_by("sally", "/outreach/") as sally:
        page = sally.page
        row = page.get_by_role("row").filter(has_text="Waiting to leave")
        expect(row).to_contain_text(re.compile(r"leaves in \d+ s"))
        sally.look("messages")
        sally.look_narrow("messages-narrow")
        page.keyboard.press("j")
        page.keyboard.press("b")
        expect(page.get_by_text("Taken back. The message does not leave.")).to_be_visible()
    assert state_of(day, notice) == "withdrawn"


def connect(day):
    """The office manager connects a mail server and tries it; a page in the dark."""
    with StandInMail() as mail, day.visited_by("olive", "/outreach/gateways/", dark=True) as office:
        page = office.page
        page.get_by_label("Server").fill("127.0.0.1")
        page.get_by_label("Port").fill(str(mail.port))
        page.get_by_label("Protection").select_option("none")
        page.get_by_label("Sender").fill("office@example.com")
        page.get_by_role("button", name="Save").first.click()
        page.get_by_label("Send a test message to").fill("me@example.com")
        office.look("gateways-dark")
        page.get_by_role("button", name="Send a test message").click()
        expect(page.get_by_text("The gateway took the test message.")).to_be_visible()
        assert mail.mails[0].to == "me@example.com"
        office.go("/appointments/reminders/")
        expect(page.get_by_text("3 days before a visit, asks for a confirmation").first).to_be_visible()
        office.look("reminders-dark")
        office.look_narrow("reminders-narrow")
        office.go("/outreach/wordings/")
        office.look("wordings")


def test_messages_of_a_day(day):
    first, second = list(day.practice.patients)[:2]
    call = ask_to_confirm(day, first, channel=Channel.CALL, ago=timedelta(minutes=10))
    call_with_one_key(day, call)
    with day.practice.as_program():
        patient = day.practice.patients[second]
        patient.email = patient.email or "second@example.com"
        patient.save(update_fields=["email"])
    message = ask_to_confirm(day, second, channel=Channel.EMAIL)
    take_back(day, message)
    connect(day)
