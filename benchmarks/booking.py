"""Eight clients at once on the same contested times, through the whole operation: checks, time book, audit."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.schedule_world import World, add_patients, practice

TITLE = (
    "Booking: 8 clients, 300 contested times of 20 providers and 22 rooms, each attempt its own transaction"
)
GOAL = 500
CLIENTS = 8
#: Wednesday, June 3, 2026, eight in the morning in Chicago.
EIGHT = datetime(2026, 6, 3, 13, 0, tzinfo=UTC)
_OVERLAPS = """
select count(*) from timebook_reservation a join timebook_reservation b
on a.resource_id = b.resource_id and a.lane = b.lane and a.during && b.during and a.id < b.id
where a.active and b.active
"""


def run(*, quick: bool) -> Iterator[Figure]:
    """Every client tries every time once, each in the same order; then nothing may overlap."""
    slots = 80 if quick else 300
    with practice(days_back=0, days_ahead=0, departments=2) as world:
        _prepare(world, slots)
        started = time.perf_counter()
        clients = [_client(world, number, slots) for number in range(CLIENTS)]
        told = [client.communicate(timeout=300) for client in clients]
        seconds = time.perf_counter() - started
        yield from _figures(world, [out for out, _ in told], slots, seconds)


def _prepare(world: World, slots: int) -> None:
    import psycopg

    from wellrun.platform.database.address import Address

    url = Address.parse(os.environ["WELLRUN_TEST_ADMIN_URL"]).at(database=world.database).url()
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        world.patients = add_patients(cursor, world.office.organization.id, CLIENTS * slots)
        cursor.execute("update scheduling_visit_type set room_kind = 'exam'")


def _client(world: World, number: int, slots: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.booking", world.database, str(number), str(slots)],
        cwd=Path(__file__).parent.parent,
        env=os.environ | {"PYTHONPATH": "src"},
        stdout=subprocess.PIPE,
        text=True,
    )


def _figures(world: World, outputs: list[str], slots: int, seconds: float) -> Iterator[Figure]:
    from django.db import connection, transaction

    lines = [(*line.split(),) for out in outputs for line in out.splitlines()]
    spans = [(float(first), float(last)) for kind, first, last in lines if kind == "span"]
    times = [float(line[2]) for line in lines if line[0] == "try"]
    won = sum(1 for line in lines if line[0] == "try" and line[1] == "won")
    busy = max(last for _, last in spans) - min(first for first, _ in spans)
    with transaction.atomic(), connection.cursor() as cursor:
        world.office.program()
        cursor.execute(_OVERLAPS)
        overlaps = cursor.fetchone()[0]
    rate = len(times) / busy
    yield Figure("attempts a second", rate, "1/s", f"at least {GOAL}", rate >= GOAL, f"{len(times)} attempts")
    yield Figure("booked", won, "visits", f"{slots}, one for each time", won == slots)
    yield Figure("overlaps", overlaps, "", "none", overlaps == 0)
    failed = sum(1 for line in lines if line[0] == "failed")
    yield Figure("attempts that failed otherwise", failed, "", "none", failed == 0, "deadlocks would be here")
    yield Figure("one attempt, median", 1000 * statistics.median(times), "ms")
    yield Figure("one attempt, 99 of 100", 1000 * statistics.quantiles(times, n=100)[98], "ms")


def _attempt_all(database: str, client: int, slots: int) -> None:
    """One client: its own process and connection. Prints a line for each attempt."""
    # The server is the parent's, named in the environment: eight that prepare it at once get in each other's way.
    os.environ["DJANGO_SETTINGS_MODULE"] = "wellrun.settings.testing"
    import django

    django.setup()
    from django.db import transaction

    from wellrun.platform.database.identity import acting
    from wellrun.platform.testing.databases import use_database
    from wellrun.practice.organization.api import Unit, program_actor
    from wellrun.practice.organization.testing import NOW
    from wellrun.practice.patients.models import Patient
    from wellrun.practice.scheduling.api import TimeTaken, VisitType, book_appointment
    from wellrun.practice.workforce.api import Provider

    use_database(database)
    with transaction.atomic():
        root = Unit.objects.get(kind="organization")
        actor = program_actor(organization_id=root.id, name=f"client {client}", at=NOW)
    with acting(actor.identity()):
        kinds = {kind.unit_id: kind.id for kind in VisitType.objects.all()}
        providers = list(Provider.objects.order_by("npi").values_list("id", "unit_id"))
        patients = list(Patient.objects.order_by("number").values_list("id", flat=True))
    first = time.perf_counter()
    for number in range(slots):
        provider_id, unit_id = providers[number % len(providers)]
        began, outcome = time.perf_counter(), "won"
        try:
            with acting(actor.identity()):
                book_appointment(
                    patient_id=patients[client * slots + number],
                    visit_type_id=kinds[unit_id],
                    provider_id=provider_id,
                    starts_at=EIGHT + timedelta(minutes=30 * (number // len(providers))),
                    by=actor,
                    at=NOW,
                )
        except TimeTaken:
            outcome = "lost"
        except Exception as fault:
            print("failed", type(fault).__name__, number)
            continue
        print("try", outcome, time.perf_counter() - began)
    print("span", first, time.perf_counter())


if __name__ == "__main__":
    _attempt_all(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
