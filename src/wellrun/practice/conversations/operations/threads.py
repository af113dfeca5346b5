"""Beginning a thread, writing into it, reading it, and bringing others in."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.access.matrix import Role
from wellrun.platform.audit.api import record_act
from wellrun.platform.database.ids import new_id
from wellrun.practice.conversations.models import Message, Participant, Thread
from wellrun.practice.conversations.queries.subjects import Subject
from wellrun.practice.conversations.queries.threads import is_part
from wellrun.practice.organization.api import local_day, people_at_work
from wellrun.practice.worklist.api import close_tasks, raise_task

#: An unread message is a task that is due after this.
ANSWER_WITHIN = timedelta(hours=4)
LONGEST = 2000


class NobodyAddressed(Refused):
    """A thread without anybody to read it."""

    sentence = "Choose whom you write to."
    field = "to"


class NothingSaid(Refused):
    """A message without a word."""

    sentence = "Write the message."
    field = "text"


@dataclass(frozen=True)
class To:
    """Whom a thread is for: a person, or whoever holds a role at a unit."""

    person_id: uuid.UUID | None = None
    role: str = ""
    unit_id: uuid.UUID | None = None


def begin_thread(
    *, title: str, text: str, to: Sequence[To], subject: Subject | None = None, by: Actor, at: datetime
) -> Thread:
    """Write to colleagues about a subject, or about nothing. What is unread becomes a task of whom it is for."""
    require(by, "messages.use")
    others = [each for each in dict.fromkeys(to) if each.person_id != by.person_id or each.role]
    if not others:
        raise NobodyAddressed()
    _refuse_strangers(others, by, at)
    thread = Thread.objects.create(
        organization_id=by.organization_id,
        compartment=subject.compartment if subject else "office",
        title=(title.strip() or (subject.title if subject else "") or text.strip())[:150],
        subject_kind=subject.kind if subject else "",
        subject_id=subject.id if subject else None,
        patient_id=subject.patient_id if subject else None,
        begun_by_id=by.person_id,
        begun_at=at,
        last_at=at,
    )
    _bring_in(thread, [To(person_id=by.person_id), *others])
    _write(thread, text, by, at)
    record_act("thread.begun", subject_type="thread", subject_id=thread.id, patients=_patients(thread))
    return thread


def reply(*, thread_id: uuid.UUID, text: str, by: Actor, at: datetime) -> Message:
    """Write into a thread that one is part of."""
    thread = _lock(thread_id, by)
    _bring_in(thread, [To(person_id=by.person_id)])
    message = _write(thread, text, by, at)
    record_act("thread.replied", subject_type="thread", subject_id=thread.id, patients=_patients(thread))
    return message


def bring_in(*, thread_id: uuid.UUID, to: Sequence[To], by: Actor, at: datetime) -> Thread:
    """Let others take part; they read all of it."""
    thread = _lock(thread_id, by)
    if not to:
        raise NobodyAddressed()
    _refuse_strangers(to, by, at)
    _bring_in(thread, to)
    _tell(thread, by, at)
    record_act("thread.joined", subject_type="thread", subject_id=thread.id, patients=_patients(thread))
    return thread


def read_thread(*, thread_id: uuid.UUID, by: Actor, at: datetime) -> int:
    """Note that one has read a thread; the tasks of its messages that are one's own end. Says how many were unread."""
    require(by, "messages.use")
    thread = Thread.objects.filter(id=thread_id).first()
    if thread is None:
        raise NotFound()
    rows = list(Participant.objects.select_for_update().filter(is_part(by), thread=thread).order_by("id"))
    if not rows:
        raise NotFound()
    unread = thread.messages - min(row.read for row in rows)
    if unread:
        for row in rows:
            row.read, row.read_at, row.read_by_id = thread.messages, at, by.person_id
            row.save(update_fields=["read", "read_at", "read_by_id"])
            close_tasks(
                key=_key(row), organization_id=thread.organization_id, at=at, because="The message was read."
            )
    return unread


def _lock(thread_id: uuid.UUID, by: Actor) -> Thread:
    require(by, "messages.use")
    thread = Thread.objects.select_for_update().filter(id=thread_id).first()
    if thread is None or not Participant.objects.filter(is_part(by), thread=thread).exists():
        raise NotFound()
    return thread


def _refuse_strangers(to: Iterable[To], by: Actor, at: datetime) -> None:
    known = people_at_work(organization_id=by.organization_id, on=local_day(by.home_unit_id, at))
    for each in to:
        if each.role and each.role not in {role.value for role in Role}:
            raise Refused("There is no such role.", field="to")
        if not each.role and each.person_id not in known and each.person_id != by.person_id:
            raise Refused("That person does not work here any more.", field="to")


def _bring_in(thread: Thread, to: Iterable[To]) -> None:
    Participant.objects.bulk_create(
        [
            Participant(
                id=new_id(),
                organization_id=thread.organization_id,
                compartment=thread.compartment,
                thread=thread,
                person_id=None if each.role else each.person_id,
                role=each.role,
                unit_id=each.unit_id if each.role else None,
            )
            for each in to
        ],
        ignore_conflicts=True,
    )


def _write(thread: Thread, text: str, by: Actor, at: datetime) -> Message:
    said = text.strip()
    if not said:
        raise NothingSaid()
    if len(said) > LONGEST:
        raise Refused(f"A message has at most {LONGEST} characters.", field="text")
    thread.messages += 1
    thread.last_at = at
    thread.save(update_fields=["messages", "last_at"])
    message = Message.objects.create(
        organization_id=thread.organization_id,
        compartment=thread.compartment,
        thread=thread,
        position=thread.messages,
        text=said,
        by_id=by.person_id,
        by_name=by.name,
        at=at,
    )
    Participant.objects.filter(is_part(by), thread=thread, person_id=by.person_id).update(
        read=thread.messages, read_at=at, read_by_id=by.person_id
    )
    _tell(thread, by, at)
    return message


def _tell(thread: Thread, by: Actor, at: datetime) -> None:
    """Whatever somebody has not read is a task of theirs; one a thread, however many messages wait in it."""
    rows = Participant.objects.filter(thread=thread, read__lt=thread.messages).exclude(person_id=by.person_id)
    known = people_at_work(organization_id=thread.organization_id, on=local_day(by.home_unit_id, at))
    for row in rows:
        who = known.get(row.person_id) if row.person_id else None
        if row.person_id and who is None:
            continue
        raise_task(
            kind="message",
            key=_key(row),
            title=f"{by.name}: {thread.title}",
            path=reverse("conversations:thread", args=[thread.id]),
            role=Role(who.role if who else row.role),
            unit_id=who.unit_id if who else row.unit_id,
            person_id=row.person_id,
            organization_id=thread.organization_id,
            patient_id=thread.patient_id,
            compartment=thread.compartment,
            due_at=at + ANSWER_WITHIN,
            at=at,
        )


def _key(row: Participant) -> str:
    return f"message:{row.id}"


def _patients(thread: Thread) -> list[uuid.UUID]:
    return [thread.patient_id] if thread.patient_id else []
