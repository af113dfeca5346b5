"""Living: day after day on the virtual clock, with every invariant checked before the next day begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from wellrun.platform.access.matrix import Role
from wellrun.platform.audit.api import seal_events, verify_audit
from wellrun.platform.verification import checks
from wellrun.practice.scheduling.api import VisitState, advance_visit
from wellrun.simulation.calls import Calls
from wellrun.simulation.charging import enter_missing
from wellrun.simulation.money import Money
from wellrun.simulation.visits import Visits
from wellrun.simulation.world import World


class InvariantBroken(RuntimeError):
    """Something that must always be true was not at the end of a day."""


@dataclass(frozen=True)
class DayLived:
    """One day, with the counts of the run so far."""

    on: date
    worked: bool
    counts: dict[str, int]


def live(
    world: World,
    *,
    first_on: date,
    until: datetime,
    closed: dict[date, str],
    answer: Callable[[datetime], None],
) -> Iterator[DayLived]:
    """Live every day from `first_on` up to the instant `until`, which leaves its own day unfinished.

    Raises `InvariantBroken` at the end of the day on which a check fails.
    """
    office = _Office(world, answer)
    last_on = until.astimezone(world.zone).date()
    day = first_on
    while day <= last_on:
        world.agenda.run_until(world.instant(day, time(6, 30)))
        world.new_day()
        works = day not in closed and office.works_on(day)
        if works:
            office.plan(day)
        ends_at = until if day == last_on else world.instant(day, time(20))
        world.agenda.run_until(ends_at)
        if day != last_on:
            world.agenda.forget()
        prove(world, whole=day == last_on)
        yield DayLived(day, works, dict(world.counts))
        day += timedelta(days=1)


def prove(world: World, *, whole: bool = False) -> None:
    """Seal the audit and run every registered check; raise `InvariantBroken` with whatever is wrong.

    The audit's own check, which reads every event there ever was, goes over the day's seals; with `whole` over all.
    """
    sealed = seal_events(at=world.now())
    since, world.proven = world.proven, sealed or world.proven
    wrong = []
    for check in checks():
        with world.as_program():
            if check.room == "audit" and not whole:
                found = [fault.sentence for fault in verify_audit(since=since)[0]]
            else:
                found = list(check.run())
        wrong += [f"{check.room}: {check.promise}: {sentence}" for sentence in found]
    if wrong:
        raise InvariantBroken(f"On {world.today():%A, %B %-d, %Y}: " + " ".join(wrong[:10]))


class _Office:
    """What a working day consists of."""

    def __init__(self, world: World, answer: Callable[[datetime], None]) -> None:
        self.world = world
        self.visits = Visits(world)
        self.money = Money(world, answer)
        self.calls = Calls(world, self.visits.expect)

    def works_on(self, day: date) -> bool:
        """Whether any department sees patients on that weekday."""
        return day.weekday() < 5 or any(each.weekend for each in self.world.plan.departments)

    def plan(self, day: date) -> None:
        """Put the acts of the day on the agenda, in the order in which an office does them."""
        world = self.world
        self.visits.free_at.clear()
        weekday = day.weekday() < 5
        at = lambda hour, minute, act: world.agenda.at(world.instant(day, time(hour, minute)), act)  # noqa: E731
        at(7, 15, self.money.exchange)
        at(7, 30, self.money.open_drawers)
        at(7, 40, lambda: self._expect(day))
        at(17, 45, self.money.count_drawers)
        at(18, 0, self.money.close_day)
        if not weekday:
            return
        at(8, 0, self.calls.plan_day)
        at(8, 40, lambda: enter_missing(world))
        at(10, 5, lambda: self._confirm(day))
        clinical = world.staff(Role.CLINICAL_ASSISTANT, *(each.key for each in world.plan.departments))
        at(12, 20, lambda: self.calls.return_promised(clinical, 0.6))
        at(15, 50, lambda: self.calls.return_promised(world.staff(Role.BILLER, "")[:1], 0.5))
        at(16, 45, self.money.submit)
        if day.weekday() == 4:
            at(15, 30, self.money.send_statements)

    def _expect(self, day: date) -> None:
        for booked in list(self.world.diary.values()):
            if booked.starts_at.astimezone(self.world.zone).date() == day:
                self.visits.expect(booked)

    def _confirm(self, day: date) -> None:
        world, chance = self.world, self.world.chance.of("confirmations")
        tomorrow = day + timedelta(days=1 if day.weekday() < 4 else 3)
        for booked in list(world.diary.values()):
            if booked.confirmed or booked.starts_at.astimezone(world.zone).date() != tomorrow:
                continue
            if chance.random() < 0.6:
                desk = chance.choice(world.desk_of(booked.department))
                world.agenda.after(
                    chance.uniform(0, 240), lambda each=booked, who=desk: self._confirms(each, who)
                )

    def _confirms(self, booked, desk: str) -> None:
        if booked.id not in self.world.diary:
            return
        with self.world.refusals_counted(), self.world.acting_as(desk) as (by, at):
            advance_visit(appointment_id=booked.id, to=VisitState.CONFIRMED, by=by, at=at)
            booked.confirmed = True
