"""What is still to happen: acts on a heap by virtual time, in the order of their planning where times agree."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

from wellrun.platform.clock import VirtualClock

Act = Callable[[], None]


class Agenda:
    """Acts to come. An act may plan further acts; none is lost and none happens before its time."""

    def __init__(self, clock: VirtualClock) -> None:
        self.clock = clock
        self._heap: list[tuple[datetime, int, Act]] = []
        self._order = count()

    def at(self, instant: datetime, act: Act) -> None:
        """Plan an act; one planned for the past happens next."""
        heapq.heappush(self._heap, (max(instant, self.clock.now()), next(self._order), act))

    def after(self, minutes: float, act: Act) -> None:
        """Plan an act so many minutes from now."""
        self.at(self.clock.now() + timedelta(minutes=minutes), act)

    def run_until(self, instant: datetime) -> None:
        """Let everything before `instant` happen; the clock stays at the last of it."""
        while self._heap and self._heap[0][0] < instant:
            when, _, act = heapq.heappop(self._heap)
            self.clock.advance_to(when)
            act()
