"""A plan for forty visits that lost their providers, in a practice of 200 providers and 240 rooms, beside moving each
to the first free time in turn."""

from __future__ import annotations

import statistics
import time
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from benchmarks.figure import Figure
from benchmarks.schedule_world import NOW, TODAY, World, practice

TITLE = "Rebooking: a whole plan for a day of 40 visits whose providers are away, over 60 days"
GOAL_SECONDS, GOAL_GAP = 5.0, 0.02
VISITS, AWAY, REPEATS = 40, 3, 3


def run(*, quick: bool) -> Iterator[Figure]:
    """Two years of bookings (quick: ninety days), 97 % full for two weeks and then thinning: three providers of one
    department are away tomorrow. The plan is proposed through the operation, three times, each rolled back; then each
    visit is moved to the first free time of anybody at or after its own, as somebody would who goes through the list,
    and rolled back as well. What both cost is the plan's objective, in points: a day of waiting is 100.
    """
    started = time.perf_counter()
    with practice(days_back=20 if quick else 640, days_ahead=80) as world:
        seconds = time.perf_counter() - started
        yield Figure("visits in the book", world.booked, "visits", note=f"loaded in {seconds:.0f} s")
        yield from _compare(world)


def _compare(world: World) -> Iterator[Figure]:
    from django.db import transaction

    with transaction.atomic():
        by = world.office.program(NOW)
        cause = _strand(world, by)
        runs = [_proposed(cause, by) for _ in range(REPEATS)]
        times, (plan, problem, moves) = [each[0] for each in runs], runs[-1][1:]
        naive_seconds, naive_cost, naive_left = _naive(cause, problem, by)
    left = sum(move.to_starts_at is None for move in moves)
    p50, gap = statistics.median(times), plan.gap_permille / 1000
    yield Figure(
        f"plan for {len(moves)} visits, median of {REPEATS}",
        p50,
        "s",
        f"<= {GOAL_SECONDS:g} s",
        p50 <= GOAL_SECONDS,
        f"{plan.considered:,} places considered, {left} without a time; slowest {max(times):.2f} s",
    )
    yield Figure("gap to the solver's bound", 100 * gap, "%", "<= 2 %", gap <= GOAL_GAP)
    yield Figure("cost of the plan", plan.cost, "points", note=_waits(moves))
    yield Figure(
        "each to the first free time in turn", naive_seconds, "s", note=f"{naive_left} without a time"
    )
    yield Figure(
        "its cost", naive_cost, "points", note=f"{naive_cost / max(plan.cost, 1):.2f} times the plan's"
    )


def _strand(world: World, by: Any) -> Any:
    """Three providers away tomorrow, and forty of their visits, which need any exam room of the department."""
    from wellrun.practice.scheduling.api import AbsenceKind, Cause, CauseKind, take_out
    from wellrun.practice.scheduling.models import Appointment
    from wellrun.practice.scheduling.queries.absences import visits_to_move
    from wellrun.practice.scheduling.testing import make_visit_type

    tomorrow = NOW.replace(hour=5) + timedelta(days=1)
    bookings: list[uuid.UUID] = []
    for provider_id in world.providers[:AWAY]:
        _, stranded = take_out(
            provider_id=provider_id,
            starts_at=tomorrow,
            ends_at=tomorrow + timedelta(days=1),
            kind=AbsenceKind.SICK,
            by=by,
            at=NOW,
        )
        bookings += stranded
    from wellrun.practice.organization.models import Unit

    unit = Unit.objects.get(id=world.units[0])
    exam = make_visit_type(world.office, unit=unit, name="Visit", room_kind="exam")
    world.office.program(NOW)
    visits = visits_to_move(bookings, by, NOW)[:VISITS]
    for number, visit in enumerate(visits):
        urgency = "urgent" if number % 10 == 9 else "soon" if number % 5 == 4 else "routine"
        Appointment.objects.filter(id=visit.id).update(visit_type=exam, urgency=urgency)
    ids = tuple(visit.id for visit in visits)
    return Cause(CauseKind.VISITS, None, "Three providers are away", world.units[0], ids)


def _proposed(cause: Any, by: Any) -> tuple[float, Any, Any, list[Any]]:
    from django.db import transaction

    from wellrun.practice.scheduling.api import propose_plan
    from wellrun.practice.scheduling.queries.absences import visits_to_move
    from wellrun.practice.scheduling.queries.hours import windows_of
    from wellrun.practice.scheduling.queries.rebooking_candidates import problem_of

    windows_of.cache_clear()
    with transaction.atomic():
        started = time.perf_counter()
        plan = propose_plan(cause=cause, by=by, at=NOW)
        seconds = time.perf_counter() - started
        moves = list(plan.moves.all())
        visits = visits_to_move(cause.booking_ids, by, NOW)
        problem = problem_of(visits, until_on=plan.until_on, at=NOW)
        transaction.set_rollback(True)
    return seconds, plan, problem, moves


def _naive(cause: Any, problem: Any, by: Any) -> tuple[float, int, int]:
    """Seconds, points, and how many found nothing, of moving each visit in turn to the first free time."""
    from django.db import transaction

    from wellrun.engines import rebooking
    from wellrun.practice.scheduling.queries.absences import visits_to_move

    chosen: dict[str, Any] = {}
    with transaction.atomic():
        started = time.perf_counter()
        for visit in visits_to_move(cause.booking_ids, by, NOW):
            chosen[str(visit.id)] = _first_free(visit, by)
        seconds = time.perf_counter() - started
        transaction.set_rollback(True)
    return (
        seconds,
        rebooking.plan_cost(problem, chosen),
        sum(each is None for each in chosen.values()),
    )


def _first_free(visit: Any, by: Any) -> Any:
    from zoneinfo import ZoneInfo

    from django.db import transaction

    from wellrun.engines import rebooking
    from wellrun.platform.access.api import Refused
    from wellrun.practice.scheduling.api import find_times, move_appointment

    earliest: datetime = visit.starts_at
    for _ in range(5):
        offers = find_times(
            visit_type_id=visit.visit_type_id, starts_on=TODAY, not_before=earliest, limit=1, by=by, at=NOW
        )
        if not offers:
            return None
        offer = offers[0]
        try:
            with transaction.atomic():
                move_appointment(
                    appointment_id=visit.id,
                    starts_at=offer.starts_at,
                    provider_id=offer.provider_id,
                    by=by,
                    at=NOW,
                )
        except Refused:
            # The patient has another visit then.
            earliest = offer.starts_at + timedelta(minutes=15)
            continue
        day = offer.starts_at.astimezone(ZoneInfo(visit.unit.zone)).date()
        return rebooking.Place(
            str(offer.provider_id), offer.starts_at, offer.ends_at, section=f"{visit.unit_id} {day}"
        )
    return None


def _waits(moves: list[Any]) -> str:
    days = [abs(move.days) for move in moves if move.to_starts_at]
    same = sum(move.same_provider for move in moves)
    return f"{statistics.mean(days):.1f} days moved on average, {same} with the same provider" if days else ""
