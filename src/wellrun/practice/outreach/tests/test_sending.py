"""What is due leaves once, in order, in waking hours, by the next way where one fails."""

from datetime import UTC, datetime, time, timedelta

import pytest

from wellrun.platform.testing.gateways import StandInMail, StandInText
from wellrun.practice.organization.testing import NOW
from wellrun.practice.outreach.api import (
    Channel,
    NoticeState,
    make_link,
    reach_of,
    set_quiet_hours,
    token_of,
    withdraw_notice,
)
from wellrun.practice.outreach.models import BadAddress, Gateway, Notice
from wellrun.practice.outreach.operations.configure import TestFailed, Unprotected, send_test, set_gateway
from wellrun.practice.outreach.queries import verification
from wellrun.practice.outreach.testing import connect_mail, connect_text, make_texter
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.worklist.api import Task

from .sending import DUE, send, state_of, tell


@pytest.fixture
def mail(office):
    with StandInMail() as server:
        connect_mail(office, server)
        yield server


@pytest.fixture
def text(office):
    with StandInText() as gateway:
        connect_text(office, gateway)
        yield gateway


def tasks(office):
    office.program()
    return list(Task.objects.filter(kind="gateway down", state="open"))


def test_an_email_leaves_after_three_minutes_with_its_link_and_a_lasting_id(office, mail):
    patient = make_patient(office, email="ana@example.com")
    link = make_link(purpose="visit", subject_id=patient.id, patient=patient, unit_id=office.cardiology.id,
                     expires_at=NOW + timedelta(days=1), at=NOW)  # fmt: skip
    notice = tell(office, patient, link=link)
    assert send(office, DUE - timedelta(seconds=1)) == 0 and mail.mails == []
    assert send(office) == 1
    (got,) = mail.mails
    assert (got.to, got.subject) == ("ana@example.com", "About June 3")
    assert token_of(link.id) in got.body and "{link}" not in got.body
    assert got.message_id == f"<{notice.id}@lakeside.example>"
    row = state_of(office, notice)
    assert (row.state, row.sent_at) == (NoticeState.SENT, DUE)
    assert send(office, DUE + timedelta(hours=1)) == 0


def test_a_text_leaves_and_keeps_the_gateways_number(office, text):
    notice = tell(office, make_texter(office))
    assert send(office) == 1
    row = state_of(office, notice)
    assert (row.state, row.gateway_id) == (NoticeState.SENT, text.texts[0].sid)
    assert text.texts[0].to == row.address and "June 3" in text.texts[0].body


def test_what_was_taken_back_lapsed_or_is_to_the_dead_never_leaves(office, mail):
    patients = [make_patient(office, email=f"p{number}@example.com") for number in range(3)]
    notices = [tell(office, patient, key=str(number)) for number, patient in enumerate(patients)]
    withdraw_notice(notice_id=notices[0].id, by=office.actor("north_desk"), at=NOW)
    Notice.objects.filter(id=notices[1].id).update(lapses_at=DUE)
    office.program()
    patients[2].deceased_on = NOW.date()
    patients[2].save(update_fields=["deceased_on"])
    assert send(office) == 0 and mail.mails == []
    assert [state_of(office, each).state for each in notices] == ["withdrawn", "lapsed", "withdrawn"]
    assert verification.taken_back_never_left() == []


def test_a_refused_text_goes_by_email_and_a_refused_email_to_the_call_list(office, mail, text):
    patient = make_texter(office, email="bad@example.com")
    text.bad.add(patient.phone_mobile)
    mail.bounces.add("bad@example.com")
    tell(office, patient)
    send(office)
    office.program()
    assert {(row.channel, row.state) for row in Notice.objects.all()} == {
        ("text", "failed"),
        ("email", "waiting"),
    }
    send(office, DUE + timedelta(minutes=1))
    office.program()
    last = Notice.objects.get(channel=Channel.CALL)
    assert (last.state, last.address, last.body) == ("waiting", patient.phone_mobile, "Say June 3")
    assert set(BadAddress.objects.values_list("channel", "address")) == {
        ("text", patient.phone_mobile), ("email", "bad@example.com")}  # fmt: skip
    # What is known not to work is not tried again.
    assert reach_of(patient) == (Channel.CALL, patient.phone_mobile)


def test_a_gateway_that_is_down_loses_and_doubles_nothing_and_keeps_the_order(office, mail):
    patients = [make_patient(office, email=f"p{number}@example.com") for number in range(5)]
    sent = [
        tell(office, patient, key=str(n), at=NOW + timedelta(seconds=n)) for n, patient in enumerate(patients)
    ]
    mail.stop()
    at = DUE + timedelta(seconds=10)
    asked = 0
    for minute in range(60):
        assert send(office, at + timedelta(minutes=minute)) == 0
        office.program()
        asked = Gateway.objects.get().failures
    assert asked < 12
    (task,) = tasks(office)
    assert (task.role, task.title) == ("office manager", "The mail server does not answer")
    office.program()
    assert {row.attempts for row in Notice.objects.all()} == {0}
    mail.start()
    back = at + timedelta(minutes=70)
    assert send(office, back) == 5
    assert mail.ids == [f"<{notice.id}@lakeside.example>" for notice in sent]
    assert tasks(office) == []


