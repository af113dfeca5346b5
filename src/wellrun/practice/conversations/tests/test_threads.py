"""Messages between colleagues: part of a thread or not, unread is a task, charts take their threads along."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from wellrun.platform.access.api import NotFound, Refused
from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.conversations.api import (
    Subject,
    To,
    begin_thread,
    bring_in,
    give_threads,
    move_threads,
    read_thread,
    reply,
)
from wellrun.practice.conversations.queries.threads import thread_for, threads_of
from wellrun.practice.organization.testing import NOW
from wellrun.practice.worklist.api import open_tasks


def to(office, name):
    return To(person_id=office.users[name].person_id)


def begin(office, *whom, subject=None, text="Please look.", who="north_desk"):
    return begin_thread(title="A question", text=text, to=whom, subject=subject, by=office.actor(who), at=NOW)


def test_a_message_is_a_task_of_whom_it_is_for_until_it_is_read(office):
    thread = begin(office, to(office, "cardio_lead"))
    lead = office.actor("cardio_lead")
    assert [task.kind for task in open_tasks(by=lead, at=NOW)] == ["message"]
    assert [row.unread for row in threads_of(lead)] == [1]
    assert read_thread(thread_id=thread.id, by=lead, at=NOW) == 1
    assert open_tasks(by=lead, at=NOW) == [] and read_thread(thread_id=thread.id, by=lead, at=NOW) == 0
    reply(thread_id=thread.id, text="Done.", by=lead, at=NOW + timedelta(minutes=5))
    desk = office.actor("north_desk")
    assert [row.last.text for row in threads_of(desk, unread=True)] == ["Done."]
    assert [task.kind for task in open_tasks(by=desk, at=NOW)] == ["message"]


def test_a_thread_for_whoever_is_there_is_read_by_any_of_them(office):
    thread = begin(office, To(role="clinical assistant", unit_id=office.cardiology.id))
    assistant = office.actor("assistant")
    assert len(open_tasks(by=assistant, at=NOW)) == 1
    read_thread(thread_id=thread.id, by=assistant, at=NOW)
    assert open_tasks(by=assistant, at=NOW) == []


def test_whoever_is_not_part_of_a_thread_does_not_find_it(office):
    thread = begin(office, to(office, "cardio_lead"))
    for name in ("manager", "south_desk", "provider"):
        stranger = office.actor(name)
        assert threads_of(stranger) == []
        for act in (lambda by: thread_for(by, thread.id), lambda by: read_thread(thread_id=thread.id, by=by, at=NOW),
                    lambda by: reply(thread_id=thread.id, text="Me too", by=by, at=NOW)):  # fmt: skip
            with pytest.raises(NotFound):
                act(stranger)
    bring_in(thread_id=thread.id, to=[to(office, "provider")], by=office.actor("cardio_lead"), at=NOW)
    assert len(thread_for(office.actor("provider"), thread.id)[1]) == 1


def test_a_message_has_somebody_and_something(office):
    with pytest.raises(Refused, match="whom"):
        begin(office)
    with pytest.raises(Refused, match="whom"):
        begin(office, to(office, "north_desk"))
    with pytest.raises(Refused, match="Write"):
        begin(office, to(office, "cardio_lead"), text="  ")
    with pytest.raises(Refused, match="not work here"):
        begin(office, To(person_id=uuid.uuid4()))


def test_threads_about_a_patient_follow_the_chart(office):
    patient_id, other = uuid.uuid4(), uuid.uuid4()
    about = Subject("patient", patient_id, "Ana Rivera", "/patients/1/", patient_id, "normal")
    thread = begin(office, to(office, "cardio_lead"), to(office, "provider"), subject=about)
    office.program()
    move_threads(patient_id=patient_id, compartment="restricted")
    assert threads_of(office.actor("cardio_lead")) == []
    assert len(threads_of(office.actor("provider"))) == 1
    office.program()
    assert give_threads(of=patient_id, to=other) == [thread.id]
    assert give_threads(of=other, to=patient_id, only=[]) == []


def test_writing_and_answering_over_http(office, client):
    client.force_login(office.users["north_desk"])
    lead = office.users["cardio_lead"]
    with running(VirtualClock(NOW)):
        assert client.get(reverse("conversations:inbox")).status_code == 200
        refused = client.post(reverse("conversations:new"), {"text": "Hello"})
        assert refused.status_code == 422 and b"Choose whom you write to." in refused.content
        sent = client.post(
            reverse("conversations:new"), {"to": [f"person {lead.person_id}"], "text": "Hello <b>you</b>"}
        )
        client.force_login(lead)
        page = client.get(sent.url)
        assert b"Hello &lt;b&gt;you&lt;/b&gt;" in page.content
        client.post(sent.url, {"text": "Hello yourself"})
        whole = f"role {office.cardiology.id} clinical assistant"
        client.post(sent.url + "people/", {"to": [whole]})
        client.force_login(office.users["assistant"])
        assert b"Hello yourself" in client.get(sent.url).content
        client.force_login(office.users["buyer"])
        assert client.get(sent.url).status_code == 404
