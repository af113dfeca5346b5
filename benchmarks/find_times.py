"""The first free times among 200 providers and 240 rooms, through the operation, beside SQL and a naive form."""

from __future__ import annotations

import statistics
import time
import uuid
from collections.abc import Iterator
from datetime import datetime
from datetime import time as dt_time

from benchmarks.figure import Figure
from benchmarks.schedule_world import NOW, PROVIDERS_EACH, TODAY, World, practice

TITLE = "Free times: the first 20 starts of 30 minutes for any of N providers and a free procedure room"
GOAL_MS = 25
REPEATS = 40
COLD = "cold: a new transaction each, other providers each, nothing kept by the program but its connection"

# The best form in SQL known to us: a day at a time, rooms before providers, and one probe of the b-tree for each
# candidate, since of reservations that never overlap only the last to begin before it ends can be in the way.
_PER_DAY = """
select starts_at, provider_id from generate_series(0, 60) as number
cross join lateral (
  select open.starts_at, provider.subject_id as provider_id
  from (
    select distinct c.starts_at, room.unit_id
    from (select ((%(today)s::timestamp + make_interval(days => number, mins => 480 + 15 * n))
            at time zone 'America/Chicago') as starts_at
          from generate_series(0, 34) n
          where extract(isodow from %(today)s::timestamp + make_interval(days => number)) < 6) c
    cross join timebook_resource room
    where c.starts_at >= %(now)s and room.kind = 'room' and room.tags @> array['procedure']::varchar[]
      and room.unit_id = any (%(units)s)
      and coalesce((select upper(b.during) from timebook_reservation b where b.active and b.resource_id = room.id
        and b.starts_at < c.starts_at + interval '30 minutes' order by b.starts_at desc limit 1) <= c.starts_at, true)
  ) open
  join timebook_resource provider on provider.unit_id = open.unit_id and provider.subject_id = any (%(providers)s)
  where coalesce((select upper(b.during) from timebook_reservation b where b.active and b.resource_id = provider.id
    and b.starts_at < open.starts_at + interval '30 minutes' order by b.starts_at desc limit 1) <= open.starts_at, true)
  order by open.starts_at limit 20
) day limit 20
"""
# What one writes first: all free stretches of the whole horizon as multiranges, then the candidates inside them.
_NAIVE = """
with asked as (select tstzrange(%(now)s, %(now)s + interval '60 days') as horizon),
free as (
  select r.id, r.kind, r.unit_id, r.subject_id, tstzmultirange(asked.horizon) - coalesce((
      select range_agg(b.during) from timebook_reservation b
      where b.resource_id = r.id and b.active and b.during && asked.horizon), '{}') as free
  from timebook_resource r, asked
  where r.subject_id = any (%(providers)s) or (
    r.kind = 'room' and r.unit_id = any (%(units)s) and r.tags @> array['procedure']::varchar[])
),
starts as (
  select ((%(today)s::timestamp + make_interval(days => number, mins => 480 + 15 * n))
    at time zone 'America/Chicago') as starts_at
  from generate_series(0, 60) number, generate_series(0, 34) n
  where extract(isodow from %(today)s::timestamp + make_interval(days => number)) < 6
)
select s.starts_at, p.subject_id from starts s join free p on p.kind = 'provider'
  and p.free @> tstzrange(s.starts_at, s.starts_at + interval '30 minutes')
where s.starts_at >= %(now)s and exists (select from free room where room.kind = 'room'
  and room.unit_id = p.unit_id and room.free @> tstzrange(s.starts_at, s.starts_at + interval '30 minutes'))
order by s.starts_at limit 20
"""


def run(*, quick: bool) -> Iterator[Figure]:
    """Two years of bookings (quick: ninety days), then each form for 1, 10 and 200 providers.

    `find_times` is asked forty times for each, cold every time: no process keeps hours, bookings or windows, and the
    one provider or the ten are others each time. The server's memory is as the searches before left it: two years of
    bookings are several times its buffers, not the machine's. The forms in SQL run once, after that, so they find
    their pages at least as warm; and they know neither each provider's hours nor credentials, nor capacity.
    """
    started = time.perf_counter()
    with practice(days_back=20 if quick else 640, days_ahead=70 if quick else 90) as world:
        seconds = time.perf_counter() - started
        yield Figure("visits in the book", world.booked, "visits", note=f"loaded in {seconds:.0f} s")
        for count in (1, 10, 200):
            yield from _compare(world, count, naive=count < 200 or not quick)
        _rule(world)
        p50, p95, _, _ = _times(world, 200)
        goal, note = (
            f"under {GOAL_MS} ms",
            "each keeps two mornings for another visit and takes 14 visits a day; " + COLD,
        )
        yield Figure("200 providers with rules on their hours, p50", p50, "ms", goal, p50 < GOAL_MS, note)
        yield Figure(
            "200 providers with rules on their hours, p95", p95, "ms", goal, p95 < GOAL_MS, f"of {REPEATS}"
        )


