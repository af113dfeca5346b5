"""Making a practice: founded, populated, its book filled, and lived up to an instant."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, connections, transaction
from django.urls import get_resolver

from wellrun.platform.clock import VirtualClock, running
from wellrun.platform.database.home import home
from wellrun.platform.database.ids import drawn_from
from wellrun.simulation import practice as plans
from wellrun.simulation.abreast import hurry, live_abreast
from wellrun.simulation.agenda import Agenda
from wellrun.simulation.bookings import fill_book
from wellrun.simulation.chance import Chance
from wellrun.simulation.clearinghouse import run_folder
from wellrun.simulation.founding import closed_days, found, found_root
from wellrun.simulation.living import live
from wellrun.simulation.payers import HABITS
from wellrun.simulation.population import populate
from wellrun.simulation.world import Lived, World

#: How long before the first lived day the practice is set up and its people are put on file.
SET_UP_BEFORE = timedelta(days=21)
#: When the last day stops: mid-morning, when every desk is busy.
STOPS = time(10, 40)


@dataclass(frozen=True)
class Progress:
    """How far the making is: a sentence, steps done of steps in all, and the counts of the run so far."""

    sentence: str
    done: int
    total: int
    counts: dict[str, int]


def stop_on(today: date) -> datetime:
    """The instant of a day at which the practice stops being simulated."""
    return datetime.combine(today, STOPS, tzinfo=ZoneInfo(plans.ZONE))


def make_practice(
    plan: plans.Practice,
    *,
    seed: int,
    days: int,
    stops_at: datetime,
    answer: Callable[[datetime], object] | None = None,
    before_living: Callable[[], None] = lambda: None,
) -> Iterator[Progress]:
    """Make the practice in an empty, migrated database; live `days` days and then the day of `stops_at` up to it.

    The same plan, seed, days and end give the same rows. `answer` is the clearinghouse; without one it is the
    simulated one over the program's own folder. `before_living` is called when the first day begins: by then the
    diagnosis codes must be there. Raises `InvariantBroken` when a day ends with one.
    """
    zone = ZoneInfo(plans.ZONE)
    last_on = stops_at.astimezone(zone).date()
    first_on = last_on - timedelta(days=days)
    clock = VirtualClock(datetime.combine(first_on, time(8), tzinfo=zone) - SET_UP_BEFORE)
    chance = Chance(seed)
    answer = answer or (lambda at: run_folder(home(), at, seed=seed, payers=HABITS))
    # Pages are loaded when somebody first asks for an address, and ids drawn on the way would not be drawn again.
    get_resolver().reverse_dict  # noqa: B018
    with running(clock), drawn_from(chance.of("ids")), _hurrying():
        with transaction.atomic():
            root = found_root(plan)
        world = World(plan, chance, clock, Agenda(clock), root, zone)
        booked_until = last_on + timedelta(days=7 * plan.weeks_booked_ahead)
        closed = closed_days(clock.now().date(), booked_until + timedelta(days=60))
        steps = 1 + (booked_until - first_on).days + days + 1
        yield Progress("Founding the practice", 0, steps, {})
        found(world, until_on=booked_until + timedelta(days=60))
        for people in populate(world):
            yield Progress(f"Registering patients: {people:,}", 1, steps, {})
        done = 1
        yield Progress("Filling the book", done, steps, {})
        booked = _fill_book(world, first_on, booked_until, closed)
        done += (booked_until - first_on).days
        yield Progress(f"Filled the book: {booked:,} visits", done, steps, {})
        _learn_sizes()
        before_living()
        for day in live(world, first_on=first_on, until=stops_at, closed=closed, answer=answer):
            done += 1
            yield Progress(f"{day.on:%a %b %-d}", done, steps, day.counts | _refused(world))


def _learn_sizes() -> None:
    # What was made in half a minute has no statistics yet, and the planner would take every table for an empty one.
    with connections["owner"].cursor() as cursor:
        cursor.execute("analyze")


def _fill_book(world: World, first_on: date, until_on: date, closed: dict[date, str]) -> int:
    """Book what is in the book before the first day, each site in a process of its own."""
    started, days = world.now(), (until_on - first_on).days

    def work(site: str) -> Callable[[], Lived]:
        def fill() -> Lived:
            here = world.at_site(site, stream="book", agenda=world.agenda)
            with drawn_from(here.chance.of("ids")):
                for number, _ in enumerate(
                    fill_book(here, first_on=first_on, until_on=until_on, closed=closed), 1
                ):
                    # The visits were booked over the weeks before, not all at once.
                    world.clock.advance_to(started + SET_UP_BEFORE * 0.9 * number / days)
                    here.new_day()
            return here.lived()

        return fill

    world.take_over(live_abreast([work(site.key) for site in world.plan.sites]))
    return len(world.diary)


def _refused(world: World) -> dict[str, int]:
    return {f"refused, {sentence}": number for sentence, number in world.refusals.items()}


@contextmanager
def _hurrying() -> Iterator[None]:
    # A program that ends in a minute need not look for cycles after every few hundred objects.
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(200_000, 50, 1_000)
    hurry()
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
        # The next connection has the settings of the house again.
        connection.close()
