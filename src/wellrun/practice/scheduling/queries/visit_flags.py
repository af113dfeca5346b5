"""What rooms above say of a visit: a sentence on its page, such as that it lies in a global period."""

from __future__ import annotations

from collections.abc import Callable

from wellrun.platform.access.api import Actor
from wellrun.practice.scheduling.models import Appointment

VisitFlag = Callable[[Appointment, Actor], str]
_flags: list[VisitFlag] = []


def register_visit_flag(flag: VisitFlag) -> None:
    """Let a room say something of visits: `flag(visit, by)` is a sentence, "" for nothing to say."""
    if flag not in _flags:
        _flags.append(flag)


def flags_of(visit: Appointment, by: Actor) -> list[str]:
    """What the rooms above say of a visit to `by`."""
    return [said for flag in _flags if (said := flag(visit, by))]
