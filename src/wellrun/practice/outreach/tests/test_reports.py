"""What gateways report: signed or nothing, once, in any order; what patients answer, and stop."""

import uuid

import pytest
from django.test import Client

from wellrun.platform import events
from wellrun.platform.clock import VirtualClock, running
from wellrun.platform.testing.gateways import StandInText, signed
from wellrun.practice.outreach.api import Channel, NoticeState
from wellrun.practice.outreach.events import NoticeAnswered
from wellrun.practice.outreach.models import Notice, OptOut
from wellrun.practice.outreach.rules.answers import meaning_of
from wellrun.practice.outreach.testing import connect_text, make_texter
from wellrun.practice.worklist.api import Task

from .sending import DUE, send, state_of, tell

HERE = "http://127.0.0.1:8000"


@pytest.fixture
def text(office, monkeypatch):
    monkeypatch.delenv("WELLRUN_ADDRESS", raising=False)
    with StandInText() as gateway, running(VirtualClock(DUE)):
        connect_text(office, gateway)
        yield gateway


@pytest.fixture
def sent(office, text):
    patient = make_texter(office)
    notice = tell(office, patient)
    assert send(office) == 1
    return notice


@pytest.fixture
def heard():
    got = []
    events.subscribe(NoticeAnswered, got.append)
    yield got
    events._handlers[NoticeAnswered].remove(got.append)


def post(office, text, *, notice="", secret=None, **form):
    """What the gateway posts, signed with its secret."""
    url = f"/outreach/reports/{office.organization.id}/text/" + (f"?notice={notice}" if notice else "")
    signature = signed(HERE + url, form, text.password if secret is None else secret)
    client = Client(enforce_csrf_checks=True)
    status = client.post(url, form, headers={"X-Twilio-Signature": signature}).status_code
    office.program()
    return status


def answer(office, text, sent, body, sid=None):
    return post(office, text, MessageSid=sid or f"IN{uuid.uuid4().hex}", From=sent.address, Body=body)


def test_a_forged_report_finds_nothing_and_changes_nothing(office, text, sent):
    for secret in ("", "guess"):
        status = post(
            office, text, notice=sent.id, secret=secret, MessageSid="SM1", MessageStatus="delivered"
        )
        assert status == 404
    assert state_of(office, sent).state == NoticeState.SENT
    assert Client().post(f"/outreach/reports/{uuid.uuid4()}/text/", {"MessageSid": "x"}).status_code == 404


def test_a_gateway_without_a_secret_is_never_believed(office, text, sent):
    connect_text(office, type("Open", (), {"url": text.url, "user": "", "password": ""}))
    assert post(office, text, notice=sent.id, secret="", MessageSid="SM1", MessageStatus="delivered") == 404


@pytest.mark.parametrize(
    "order", [("sent", "delivered", "sent"), ("delivered", "queued", "failed"), ("delivered",)]
)
def test_reports_in_any_order_and_twice_end_delivered(office, text, sent, order):
    for status in order * 2:
        assert post(office, text, notice=sent.id, MessageSid="SM1", MessageStatus=status) == 204
    assert state_of(office, sent).state == NoticeState.DELIVERED
    assert Notice.objects.count() == 1


def test_a_report_that_overtakes_the_sender_counts(office, text, sent):
    Notice.objects.filter(id=sent.id).update(state=NoticeState.LEAVING, sent_at=None, gateway_id="")
    post(office, text, notice=sent.id, MessageSid="SM7", MessageStatus="delivered")
    row = state_of(office, sent)
    assert (row.state, row.gateway_id, row.sent_at) == (NoticeState.DELIVERED, "SM7", DUE)


def test_what_was_not_delivered_goes_the_next_way_once(office, text, sent):
    for _ in range(2):
        post(office, text, notice=sent.id, MessageSid="SM1", MessageStatus="undelivered", ErrorCode="30005")
    assert state_of(office, sent).state == NoticeState.FAILED
    assert [row.channel for row in Notice.objects.exclude(id=sent.id)] == [Channel.CALL]


@pytest.mark.parametrize(
    ("said", "meaning"),
    [("YES", "yes"), ("Sí", "yes"), ("si, gracias", "yes"), ("C", "yes"), ("No.", "no"), ("STOP", "stop"),
     ("Alto!", "stop"), ("opt out", "stop"), ("START", "start"), ("yes but later", "words"), ("", "words"),
     ("no puedo ir", "words"), ("👍", "words")],
)  # fmt: skip
def test_what_an_answer_means(said, meaning):
    assert meaning_of(said) == meaning


def test_an_answer_is_news_once(office, text, sent, heard):
    for _ in range(2):
        assert answer(office, text, sent, "SÍ", sid="IN1") == 204
    assert [(news.word, news.answer, news.notice_id) for news in heard] == [("yes", "SÍ", sent.id)]
    assert state_of(office, sent).answered_at == DUE


def test_free_words_are_read_by_the_desk(office, text, sent, heard):
    answer(office, text, sent, "Is parking free?")
    task = Task.objects.get(kind="text to read")
    assert (task.detail, task.patient_id, task.unit_id) == ("Is parking free?", sent.patient_id, sent.unit_id)
    post(office, text, MessageSid="IN9", From="+13125559999", Body="Who is this?")
    assert Task.objects.filter(kind="text to read").count() == 2


def test_who_says_stop_is_not_texted_until_start(office, text, sent, heard):
    waiting = tell(office, sent.patient, key="two")
    assert waiting.channel == Channel.TEXT
    answer(office, text, sent, "Stop")
    answer(office, text, sent, "STOP")
    assert OptOut.objects.count() == 1 and heard[0].word == "stop"
    assert send(office) == 0 and len(text.texts) == 1
    assert state_of(office, waiting).state == NoticeState.FAILED
    assert tell(office, sent.patient, key="three").channel == Channel.CALL
    answer(office, text, sent, "start")
    assert tell(office, sent.patient, key="four").channel == Channel.TEXT


def test_cancel_ends_texts_and_is_read_by_the_desk(office, text, sent):
    answer(office, text, sent, "Cancel")
    assert OptOut.objects.count() == 1
    assert Task.objects.get(kind="text to read").detail == "Cancel"


def test_a_yes_to_two_questions_is_read_by_the_desk(office, text, sent, heard):
    sister = make_texter(office, phone_mobile=sent.address)
    tell(office, sister, key="sister")
    assert send(office) == 1
    answer(office, text, sent, "YES")
    assert [news.word for news in heard] == ["words"]
    assert Task.objects.get(kind="text to read").detail == "YES"


def test_an_answer_with_a_null_in_it_is_heard(office, text, sent, heard):
    assert answer(office, text, sent, "ye\x00s") == 204
    assert [event.word for event in heard] == ["yes"]
