"""What is still to happen: acts on a heap by virtual time, in the order of their planning where times agree."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

from wellrun.platform.clock import VirtualClock

Act = Callable[[], None]
#: An act that draws a number which all sites share is planned at least so long before it happens.
NOTICE = timedelta(minutes=15)


class Agenda:
    """Acts to come. An act may plan further acts; none is lost and none happens before its time.

    `promises` is told, as time goes on, before which instant no act here will draw a number that all sites share.
    """

    def __init__(
        self, clock: VirtualClock, promises: Callable[[datetime], None] = lambda instant: None
    ) -> None:
        self.clock = clock
        self._promises = promises
        self._heap: list[tuple[datetime, int, bool, Act]] = []
        self._draws: list[datetime] = []
        self._order = count()
        self._running = False

    def at(self, instant: datetime, act: Act, *, draws: bool = False) -> None:
        """Plan an act; one planned for the past happens next. One that `draws` is put off until its notice is up."""
        now = self.clock.now()
        instant = max(instant, now + NOTICE if draws and self._running else now)
        heapq.heappush(self._heap, (instant, next(self._order), draws, act))
        if draws:
            heapq.heappush(self._draws, instant)

    def after(self, minutes: float, act: Act, *, draws: bool = False) -> None:
        """Plan an act so many minutes from now."""
        self.at(self.clock.now() + timedelta(minutes=minutes), act, draws=draws)

    def run_until(self, instant: datetime) -> None:
        """Let everything before `instant` happen; the clock stays at the last of it."""
        self._running = True
        while self._heap and self._heap[0][0] < instant:
            when, _, draws, act = heapq.heappop(self._heap)
            self.clock.advance_to(when)
            self._promises(min([when if draws else when + NOTICE, *self._draws[:1]]))
            act()
            if draws:
                heapq.heappop(self._draws)
        self._running = False
