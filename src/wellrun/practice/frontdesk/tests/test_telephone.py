"""The telephone system: signed reports, twice and out of order; who hangs up is called back."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.frontdesk.models import IncomingCall, PhoneCall
from wellrun.practice.frontdesk.operations.telephone import (
    NumberInUse,
    add_line,
    end_line,
    key_of,
    renew_key,
    signature_of,
)
from wellrun.practice.frontdesk.queries.telephone import abandonment, ringing
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.worklist.api import Task

CALLER = "+13125550142"


@pytest.fixture
def line(office):
    return add_line(unit=office.cardiology, name="Cardiology desk", number="+15635550100",
                    by=office.actor("manager"), at=NOW)  # fmt: skip


def body_of(event="ringing", reference="a1", caller=CALLER, at=NOW):
    return json.dumps({"event": event, "call": reference, "from": caller, "at": at.isoformat()}).encode()


def send(client, line, body, *, at=NOW, signed_at=None, key="", header=None):
    seconds = int((signed_at or at).timestamp())
    signature = header if header is not None else signature_of(key or key_of(line), seconds, body)
    with running(VirtualClock(at)):
        return client.post(reverse("frontdesk:telephone-report", args=[line.id]), body,
                           content_type="application/json", headers={"X-Wellrun-Signature": signature})  # fmt: skip


def test_a_caller_pops_up_at_the_desk_that_answers_the_line(office, line, client):
    who = make_patient(office, phone_mobile=CALLER)
    assert send(client, line, body_of()).status_code == 200
    rows = ringing(by=office.actor("north_desk"), at=NOW + timedelta(seconds=7))
    assert [(row.patients[0].id, row.seconds) for row in rows] == [(who.id, 7)]
    assert ringing(by=office.actor("south_desk"), at=NOW) == []


@pytest.mark.parametrize("wrong", ["", "t=1,v1=00", "nonsense", f"t={int(NOW.timestamp())},v1={'0' * 64}"])
def test_an_unsigned_report_changes_nothing(office, line, client, wrong):
    assert send(client, line, body_of(), header=wrong).status_code == 401
    office.program()
    assert not IncomingCall.objects.exists()


def test_an_old_report_sent_again_and_an_old_key_are_not_believed(office, line, client):
    assert send(client, line, body_of(), at=NOW + timedelta(minutes=6), signed_at=NOW).status_code == 401
    old = key_of(line)
    line = renew_key(line_id=line.id, by=office.actor("manager"), at=NOW)
    assert send(client, line, body_of(), key=old).status_code == 401
    assert send(client, line, body_of()).status_code == 200
    end_line(line_id=line.id, by=office.actor("manager"), at=NOW)
    assert send(client, line, body_of()).status_code == 404


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b"\xff\xfe", b'{"event": "sang", "call": "1", "at": "2026-06-02T14:00:00Z"}',
     b'{"event": "ended", "call": "", "at": "2026-06-02T14:00:00Z"}',
     b'{"event": "ended", "call": "1", "at": "2026-06-02T14:00:00"}', b'{"event": "ended", "call": "1"}',
     b'{"event": "ended", "call": "a\\u0000b", "at": "2026-06-02T14:00:00Z"}'],
)  # fmt: skip
def test_what_cannot_be_read_is_told_in_a_sentence(line, client, body):
    answer = send(client, line, body)
    assert answer.status_code == 400 and answer.json()["error"].endswith((".", "bytes."))


def test_reports_twice_and_out_of_order_make_one_call(office, line, client):
    later = NOW + timedelta(seconds=40)
    for event, at in (
        ("answered", later),
        ("ringing", NOW),
        ("ringing", NOW),
        ("ended", later + timedelta(minutes=3)),
    ):
        send(client, line, body_of(event, at=at), at=later)
    office.program()
    found = IncomingCall.objects.get()
    assert (found.rang_at, found.answered_at) == (NOW, later)
    assert not PhoneCall.objects.exists()


def test_who_hangs_up_unanswered_is_logged_and_called_back(office, line, client):
    send(client, line, body_of())
    for _ in range(2):
        send(client, line, body_of("ended", at=NOW + timedelta(seconds=50)), at=NOW + timedelta(minutes=1))
    send(client, line, body_of(reference="b2", caller="anonymous"))
    send(client, line, body_of("ended", reference="b2", caller="anonymous", at=NOW + timedelta(seconds=9)))
    desk = office.actor("north_desk")
    calls = PhoneCall.objects.order_by("caller_number")
    assert [(call.caller_number, call.disposition) for call in calls] == [
        ("", "hung up"),
        (CALLER, "hung up"),
    ]
    assert Task.objects.filter(kind="call back", state="open").count() == 1
    told = abandonment(by=desk, starts_at=NOW - timedelta(hours=1), ends_at=NOW + timedelta(hours=1))
    assert (told.calls, told.abandoned, told.percent) == (2, 2, 100)


def test_taking_a_call_opens_the_log_and_joins_the_entry(office, line, client):
    who = make_patient(office, phone_mobile=CALLER)
    send(client, line, body_of())
    office.program()
    incoming = IncomingCall.objects.get()
    client.force_login(office.users["north_desk"])
    with running(VirtualClock(NOW)):
        taken = client.post(reverse("frontdesk:take-call", args=[incoming.id]))
        assert f"patient={who.id}" in taken.url
        page = client.get(taken.url)
        assert b"(312) 555-0142" in page.content
        client.post(taken.url, {"unit_id": office.cardiology.id, "reason": "results", "disposition": "answered",
                                "caller_number": CALLER, "incoming": incoming.id, "patient_id": who.id,
                                "note": "Asks for the report", "task": "yes"})  # fmt: skip
    office.program()
    incoming.refresh_from_db()
    assert incoming.call.patient_id == who.id
    task = Task.objects.get(kind="from a call")
    assert (task.role, task.detail) == ("clinical assistant", "Asks for the report")


def test_a_colleague_who_took_the_call_first_has_it(office, line, client):
    send(client, line, body_of())
    office.program()
    incoming = IncomingCall.objects.get()
    IncomingCall.objects.update(answered_by_id=office.users["cardio_lead"].person_id)
    client.force_login(office.users["north_desk"])
    with running(VirtualClock(NOW)):
        page = client.post(reverse("frontdesk:take-call", args=[incoming.id]), follow=True)
    assert b"A colleague has taken this call." in page.content


def test_lines_are_connected_by_the_office_manager(office, line, client):
    with pytest.raises(NumberInUse):
        add_line(unit=office.north, name="Again", number=line.number, by=office.actor("manager"), at=NOW)
    client.force_login(office.users["manager"])
    with running(VirtualClock(NOW)):
        page = client.get(reverse("frontdesk:telephone-lines"))
        assert key_of(line).encode() in page.content
        sent = {"name": "Main", "number": "(563) 555-0101", "unit_id": office.north.id}
        assert client.post(reverse("frontdesk:telephone-lines"), sent).status_code == 302
    client.force_login(office.users["north_desk"])
    assert client.get(reverse("frontdesk:telephone-lines")).status_code == 404


@pytest.mark.parametrize("seconds", ["999999999999", "9999999999", "1"])
def test_a_signature_of_no_possible_time_is_refused_and_breaks_nothing(line, client, seconds):
    assert send(client, line, body_of(), header=f"t={seconds},v1={'0' * 64}").status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 4000,
        body_of(at=NOW + timedelta(days=2)),
        json.dumps(
            {"event": "ringing", "call": "a1", "from": CALLER, "at": "0001-01-01T00:00:00+14:00"}
        ).encode(),
        json.dumps({"event": "ringing", "call": "\ud800", "from": CALLER, "at": NOW.isoformat()}).encode(),
    ],
)
def test_a_signed_report_that_says_the_impossible_is_told_so(office, line, client, body):
    assert send(client, line, body).status_code == 400
    office.program()
    assert not IncomingCall.objects.exists()
