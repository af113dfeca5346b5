"""The calendar with 200 providers and two years of bookings: whole requests as the application's role, beside the naive
form."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.figure import Figure
from benchmarks.schedule_world import NOW, TODAY, practice

TITLE = "Calendar: a department's day, 200 providers, 2 years of bookings"
#: What the server may take for a department's day, at the 95th percentile.
GOAL_MS = 80
GOAL_QUERIES = 12
_REPEATS = 60
_DAYS = 365


def run(*, quick: bool) -> Iterator[Figure]:
    """Time each view and the question whether anything changed; then the same visits read one by one, and the plan."""
    days, departments = (30, 4) if quick else (_DAYS, 20)
    with practice(days_back=days, days_ahead=days, departments=departments) as world:
        from django.test import Client

        from wellrun.platform.clock import VirtualClock, running

        client = Client()
        client.force_login(world.office.users["north_desk"])
        unit = world.units[0]
        day = f"?unit={unit}&on={TODAY}&view=day"
        with running(VirtualClock(NOW)):
            base = "/appointments/calendar/"
            mark = client.get(f"{base}events/{day}").json()["mark"]
            yield Figure("bookings", world.booked, "")
            for what, path, goal in (
                ("day by provider, page", base + day, True),
                ("day by provider, columns", f"{base}events/{day}", True),
                ("day by provider, list", f"{base}{day}&list=yes", True),
                ("day by room, columns", f"{base}events/{day.replace('view=day', 'view=rooms')}", True),
                ("nothing changed", f"{base}changes/{day}&seen={mark}", False),
                ("week of a provider, columns", f"{base}events/?unit={unit}&on={TODAY}&view=week"
                 f"&provider={world.providers[0]}", False),
                ("month of a provider", f"{base}?unit={unit}&on={TODAY}&view=month"
                 f"&provider={world.providers[0]}", False),
                ("department, two weeks", f"{base}?unit={unit}&on={TODAY}&view=department", False),
            ):  # fmt: skip
                yield from _requests(what, lambda path=path: client.get(path), goal)
            yield from _one_by_one(world)
            yield from _plan(world)


def _requests(what: str, get: Callable[[], Any], goal: bool) -> Iterator[Figure]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    get()
    with CaptureQueriesContext(connection) as captured:
        answer = get()
    if answer.status_code not in (200, 204):
        raise RuntimeError(f"{what} answered {answer.status_code}.")
    # The door's own (session, who, what they reach, submission) come before any page.
    door = ("django_session", "organization_user", "organization_membership", "set_config", "SAVEPOINT")
    queries = sum(not any(word in query["sql"] for word in door) for query in captured)
    times = []
    worked = time.process_time()
    for _ in range(_REPEATS):
        started = time.perf_counter()
        get()
        times.append(1000 * (time.perf_counter() - started))
    worked = 1000 * (time.process_time() - worked) / _REPEATS
    p95 = statistics.quantiles(times, n=20)[-1]
    note = f"p50 {statistics.median(times):.1f} ms, {worked:.1f} ms of it Python's; {len(answer.content):,} bytes"
    yield Figure(
        f"{what}: p95", p95, "ms", f"<= {GOAL_MS} ms" if goal else "", p95 <= GOAL_MS if goal else None, note
    )
    yield Figure(f"{what}: queries", queries, "", f"<= {GOAL_QUERIES}", queries <= GOAL_QUERIES)


def _one_by_one(world: Any) -> Iterator[Figure]:
    """The naive form: each visit fetches its patient, provider, type and room, each provider the day's reservations."""
    from django.db import transaction

    from wellrun.practice.scheduling.api import Appointment, day_bounds
    from wellrun.practice.timebook.api import busy_times, resource_for

    starts_at, ends_at = day_bounds(TODAY, "America/Chicago")
    with transaction.atomic():
        world.office.actor("north_desk")
        started = time.perf_counter()
        found = list(
            Appointment.objects.filter(
                unit_id=world.units[0], starts_at__gte=starts_at, starts_at__lt=ends_at
            )
        )
        names = [
            (v.patient.name, v.provider.display_name, v.visit_type.name, v.room and v.room.name)
            for v in found
        ]
        for provider in {visit.provider_id for visit in found}:
            resource = resource_for(provider)
            busy_times(resource_ids=[resource.id], starts_at=starts_at, ends_at=ends_at, at=NOW)
        milliseconds = 1000 * (time.perf_counter() - started)
    yield Figure(
        "the same read one by one, without drawing it", milliseconds, "ms", note=f"{len(names)} visits"
    )


def _plan(world: Any) -> Iterator[Figure]:
    """What PostgreSQL does for the day's visits, under the policies of a person at the desk."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from wellrun.practice.scheduling.api import day_rows

    with transaction.atomic():
        world.office.actor("north_desk")
        with CaptureQueriesContext(connection) as captured:
            found = day_rows(unit_ids=[world.units[0]], on=TODAY, at=NOW)
        with connection.cursor() as cursor:
            cursor.execute("explain (analyze, costs off, timing off, summary on) " + captured[-1]["sql"])
            plan = [row[0] for row in cursor.fetchall()]
    took = float(plan[-1].split(":")[1].split()[0])
    scans = "; ".join(line.strip(" ->").split(" (")[0] for line in plan if "Scan" in line)
    yield Figure("the visits' statement alone", took, "ms", note=f"{len(found)} visits; {scans}")
