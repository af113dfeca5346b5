"""Whether what a notice says is still so: asked of the room that brought its words, once more when it leaves."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

Relevance = Callable[[Sequence[Any], datetime], Collection[uuid.UUID]]
_checks: dict[str, Relevance] = {}


def register_relevance(kinds: Collection[str], untrue: Relevance) -> None:
    """Let a room say which of its notices are no longer true: `untrue(notices, at)` gives their ids. Called from a
    room's `apps.py`; it runs in the sender's transaction, as the program, for at most a batch of notices."""
    for kind in kinds:
        _checks[kind] = untrue


def untrue_among(notices: Sequence[Any], at: datetime) -> set[uuid.UUID]:
    """The ids of those notices that their rooms no longer stand by."""
    found: set[uuid.UUID] = set()
    for check in set(_checks.values()):
        ours = [notice for notice in notices if _checks.get(notice.kind) is check]
        if ours:
            found |= set(check(ours, at))
    return found
