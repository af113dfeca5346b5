"""When a task that is late climbs, and to whom: first the section's assistant manager, then the office manager."""

from __future__ import annotations

from datetime import datetime, timedelta

from wellrun.platform.access.matrix import Role
from wellrun.practice.worklist.models import Priority

#: How long a task may be late, in hours, before it climbs; and again, before it climbs further.
HOURS_LATE = {Priority.URGENT: 1, Priority.HIGH: 4, Priority.NORMAL: 24, Priority.LOW: 72}
_LADDER = (Role.ASSISTANT_MANAGER, Role.OFFICE_MANAGER)


def climbs_at(since: datetime, priority: int, *, role: str, escalated_to: str = "") -> datetime | None:
    """When a task climbs that has been due, or with the last role, since an instant; None on the last rung."""
    if not _rungs_above(role, escalated_to):
        return None
    return since + timedelta(hours=HOURS_LATE[Priority(priority)])


def next_role(*, role: str, escalated_to: str, has_assistant_manager: bool) -> Role | None:
    """To whom a task climbs next: units without an assistant manager of their own are the office manager's."""
    rungs = _rungs_above(role, escalated_to)
    if rungs and rungs[0] is Role.ASSISTANT_MANAGER and not has_assistant_manager:
        rungs = rungs[1:]
    return rungs[0] if rungs else None


def rule_of(priority: int) -> str:
    """The rule in a sentence, for a task of this priority."""
    hours = HOURS_LATE[Priority(priority)]
    wait = f"{hours} hours" if hours != 1 else "1 hour"
    return f"Once late by {wait}, it is the section's assistant manager's as well; {wait} later, the office manager's."


def _rungs_above(role: str, escalated_to: str) -> tuple[Role, ...]:
    held = escalated_to or role
    return _LADDER[_LADDER.index(Role(held)) + 1 :] if held in _LADDER else _LADDER
