"""A provider's sick day: who is stranded, what the plan proposes, and what people make of it."""

from __future__ import annotations

from datetime import date, time, timedelta

from wellrun.platform.access.matrix import Role
from wellrun.practice.scheduling.api import (
    AbsenceKind,
    accept_plan,
    appointment,
    cancel_visits,
    cause_of_absence,
    move_rows_of,
    propose_plan,
    take_out,
)
from wellrun.simulation.bookings import follow_move
from wellrun.simulation.world import Booked, World

#: How many working days before the last one somebody calls in sick.
_SICK = 6


class Absences:
    """One sick day lived through, and one of tomorrow that nobody has decided on."""

    def __init__(self, world: World, *, most: int) -> None:
        self.world = world
        self.sick_at = min(_SICK, most - 1)
        self.away: set[str] = set()

    def morning(self, left: int) -> None:
        """Somebody calls in sick; the section's manager takes the whole plan."""
        if left != self.sick_at:
            return
        plan_id = self._away(self.world.today(), AbsenceKind.SICK, "Called in this morning")
        if plan_id is None:
            return
        world = self.world
        with world.refusals_counted(), world.acting_as(self._manager(self.department)) as (by, at):
            accepted = accept_plan(plan_id=plan_id, by=by, at=at)
            world.counts["rebooked by plan"] += accepted.moved
        self._follow()

    def stop(self) -> None:
        """A leave of tomorrow strands visits; the plan waits for somebody to decide."""
        day = self.world.today() + timedelta(days=1)
        for _ in range(4):
            if day.weekday() < 5 and self._away(day, AbsenceKind.LEAVE, "Family matter") is not None:
                self.world.counts["plans proposed"] += 1
                return
            day += timedelta(days=1)

    def _away(self, day: date, kind: AbsenceKind, note: str):
        world = self.world
        provider = self._busiest(day)
        if provider is None:
            return None
        self.away.add(provider)
        self.department = next(each.department for each in world.plan.providers if each.username == provider)
        self.day, self.provider = day, provider
        plan = None
        with world.refusals_counted(), world.acting_as(self._manager(self.department)) as (by, at):
            absence, _ = take_out(
                provider_id=world.providers[provider].id, starts_at=max(at, world.instant(day, time(6))),
                ends_at=world.instant(day, time(19)), kind=kind, note=note, by=by, at=at,
            )  # fmt: skip
            world.counts["absences"] += 1
            plan = propose_plan(cause=cause_of_absence(absence), horizon_days=10, seconds=4.0, by=by, at=at)
            self.plan = plan
        return plan.id if plan else None

    def _manager(self, department: str) -> str:
        return self.world.staff(Role.ASSISTANT_MANAGER, department)[0]

    def _busiest(self, day: date) -> str | None:
        """Whoever has most visits that day among those who have been there all the time, orthopedists excepted."""
        counts = {each.username: len(self._visits(each.username, day)) for each in self.world.plan.providers
                  if each.username not in self.away}  # fmt: skip
        best = max(counts, key=lambda name: (counts[name], name), default=None)
        return best if best is not None and counts[best] else None

    def _visits(self, provider: str, day: date) -> list[Booked]:
        zone = self.world.zone
        return [each for each in self.world.diary.values()
                if each.provider == provider and each.starts_at.astimezone(zone).date() == day]  # fmt: skip

    def _follow(self) -> None:
        """Remember where the visits went; what found no time is canceled by the desk, to be booked again."""
        world = self.world
        stranded = self._visits(self.provider, self.day)
        with world.acting_as(self._manager(self.department)) as (by, at):
            rows = {row.visit.id: row.visit for row in move_rows_of(self.plan, by)}
            for booked in stranded:
                visit = rows.get(booked.id) or appointment(booked.id)
                if visit is not None:
                    follow_move(world, visit)
            left = [each.id for each in self._visits(self.provider, self.day)]
            if left:
                cancel_visits(appointment_ids=left, reason="The provider is sick", code="", by=by, at=at)
        for visit_id in left:
            entry = world.diary.pop(visit_id)
            entry.known.days.discard(self.day)
