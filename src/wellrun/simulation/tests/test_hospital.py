"""A hospital and the practice over a real line, both ways: requested, confirmed, moved, canceled, and the faults."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from wellrun.platform.database.identity import acting
from wellrun.practice.exchange.api import Transmission, send_message
from wellrun.practice.organization.api import program_actor
from wellrun.practice.organization.testing import NOW, open_small_office
from wellrun.practice.procedures.api import (
    Case,
    CaseMessage,
    Facility,
    cancel_case,
    move_case,
    read_message,
    receive_message,
    send_case,
    send_messages,
)
from wellrun.practice.procedures.testing import CASE_AT, Theater
from wellrun.practice.worklist.api import Task
from wellrun.simulation.hospital import Faults, Hospital, Served

LATER = NOW + timedelta(hours=1)


class Line:
    """A practice with one case sent to a hospital, and both listening."""

    def __init__(self) -> None:
        self.hospital = Hospital()
        with transaction.atomic():
            office = open_small_office()
            self.theater = Theater(office, confirms_by="hl7", hl7_host="127.0.0.1", hl7_port=1,
                                   their_application="ORSCHED", their_facility="MERCY")  # fmt: skip
            self.case_id = self.theater.request().id
            self.organization_id = office.organization.id
            send_case(case_id=self.case_id, by=self.theater.coordinator(), at=NOW)
        self.by = program_actor(organization_id=self.organization_id, name="tests", at=NOW)

    def receive(self, content: bytes) -> bytes:
        """The practice's listener, in whatever thread."""
        try:
            return receive_message(content=content, organization_id=self.organization_id, at=LATER)
        finally:
            if not connection.in_atomic_block:
                connection.close()

    def told(self, answer: bytes) -> tuple[str, str]:
        """The code and the sentence of an answer."""
        said = read_message(answer).segment("MSA")
        return said.field(1), said.field(3)

    def case(self) -> Case:
        """The case as it stands."""
        with acting(self.by.identity()):
            return Case.objects.get(id=self.case_id)

    def say(self, event: str, starts_at: datetime | None = None, **more) -> tuple[str, str]:
        """The hospital says something of the case; answers as `told`."""
        told = {
            "placer": self.case().placer_number,
            "filler": "OR1",
            "control_id": f"X{event}",
            "at": LATER,
        } | more
        return self.told(self.receive(self.hospital.message(event, starts_at=starts_at, **told)))


@pytest.fixture
def line(committed_db):
    return Line()


def test_both_ways_over_a_real_line(line):
    with Served(line.hospital.take) as theirs, Served(line.receive) as ours:
        with acting(line.by.identity()):
            Facility.objects.update(hl7_port=theirs.port)
        sent = send_messages(at=NOW, organization_id=line.organization_id, seconds=5)
        assert [one.state for one in sent] == ["sent"]
        assert send_messages(at=NOW, organization_id=line.organization_id) == []
        answers = line.hospital.run(lambda content: send_message("127.0.0.1", ours.port, content, seconds=20))
        assert line.told(answers[0])[0] == "AA"
        assert (line.case().state, line.case().hospital_number) == ("confirmed", "OR1000")
        with acting(line.by.identity()):
            move_case(case_id=line.case_id, starts_at=CASE_AT + timedelta(days=1), by=line.by, at=LATER)
            cancel_case(case_id=line.case_id, reason="Patient decided", by=line.by, at=LATER)
        events = [
            one.event for one in send_messages(at=LATER, organization_id=line.organization_id, seconds=5)
        ]
        assert events == ["S13", "S15"]
        kinds = [read_message(one).segment("MSH").field(9, 2) for one in line.hospital.heard]
        assert kinds == ["S12", "S13", "S15"]


def test_the_same_message_twice_changes_nothing(line):
    assert line.say("S12", CASE_AT)[0] == "AA"
    version = line.case().version
    assert line.say("S12", CASE_AT)[0] == "AA"
    assert line.case().version == version
    with acting(line.by.identity()):
        assert CaseMessage.objects.filter(outgoing=False).count() == 1


