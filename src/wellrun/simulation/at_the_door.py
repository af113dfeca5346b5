"""Who comes without a visit and who rings: the walk-in queue and its numbers, and what the telephones report."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from wellrun.practice.frontdesk.api import (
    Report,
    WalkInDetails,
    book_walk_in,
    call_walk_in,
    hear_report,
    join_queue,
    leave_queue,
)
from wellrun.practice.scheduling.api import appointment
from wellrun.simulation.bookings import enter_in_diary, somebody, times_for
from wellrun.simulation.chance import around
from wellrun.simulation.practice import DepartmentPlan, VisitPlan
from wellrun.simulation.world import Booked, Known, World

#: The kind of visit that somebody without one is given, by department.
_KINDS = {"family": "Same-day sick visit", "pediatrics": "Sick visit", "orthopedics": "Injury visit"}
_WALK_INS_A_DAY, _RINGS_A_DAY = 0.8, 4
#: Minutes after eight at which somebody comes on the last day, of whom the page then shows some still waiting.
_AROUND_TEN = (118, 147, 154, 158)


class AtTheDoor:
    """The walk-ins and the ringing telephones of a site's day; `expect` is told of the visits that walk-ins get."""

    def __init__(self, world: World, expect: Callable[[Booked], None]) -> None:
        self.world = world
        self.chance = world.chance.of("walk-ins")
        self.expect = expect

    def plan_day(self, opens_at: datetime, minutes: float, *, last: bool) -> None:
        """Spread them over the day; on the last one more come around ten."""
        agenda = self.world.agenda
        for department in self.world.plan.departments:
            if department.key not in _KINDS:
                continue
            offsets = [
                self.chance.uniform(10, minutes * 0.75) for _ in range(around(self.chance, _WALK_INS_A_DAY))
            ]
            for offset in (*offsets, *(_AROUND_TEN if last else ())):
                agenda.at(opens_at + timedelta(minutes=offset), lambda each=department: self._comes(each))
        for site in self.world.plan.sites:
            if site.key in self.world.lines and any(
                each.site == site.key for each in self.world.plan.departments
            ):
                for _ in range(_RINGS_A_DAY):
                    offset = self.chance.uniform(5, minutes)
                    agenda.at(opens_at + timedelta(minutes=offset), lambda key=site.key: self._rings(key))

    def _comes(self, department: DepartmentPlan) -> None:
        world = self.world
        plan = next(each for each in department.visits if each.name == _KINDS[department.key])
        known = somebody(world, department.key, plan, world.today())
        desk = self.chance.choice(world.desk_of(department.key))
        if known is None:
            return
        known.days.add(world.today())
        with world.refusals_counted(), world.acting_as(desk) as (by, at):
            details = WalkInDetails(
                patient_id=known.id, reason="Fever since yesterday", urgent=self.chance.random() < 0.15,
                visit_type_id=world.visit_types[department.key, plan.name].id,
            )  # fmt: skip
            walk_in = join_queue(unit_id=world.units[department.key].id, details=details, by=by, at=at)
            world.counts["walk-ins"] += 1
            world.agenda.after(
                self.chance.uniform(6, 25), lambda: self._is_called(department, plan, known, walk_in.id, desk)
            )

    def _is_called(
        self, department: DepartmentPlan, plan: VisitPlan, known: Known, walk_in_id: uuid.UUID, desk: str
    ) -> None:
        world, booked = self.world, None
        with world.refusals_counted(), world.acting_as(desk) as (by, at):
            call_walk_in(walk_in_id=walk_in_id, by=by, at=at)
        for provider in world.providers_in(department.key):
            with world.refusals_counted(), world.acting_as(desk) as (by, at):
                offers = times_for(world, provider.username, department.key, plan, world.today(), by, days=1)
                if offers and booked is None:
                    booked = book_walk_in(
                        walk_in_id=walk_in_id, visit_type_id=world.visit_types[department.key, plan.name].id,
                        provider_id=world.providers[provider.username].id, starts_at=offers[0].starts_at, by=by, at=at,
                    )  # fmt: skip
            if booked is not None:
                break
        if booked is None:
            with world.refusals_counted(), world.acting_as(desk) as (by, at):
                leave_queue(
                    walk_in_id=walk_in_id, reason="Nothing free today; sent to urgent care", by=by, at=at
                )
            return
        with world.as_program():
            visit = appointment(booked.appointment_id)
            assert visit is not None
        self.expect(enter_in_diary(world, visit, department.key, as_visit=plan))

    def _rings(self, site: str) -> None:
        world = self.world
        pool = list(world.patients.values())
        if not pool:
            return
        number, reference = self.chance.choice(pool).phone, f"C{self.chance.getrandbits(40):x}"
        self._reports(site, "ringing", reference, number)
        waits = self.chance.uniform(0.2, 2.5)
        if self.chance.random() < 0.75:
            world.agenda.after(waits, lambda: self._reports(site, "answered", reference, number))
            waits += self.chance.uniform(1, 6)
        world.agenda.after(waits, lambda: self._reports(site, "ended", reference, number))

    def _reports(self, site: str, event: str, reference: str, number: str) -> None:
        with self.world.refusals_counted(), self.world.as_program() as (by, at):
            hear_report(
                line=self.world.lines[site], report=Report(event, reference, number, at), by=by, at=at
            )
            self.world.counts[f"telephone: {event}"] += 1
