"""What threads can be about. Rooms above say what their subjects are called; this room knows none of them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from wellrun.platform.access.api import Actor, NotFound


@dataclass(frozen=True)
class Subject:
    """A subject as a thread names it: its title, its page, and the patient with their compartment where it concerns
    one. `draft` is what a first message may begin with."""

    kind: str
    id: uuid.UUID
    title: str
    path: str
    patient_id: uuid.UUID | None = None
    compartment: str = "office"
    draft: str = ""


Describer = Callable[[Actor, uuid.UUID], Subject | None]
_describers: dict[str, Describer] = {}


def register_subject(kind: str, describe: Describer) -> None:
    """Let threads be about a kind of subject; `describe(actor, id)` answers None for what is not theirs. Called from a
    room's `apps.py`."""
    _describers[kind] = describe


def kinds() -> list[str]:
    """The kinds of subjects there are."""
    return list(_describers)


def subject_of(by: Actor, kind: str, subject_id: uuid.UUID) -> Subject:
    """The subject, as far as `by` reaches it; raises `NotFound` otherwise."""
    describe = _describers.get(kind)
    found = describe(by, subject_id) if describe else None
    if found is None:
        raise NotFound()
    return found


def page_of(by: Actor, kind: str, subject_id: uuid.UUID | None) -> str:
    """The address of a subject's page, or "" for whoever does not reach it."""
    describe = _describers.get(kind)
    found = describe(by, subject_id) if describe and subject_id else None
    return found.path if found else ""