def _rule(world: World) -> None:
    """Give every provider two kept mornings and a limit on each weekday."""
    from django.db import transaction

    from wellrun.practice.scheduling.api import SessionLimit, TypeBlock
    from wellrun.practice.scheduling.testing import make_visit_type

    with transaction.atomic():
        world.office.program(NOW)
        since = {"organization_id": world.office.organization.id, "effective_from": TODAY}
        blocks, limits = [], []
        for number, unit_id in enumerate(world.units):
            unit = type(world.office.north).objects.get(id=unit_id)
            other = make_visit_type(world.office, unit=unit, name="New patient")
            for provider_id in world.providers[number * PROVIDERS_EACH : (number + 1) * PROVIDERS_EACH]:
                place = since | {"unit_id": unit_id, "provider_id": provider_id}
                for weekday in (1, 3):
                    hours = {"weekday": weekday, "starts": dt_time(8), "ends": dt_time(10)}
                    blocks.append(TypeBlock(visit_type_ids=[other.id], release_hours=48, **hours, **place))
                for weekday in range(5):
                    hours = {"weekday": weekday, "starts": dt_time(8), "ends": dt_time(17)}
                    limits.append(SessionLimit(most=14, **hours, **place))
        TypeBlock.objects.bulk_create(blocks)
        SessionLimit.objects.bulk_create(limits)


def _times(world: World, count: int) -> tuple[float, float, float, list[tuple[datetime, uuid.UUID]]]:
    """Median and 95th percentile of the searches, the median of the program's own part, and what the last one found."""
    times, own = [], []
    for number in range(REPEATS):
        milliseconds, processor, found = _cold(world, count, number)
        times.append(milliseconds)
        own.append(processor)
    return statistics.median(times), statistics.quantiles(times, n=20)[-1], statistics.median(own), found


def _compare(world: World, count: int, *, naive: bool) -> Iterator[Figure]:
    p50, p95, own, found = _times(world, count)
    goal = f"under {GOAL_MS} ms"
    note = f"{own:.1f} ms of it the program's own processor; {COLD}"
    yield Figure(f"{count} providers, find_times, p50", p50, "ms", goal, p50 < GOAL_MS, note)
    yield Figure(f"{count} providers, find_times, p95", p95, "ms", goal, p95 < GOAL_MS, f"of {REPEATS}")
    for name, sql in (("SQL a day at a time", _PER_DAY), *((("naive SQL", _NAIVE),) if naive else ())):
        once, rows = _query(sql, world, count, REPEATS - 1)
        # Which of several providers comes at the twentieth start is left open by the forms in SQL.
        same = [start for start, _ in rows] == [start for start, _ in found]
        last = f"{len(rows)} offers, the last {max(start for start, _ in rows):%b %d}"
        yield Figure(
            f"{count} providers, {name}",
            once,
            "ms",
            note=f"once; {'the same' if same else 'OTHER'} starts; {last}",
        )


def _place(world: World, count: int, number: int) -> tuple[int, int]:
    """The department that is asked, and the first provider of those who might do."""
    department = number % len(world.units) if count < 200 else 0
    return department, department * PROVIDERS_EACH + (number // len(world.units) if count == 1 else 0)


def _cold(world: World, count: int, number: int) -> tuple[float, float, list[tuple[datetime, uuid.UUID]]]:
    """Milliseconds of one search in a transaction of its own, those of this process's processor, and what it found."""
    from django.db import transaction

    from wellrun.engines.slots import calendar
    from wellrun.practice.scheduling.api import find_times
    from wellrun.practice.scheduling.queries import hours, kept
    from wellrun.practice.scheduling.queries.windows import windows_of

    department, first = _place(world, count, number)
    for kept_by_the_program in (
        windows_of,
        calendar._comb,
        hours._week,
        kept.kept_from,
        kept.limits_from,
    ):
        kept_by_the_program.cache_clear()
    with transaction.atomic():
        by = world.office.program(NOW)
        started, busy = time.perf_counter(), time.process_time()
        offers = find_times(
            visit_type_id=world.kinds[department],
            provider_id=world.providers[first] if count == 1 else None,
            unit_ids=world.units if count > PROVIDERS_EACH else None,
            starts_on=TODAY,
            by=by,
            at=NOW,
        )
        milliseconds = 1000 * (time.perf_counter() - started)
        processor = 1000 * (time.process_time() - busy)
    return milliseconds, processor, [(offer.starts_at, offer.provider_id) for offer in offers]


def _query(sql: str, world: World, count: int, number: int) -> tuple[float, list[tuple[datetime, uuid.UUID]]]:
    from django.db import connection, transaction

    department, first = _place(world, count, number)
    asked = {
        "now": NOW,
        "today": TODAY,
        "providers": world.providers[first : first + count],
        "units": world.units if count > PROVIDERS_EACH else [world.units[department]],
    }
    with transaction.atomic(), connection.cursor() as cursor:
        world.office.program(NOW)
        started = time.perf_counter()
        cursor.execute(sql, asked)
        rows = cursor.fetchall()
        return 1000 * (time.perf_counter() - started), rows
