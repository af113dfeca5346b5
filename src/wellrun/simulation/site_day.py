"""A site's day: who is expected, who calls, who is asked to confirm, from opening to the last patient."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from wellrun.platform.access.matrix import Role
from wellrun.practice.scheduling.api import VisitState, advance_visit
from wellrun.simulation.at_the_door import AtTheDoor
from wellrun.simulation.calls import Calls
from wellrun.simulation.visits import Visits
from wellrun.simulation.world import Booked, World


class SiteDay:
    """One day at one site; `world` is the world as that site lives it."""

    def __init__(self, world: World, day: date) -> None:
        self.world = world
        self.day = day
        self.visits = Visits(world)
        self.calls = Calls(world, self.visits.expect)
        self.door = AtTheDoor(world, self.visits.expect)

    def live(self, ends_at: datetime) -> None:
        """Live until the last patient has left, or up to `ends_at`."""
        world = self.world
        for booked in list(world.diary.values()):
            if booked.starts_at.astimezone(world.zone).date() == self.day:
                self.visits.expect(booked)
        if self.day.weekday() < 5:
            self.calls.plan_day()
            opens_at, closes_at = world.instant(self.day, time(8)), world.instant(self.day, time(16, 30))
            minutes = (closes_at - opens_at).total_seconds() / 60
            self.door.plan_day(opens_at, minutes, last=ends_at < closes_at)
            self._at(time(10, 5), self._confirm)
            clinical = world.staff(Role.CLINICAL_ASSISTANT, *(each.key for each in world.plan.departments))
            self._at(time(12, 20), lambda: self.calls.return_promised(clinical, 0.6))
            desks = list(
                dict.fromkeys(who for each in world.plan.departments for who in world.desk_of(each.key))
            )
            self._at(time(16, 50), lambda: self.calls.return_promised(desks, 0.6))
        world.agenda.run_until(ends_at)

    def _at(self, wall: time, act) -> None:
        self.world.agenda.at(self.world.instant(self.day, wall), act)

    def _confirm(self) -> None:
        world, chance = self.world, self.world.chance.of("confirmations")
        tomorrow = self.day + timedelta(days=1 if self.day.weekday() < 4 else 3)
        for booked in list(world.diary.values()):
            if booked.confirmed or booked.starts_at.astimezone(world.zone).date() != tomorrow:
                continue
            if chance.random() < 0.6:
                desk = chance.choice(world.desk_of(booked.department))
                world.agenda.after(
                    chance.uniform(0, 240), lambda each=booked, who=desk: self._confirms(each, who)
                )

    def _confirms(self, booked: Booked, desk: str) -> None:
        if booked.id not in self.world.diary:
            return
        with self.world.refusals_counted(), self.world.acting_as(desk) as (by, at):
            advance_visit(appointment_id=booked.id, to=VisitState.CONFIRMED, by=by, at=at)
            booked.confirmed = True
