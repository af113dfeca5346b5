"""The pages of outreach over HTTP: the call list, the log, taking back, gateways, and who may not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wellrun.platform.clock import VirtualClock, running
from wellrun.platform.testing.gateways import StandInMail
from wellrun.platform.testing.queries import own_queries
from wellrun.practice.organization.testing import NOW
from wellrun.practice.outreach.api import Channel, NoticeState
from wellrun.practice.outreach.models import BadAddress, Gateway, Notice, OptOut, QuietHours
from wellrun.practice.outreach.queries import verification
from wellrun.practice.outreach.testing import connect_mail
from wellrun.practice.patients.api import merge_patients, move_to_compartment
from wellrun.practice.patients.testing import make_patient

from .sending import DUE, send, state_of, tell


def signed_in(office, name):
    client = Client()
    client.force_login(office.users[name], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def desk(office):
    with running(VirtualClock(DUE)):
        yield signed_in(office, "north_desk")


def called(office, count=1, **details):
    return [tell(office, make_patient(office, **details), key=f"call {n}", channel=Channel.CALL)
            for n in range(count)]  # fmt: skip


def press(client, notice, outcome):
    return client.post(f"/outreach/calls/{notice.id}/", {"outcome": outcome}, follow=True).content.decode()


def test_the_call_list_says_who_to_call_and_what_to_say_in_their_language(office, desk):
    (notice,) = called(office, language="es", given_name="Rosa", phone_mobile="+13125550188")
    page = desk.get("/outreach/calls/").content.decode()
    assert 'href="tel:+13125550188"' in page and "Diga June 3" in page and "Spanish" in page
    said = press(desk, notice, "confirmed")
    assert "Rosa" in said and state_of(office, notice).state == NoticeState.CALLED
    assert "Nobody is to be called now" in said
    assert "no longer on the list" in press(desk, notice, "confirmed")


def test_nobody_is_called_for_ever(office, desk):
    (notice,) = called(office)
    at = DUE
    for turn in (1, 2, 3):
        with running(VirtualClock(at)):
            press(signed_in(office, "north_desk"), notice, "no answer")
            assert (
                "Nobody is to be called now"
                in signed_in(office, "north_desk").get("/outreach/calls/").content.decode()
            )
        row = state_of(office, notice)
        assert row.attempts == turn
        at = row.leaves_at
    assert (row.state, row.trouble) == (NoticeState.FAILED, "Not reached in 3 calls.")


def test_a_wrong_number_is_shown_on_the_patients_page_until_it_works_again(office, desk):
    (notice,) = called(office)
    press(desk, notice, "wrong number")
    office.program()
    bad = BadAddress.objects.get()
    page = desk.get(f"/patients/{notice.patient_id}/").content.decode()
    assert "This address does not work" in page
    OptOut.objects.create(
        organization_id=office.organization.id, number=notice.address, word="Stop", opted_out_at=DUE
    )
    assert "said “Stop” on" in desk.get(f"/patients/{notice.patient_id}/").content.decode()
    desk.post(f"/outreach/addresses/{bad.id}/clearing/")
    assert "This address does not work" not in desk.get(f"/patients/{notice.patient_id}/").content.decode()


def test_a_message_is_taken_back_from_the_log_until_it_has_left(office, desk):
    notice = tell(office, make_patient(office, email="a@example.com"))
    with running(VirtualClock(NOW + timedelta(minutes=1))):
        fresh = signed_in(office, "north_desk")
        page = fresh.get("/outreach/").content.decode()
        assert "leaves in 120 s at the earliest" in page and "Take back" in page
        assert "leaves in 120 s" in fresh.get(f"/outreach/notices/{notice.id}/state/").content.decode()
        said = fresh.post(f"/outreach/notices/{notice.id}/withdrawal/", follow=True).content.decode()
    assert "Taken back. The message does not leave." in said
    assert state_of(office, notice).state == NoticeState.WITHDRAWN
    other = tell(office, make_patient(office, email="b@example.com"), key="two")
    with StandInMail() as mail:
        connect_mail(office, mail)
        send(office)
    assert (
        "has already left"
        in desk.post(f"/outreach/notices/{other.id}/withdrawal/", follow=True).content.decode()
    )


def test_the_log_is_narrowed_and_asks_a_bounded_number_of_times(office, desk):
    for number in range(30):
        tell(office, make_patient(office, email=f"p{number}@example.com"), key=str(number))
    Notice.objects.filter(key="7").update(state="failed", trouble="550 no such mailbox")
    with CaptureQueriesContext(connection) as asked:
        page = desk.get("/outreach/?state=trouble").content.decode()
    assert page.count("<tr class=") == 1 and "550 no such mailbox" in page
    with CaptureQueriesContext(connection) as asked:
        assert desk.get("/outreach/").content.decode().count("<tr class=") == 30
    assert len(own_queries(asked.captured_queries)) <= 6, own_queries(asked.captured_queries)
    called(office, 20)
    with CaptureQueriesContext(connection) as asked:
        assert desk.get("/outreach/calls/").content.decode().count("<article") == 20
    assert len(own_queries(asked.captured_queries)) <= 6, own_queries(asked.captured_queries)


def test_another_site_sees_neither_message_nor_call(office, desk):
    (notice,) = called(office)
    other = signed_in(office, "south_desk")
    assert "Nobody is to be called now" in other.get("/outreach/calls/").content.decode()
    assert other.get(f"/outreach/notices/{notice.id}/").status_code == 404
    assert other.post(f"/outreach/calls/{notice.id}/", {"outcome": "confirmed"}).status_code == 404
    assert other.post(f"/outreach/notices/{notice.id}/withdrawal/").status_code == 404


def test_the_office_manager_sets_gateways_up_and_nobody_reads_the_password(office):
    with StandInMail() as mail, running(VirtualClock(DUE)):
        manager = signed_in(office, "manager")
        form = {"email-host": "127.0.0.1", "email-port": mail.port, "email-security": "none",
                "email-sender": "office@lakeside.example", "email-username": "", "email-password": "",
                "email-active": "on"}  # fmt: skip
        assert (
            manager.post("/outreach/gateways/email/", form | {"email-host": "mail.example"}).status_code
            == 422
        )
        assert manager.post("/outreach/gateways/email/", form).status_code == 302
        tested = manager.post("/outreach/gateways/email/test/", {"test-email-address": "me@example.com"})
        assert tested.status_code == 302 and mail.mails[0].subject == "Test message"
        mail.bounces.add("no@example.com")
        refused = manager.post("/outreach/gateways/email/test/", {"test-email-address": "no@example.com"})
        assert refused.status_code == 422 and "There is no such mailbox here" in refused.content.decode()
        secret = {
            "email-password": "hunter2-of-the-mail",
            "email-username": "me",
            "email-security": "starttls",
        }
        assert manager.post("/outreach/gateways/email/", form | secret).status_code == 302
        assert "hunter2" not in manager.get("/outreach/gateways/").content.decode()
        office.program()
        assert b"hunter2" not in bytes(Gateway.objects.get(channel="email").sealed)
        hours = {"unit_id": office.north.id, "wakes": "09:00", "sleeps": "18:00"}
        manager.post("/outreach/quiet-hours/", hours)
        wrong = manager.post("/outreach/quiet-hours/", hours | {"sleeps": "08:00"}, follow=True)
        assert "The hours end after they begin" in wrong.content.decode()
        office.program()
        assert QuietHours.objects.get().sleeps.hour == 18


def test_notices_follow_the_chart(office, desk):
    (notice,) = called(office)
    press(desk, notice, "no answer")
    by = office.program()
    survivor = make_patient(office)
    merge_patients(survivor_id=survivor.id, merged_id=notice.patient_id, reason="Same person", by=by, at=DUE)
    assert state_of(office, notice).patient_id == survivor.id
    move_to_compartment(patient_id=survivor.id, compartment="restricted", reason="for a test", by=by, at=DUE)
    office.program()
    assert Notice.objects.get().compartment == "restricted"
    assert verification.notices_are_in_the_charts_compartment() == []