def test_an_older_message_is_kept_and_not_applied(line):
    moved = CASE_AT + timedelta(hours=4)
    assert line.say("S13", moved, at=LATER + timedelta(minutes=5))[0] == "AA"
    code, said = line.say("S12", CASE_AT, at=LATER)
    assert (code, line.case().starts_at) == ("AA", moved)
    assert "newer message" in said
    assert line.say("S13", CASE_AT, at=LATER + timedelta(minutes=5), sequence="1", control_id="q")[0] == "AA"


def test_what_is_unknown_waits_for_the_coordinator_and_nothing_is_guessed(line):
    for more in ({"placer": "WRNOBODY", "filler": "OR9"}, {"name": "Somebodyelse"}, {"birth": "19010101"}):
        code, said = line.say("S12", CASE_AT, **more)
        assert code == "AE" and ("not known" in said or "another patient" in said)
    assert line.case().state == "sent"
    with acting(line.by.identity()):
        tasks = Task.objects.filter(kind="file not understood", role="surgical coordinator")
        assert tasks.count() == 3 and all("/cases/messages/" in task.path for task in tasks)


def test_a_stranger_rubbish_and_another_kind_are_refused_and_kept(line):
    stranger = replace_sender(
        line.hospital.message("S12", placer="", filler="", starts_at=None, control_id="z", at=LATER)
    )
    for content in (
        stranger,
        b"GET / HTTP/1.1",
        b"",
        b"MSH",
        b"MSH|^~\\&|A|B||||ADT^A08|1|P|2.5.1\r",
        b"MSH" + b"x" * 1_100_000,
    ):
        assert line.told(line.receive(content))[0] == "AR"
    with acting(line.by.identity()):
        assert Transmission.objects.filter(direction="in", state="quarantined").count() == 6


def replace_sender(content: bytes) -> bytes:
    return content.replace(b"MERCY", b"NOWHERE")


@pytest.mark.parametrize(
    "faults",
    [
        Faults(line_end="\n"),
        Faults(line_end="\r\n"),
        Faults(separators="#^~\\&"),
        Faults(separators="|*~\\&"),
    ],
)
def test_odd_separators_and_line_ends_are_read(line, faults):
    line.hospital.faults = faults
    assert line.say("S12", CASE_AT)[0] == "AA"
    assert line.case().hospital_number == "OR1"


def test_the_hospitals_time_that_the_surgeon_does_not_have_waits(line):
    with acting(line.by.identity()):
        other = line.theater.request(starts_at=CASE_AT + timedelta(days=1))
    code, said = line.say("S13", other.starts_at)
    assert code == "AE" and "travel included" in said
    assert line.case().starts_at == CASE_AT


def test_canceled_and_not_come_free_the_surgeon_and_raise_a_task(line):
    assert line.say("S26")[0] == "AA"
    assert line.case().state == "cancelled"
    assert line.say("S15")[0] == "AA"
    with acting(line.by.identity()):
        assert Task.objects.filter(kind="case canceled by hospital", state="open").count() == 1


def test_missing_fields_and_times_that_do_not_exist_are_said(line):
    assert "not which" in line.say("S13")[1]
    gap = line.hospital.message("S13", placer=line.case().placer_number, filler="", starts_at=CASE_AT, control_id="g",
                                at=LATER).replace(b"20260630073000-0500", b"20270314023000")  # fmt: skip
    assert "clocks go forward" in line.told(line.receive(gap))[1]
    bare = f"MSH|^~\\&|ORSCHED|MERCY|||||SIU^S14|b|P|2.5.1\rSCH|{line.case().placer_number}\r".encode()
    assert line.told(line.receive(bare))[0] == "AA"


def test_a_line_that_is_down_keeps_the_order_and_a_refusal_raises_a_task(line):
    assert send_messages(at=NOW, organization_id=line.organization_id, seconds=1) == []
    line.hospital.faults = replace(Faults(), refuses=True)
    with Served(line.hospital.take) as theirs:
        with acting(line.by.identity()):
            Facility.objects.update(hl7_port=theirs.port)
        (refused,) = send_messages(at=NOW, organization_id=line.organization_id, seconds=5)
    assert (refused.state, refused.said) == ("refused", "Not scheduled here")
    with acting(line.by.identity()):
        assert Task.objects.filter(kind="case message").count() == 1