def test_what_lapsed_while_the_gateway_was_down_does_not_leave(office, mail):
    mail.stop()
    notice = tell(office, make_patient(office, email="a@example.com"), lapses_at=DUE + timedelta(minutes=30))
    send(office)
    mail.start()
    assert send(office, DUE + timedelta(minutes=30)) == 0
    assert state_of(office, notice).state == NoticeState.LAPSED


def test_one_message_that_is_put_off_does_not_hold_up_the_others(office, mail):
    slow = make_patient(office, email="slow@example.com")
    mail.puts_off.add("slow@example.com")
    first = tell(office, slow, key="slow")
    tell(office, make_patient(office, email="b@example.com"), key="b")
    assert send(office) == 1
    assert state_of(office, first).leaves_at == DUE + timedelta(minutes=1)
    mail.puts_off.clear()
    assert send(office, DUE + timedelta(minutes=1)) == 1 and len(mail.mails) == 2


def test_a_text_gateway_out_of_order_is_a_gateway_that_is_down(office, text):
    notice = tell(office, make_texter(office))
    text.fails_with = 503
    assert send(office) == 0
    office.program()
    assert Gateway.objects.get().down_since == DUE
    text.fails_with = 0
    assert send(office, DUE + timedelta(minutes=2)) == 1
    assert state_of(office, notice).state == NoticeState.SENT


def test_messages_that_wait_for_no_gateway_become_a_task(office):
    tell(office, make_patient(office, email="a@example.com"))
    send(office, DUE + timedelta(minutes=20))
    assert [task.title for task in tasks(office)] == ["No mail server is set up"]
    with StandInMail() as server:
        connect_mail(office, server)
        assert tasks(office) == []


@pytest.mark.parametrize(
    ("at", "leaves"),
    [
        # The clocks go forward on March 8, 2026 and back on November 1: nine in the morning is nine in the morning.
        (datetime(2026, 3, 8, 2, 30, tzinfo=UTC), datetime(2026, 3, 8, 14, tzinfo=UTC)),
        (datetime(2026, 11, 1, 1, 30, tzinfo=UTC), datetime(2026, 11, 1, 15, tzinfo=UTC)),
        (datetime(2026, 10, 31, 15, tzinfo=UTC), datetime(2026, 10, 31, 15, 3, tzinfo=UTC)),
    ],
)
def test_quiet_hours_are_the_sites_own_in_wall_time(office, at, leaves):
    program = office.program(at)
    set_quiet_hours(unit_id=office.north.id, wakes=time(9), sleeps=time(19), by=program, at=at)
    notice = tell(office, make_patient(office, email="a@example.com"), at=at)
    assert notice.leaves_at == leaves


def test_what_comes_late_into_the_night_waits_for_the_morning(office, mail):
    notice = tell(office, make_patient(office, email="a@example.com"))
    night = datetime(2026, 6, 3, 3, tzinfo=UTC)
    assert send(office, night) == 0
    morning = datetime(2026, 6, 3, 13, tzinfo=UTC)
    assert state_of(office, notice).leaves_at == morning
    assert send(office, morning) == 1


def test_passwords_are_sealed_and_lines_protected(office, text):
    row = Gateway.objects.get()
    assert text.password.encode() not in bytes(row.sealed)
    by = office.program()
    named = {"organization_id": office.organization.id, "by": by, "at": NOW}
    with pytest.raises(Unprotected):
        set_gateway(channel=Channel.TEXT, sender="+13125550199", url="http://gateway.example/m", **named)
    with pytest.raises(Unprotected):
        set_gateway(
            channel=Channel.EMAIL, sender="a@b.example", host="mail.example", security="none", **named
        )


def test_a_test_message_says_what_the_gateway_says(office, mail, text):
    named = {"organization_id": office.organization.id, "by": office.program(), "at": NOW}
    send_test(channel=Channel.EMAIL, address="me@example.com", **named)
    assert mail.mails[0].to == "me@example.com"
    text.bad.add("+13125550000")
    with pytest.raises(TestFailed, match="not a valid mobile number"):
        send_test(channel=Channel.TEXT, address="+13125550000", **named)


def test_spanish_is_spoken_to_whoever_speaks_it(office, mail):
    tell(
        office,
        make_patient(office, email="a@example.com", language="es", given_name="Ana"),
        when="el 3 de junio",
    )
    send(office)
    assert mail.mails[0].body.startswith("Hola Ana, el 3 de junio")
