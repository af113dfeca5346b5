"""Reading threads: only those that one is part of."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from wellrun.platform.access.api import Actor, NotFound
from wellrun.practice.conversations.models import Message, Participant, Thread
from wellrun.practice.organization.api import person_names, units_by_id


@dataclass(frozen=True)
class ThreadRow:
    """A thread as the list shows it: who is part of it, how many messages one has not read, and the last one."""

    thread: Thread
    with_whom: str
    unread: int
    last: Message | None


def is_part(by: Actor) -> Q:
    """The participants that stand for `by`: the person, or a role that they hold where the role works."""
    units = by.reach.get("tasks.work", frozenset())
    return Q(person_id=by.person_id) | Q(role__in=by.roles, unit_id__in=units)


def threads_of(by: Actor, *, unread: bool = False, limit: int = 100) -> list[ThreadRow]:
    """The threads that `by` is part of, the latest first. Four queries."""
    mine = {row.thread_id: row for row in Participant.objects.filter(is_part(by)).order_by("read")}
    threads = list(Thread.objects.filter(id__in=mine).order_by("-last_at", "-id")[: 4 * limit])
    if unread:
        threads = [thread for thread in threads if mine[thread.id].read < thread.messages]
    threads = threads[:limit]
    people = _with_whom(threads, by)
    last = {message.thread_id: message for message in Message.objects.filter(_last_of(threads))}
    return [
        ThreadRow(thread, people[thread.id], thread.messages - mine[thread.id].read, last.get(thread.id))
        for thread in threads
    ]


def _last_of(threads: list[Thread]) -> Q:
    wanted = Q(pk__in=[])
    for thread in threads:
        wanted |= Q(thread_id=thread.id, position=thread.messages)
    return wanted


def _with_whom(threads: list[Thread], by: Actor) -> dict[uuid.UUID, str]:
    rows = list(Participant.objects.filter(thread__in=threads))
    names = person_names(row.person_id for row in rows)
    units = units_by_id({row.unit_id for row in rows if row.unit_id})
    said: dict[uuid.UUID, list[str]] = {thread.id: [] for thread in threads}
    for row in rows:
        if row.person_id == by.person_id:
            continue
        if row.person_id:
            said[row.thread_id].append(names.get(row.person_id, "somebody"))
        else:
            unit = units.get(row.unit_id)
            said[row.thread_id].append(f"{row.role}, {unit.name}" if unit else row.role)
    return {thread_id: "; ".join(sorted(who)) for thread_id, who in said.items()}


def thread_for(by: Actor, thread_id: uuid.UUID) -> tuple[Thread, list[Message], str]:
    """A thread with its messages, the first in front, and who else is part of it; raises `NotFound` for whoever is
    not."""
    thread = _mine(by).filter(id=thread_id).first()
    if thread is None:
        raise NotFound()
    messages = list(Message.objects.filter(thread=thread).order_by("position"))
    return thread, messages, _with_whom([thread], by)[thread.id]


def threads_about(by: Actor, *, subject_id: uuid.UUID) -> list[Thread]:
    """The threads about a subject that `by` is part of, the latest first."""
    return list(_mine(by).filter(subject_id=subject_id).order_by("-last_at")[:20])


def threads_about_patient(by: Actor, *, patient_id: uuid.UUID) -> list[Thread]:
    """The threads that concern a patient and that `by` is part of, the latest first."""
    return list(_mine(by).filter(patient_id=patient_id).order_by("-last_at")[:20])


def _mine(by: Actor) -> QuerySet[Thread]:
    return Thread.objects.filter(id__in=Participant.objects.filter(is_part(by)).values("thread_id"))
