"""What the days hold besides calls and visits: messages, cases, the wait list, absences, links and colleagues' talk.

It is done before the sites open and after they close; every subject has a file of its own. Working days are counted
from the last one backward, so that a run of any length has the same things near its end.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta

from wellrun.simulation.absences import Absences
from wellrun.simulation.colleagues import Colleagues
from wellrun.simulation.hospital_cases import HospitalCases
from wellrun.simulation.links import Links
from wellrun.simulation.messages_out import CONNECTED_FOR, MessagesOut
from wellrun.simulation.special_bookings import SpecialBookings
from wellrun.simulation.waiting import Waiting
from wellrun.simulation.world import World


class Calendar:
    """The calendar's part of every day that is worked."""

    def __init__(self, world: World, *, first_on: date, last_on: date, closed: dict[date, str]) -> None:
        self.world = world
        days = [first_on + timedelta(days=number) for number in range((last_on - first_on).days + 1)]
        self.days = [day for day in days if day.weekday() < 5 and day not in closed]
        self.connected_on = max(first_on, last_on - CONNECTED_FOR)
        self.messages = MessagesOut(world)
        self.cases = HospitalCases(world, last_on=last_on, closed=closed)
        self.waiting = Waiting(world)
        self.absences = Absences(world, most=len(self.days))
        self.special = SpecialBookings(world)
        self.links = Links(world)
        self.colleagues = Colleagues(world)

    def left(self, day: date) -> int | None:
        """How many working days follow this one; None for a day of the weekend."""
        return len(self.days) - 1 - self.days.index(day) if day in self.days else None

    def morning(self, day: date) -> None:
        """What is done before the sites open."""
        left = self.left(day)
        if left is not None:
            self._at(day, time(7, 31), lambda: self.absences.morning(left))
            self._at(day, time(7, 32), lambda: self.cases.morning(left))
            self._at(day, time(7, 34), lambda: self.waiting.morning(left))
            self._at(day, time(7, 36), lambda: self.special.morning(left))
            self._at(day, time(7, 38), lambda: self.links.morning(left))
            self._at(day, time(7, 39), lambda: self.colleagues.morning(left))
            self._at(day, time(7, 40), self.waiting.answer)
        if day >= self.connected_on:
            self._at(day, time(7, 40), self._remind)

    def _remind(self) -> None:
        if self.messages.gateway is None:
            self.messages.connect()
        self.messages.remind()
        self.world.clock.advance_to(self.world.now() + timedelta(minutes=4))
        self.messages.send()
        self.messages.answer()

    def evening(self) -> None:
        """Freed times are offered, and patients are told what became of their visits today."""
        self.waiting.evening()
        if self.messages.gateway is not None:
            self.messages.work_call_list()
            self.messages.tell()

    def night(self) -> None:
        """What could be taken back for three minutes leaves, and who was offered a time answers."""
        self.waiting.answer()
        if self.messages.gateway is not None:
            self.messages.send()

    def stop(self) -> None:
        """Leave the last day as an office is at that hour: full of what nobody has settled yet."""
        for part in (self.absences, self.cases, self.waiting, self.special, self.links, self.colleagues):
            part.stop()
        if self.messages.gateway is not None:
            self.messages.tell()

    def _at(self, day: date, wall: time, act: Callable[[], None]) -> None:
        self.world.clock.advance_to(self.world.instant(day, wall))
        act()
