"""Living: day after day on the virtual clock, with every invariant checked on what each day left behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from wellrun.platform.access.matrix import Role
from wellrun.platform.audit.api import Seal, seal_events, verify_audit
from wellrun.platform.database.ids import drawn_from
from wellrun.platform.verification import checks
from wellrun.simulation.abreast import beside, live_abreast
from wellrun.simulation.agenda import Agenda
from wellrun.simulation.calendar import Calendar
from wellrun.simulation.calls import Calls
from wellrun.simulation.charging import enter_missing
from wellrun.simulation.money import Money
from wellrun.simulation.site_day import SiteDay
from wellrun.simulation.world import Lived, World

#: When the sites open their telephones and doors; what the back office does before is done by then.
SITES_OPEN = time(7, 45)


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

    What a day leaves is checked while the next is lived. Raises `InvariantBroken` when a check fails, at the latest
    at the end of the day after.
    """
    money, calls = Money(world, answer), Calls(world, lambda booked: None)
    last_on = until.astimezone(world.zone).date()
    calendar = Calendar(world, first_on=first_on, last_on=last_on, closed=closed)
    day, proven = first_on, _nothing
    while day <= last_on:
        works = day not in closed and (
            day.weekday() < 5 or any(each.weekend for each in world.plan.departments)
        )
        world.clock.advance_to(world.instant(day, time(6, 30)))
        world.new_day()
        if works:
            _morning(world, money, day)
            calendar.morning(day)
            ends_at = until if day == last_on else world.instant(day, time(20))
            _sites(world, day, ends_at)
        if works and day == last_on:
            world.clock.advance_to(until)
            calendar.stop()
        if works and day != last_on:
            _evening(world, money, calls, calendar, day)
        world.clock.advance_to(until if day == last_on else world.instant(day, time(20)))
        proven()
        if day == last_on:
            prove(world, whole=True)
        else:
            proven = prove_beside(world)
        yield DayLived(day, works, dict(world.counts))
        day += timedelta(days=1)


def _morning(world: World, money: Money, day: date) -> None:
    for at, act in ((time(7, 15), money.exchange), (time(7, 30), money.open_drawers)):
        world.clock.advance_to(world.instant(day, at))
        act()
    if day.weekday() < 5:
        enter_missing(world)


def _sites(world: World, day: date, ends_at: datetime) -> None:
    """Let every site live its day in a process of its own."""
    opens_at = world.instant(day, SITES_OPEN)

    def work(site: str) -> Callable[[], Lived]:
        def live_site() -> Lived:
            here = world.at_site(site, stream=day.isoformat(), agenda=Agenda(world.clock))
            with drawn_from(here.chance.of("ids")):
                world.clock.advance_to(opens_at)
                SiteDay(here, day).live(ends_at)
            return here.lived()

        return live_site

    world.take_over(live_abreast([work(site.key) for site in world.plan.sites]))


def _evening(world: World, money: Money, calls: Calls, calendar: Calendar, day: date) -> None:
    billers = world.staff(Role.BILLER, "")
    acts: list[tuple[time, Callable[[], None]]] = [(time(18, 30), money.count_drawers)]
    if day.weekday() < 5:
        acts.append((time(18, 35), lambda: calls.return_promised(billers[:1], 0.5)))
        acts.append((time(18, 40), money.submit))
    if day.weekday() == 4:
        acts.append((time(18, 45), money.send_statements))
    acts += [(time(18, 46), calendar.evening), (time(18, 52), calendar.night)]
    for at, act in (*acts, (time(19), money.close_day)):
        world.clock.advance_to(world.instant(day, at))
        act()


def prove(world: World, *, whole: bool = False) -> None:
    """Seal the audit and run every registered check; raise `InvariantBroken` with whatever is wrong.

    The audit's own check, which reads every event there ever was, goes over the day's seals; with `whole` over all.
    """
    since = _seal(world)
    _refuse(world.today(), _wrong(world, None if whole else since, whole=whole))


def prove_beside(world: World) -> Callable[[], None]:
    """Seal the audit and start the checks on what there is now; what is returned waits for them, as `prove` does."""
    since, day = _seal(world), world.today()
    wrong = beside(lambda: _wrong(world, since, whole=False))
    return lambda: _refuse(day, wrong())


def _seal(world: World) -> Seal | None:
    since, sealed = world.proven, seal_events(at=world.now())
    world.proven = sealed or since
    return since


def _wrong(world: World, since: Seal | None, *, whole: bool) -> list[str]:
    wrong = []
    for check in checks():
        with world.as_program():
            if check.room == "audit" and not whole:
                found = [fault.sentence for fault in verify_audit(since=since)[0]]
            else:
                found = list(check.run())
        wrong += [f"{check.room}: {check.promise}: {sentence}" for sentence in found]
    return wrong


def _refuse(day: date, wrong: list[str]) -> None:
    if wrong:
        raise InvariantBroken(f"On {day:%A, %B %-d, %Y}: " + " ".join(wrong[:10]))


def _nothing() -> None:
    """Before the first day there is nothing to prove."""
