"""Who puts walk-ins of the kiosk into a queue: a room above, which registers itself; this room knows none."""

from __future__ import annotations

from collections.abc import Callable

from wellrun.practice.intake.events import WalkInAtKiosk

WalkInDesk = Callable[[WalkInAtKiosk], str]
_desks: list[WalkInDesk] = []


def register_walk_in_desk(desk: WalkInDesk) -> None:
    """Let a room queue walk-ins of the kiosk: `desk(event)` gives the token that is called out. Called from a room's
    `apps.py`; the last that registers is asked."""
    _desks[:] = [desk]


def queue_at_desk(event: WalkInAtKiosk) -> str:
    """Put somebody into the queue, in the caller's transaction; the token, "" where nobody keeps a queue."""
    return _desks[0](event) if _desks else ""
