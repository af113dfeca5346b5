"""The first free times among 200 providers and 240 rooms, through the operation, beside SQL and a naive form."""

from __future__ import annotations

import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime

from benchmarks.figure import Figure
from benchmarks.schedule_world import NOW, TODAY, World, practice

TITLE = "Free times: the first 20 starts of 30 minutes for any of N providers and a free procedure room"
GOAL_MS = 25
REPEATS = 11

# The next best form known to us: one day after the other, each lane of candidates by an anti-join on the b-tree.
_PER_DAY = """
select starts_at, provider_id from generate_series(0, 60) as number
cross join lateral (
  select c.starts_at, p.provider_id
  from (select ((%(today)s::timestamp + make_interval(days => number, mins => 480 + 15 * n))
          at time zone 'America/Chicago') as starts_at
        from generate_series(0, 34) n
        where extract(isodow from %(today)s::timestamp + make_interval(days => number)) < 6) c
  cross join (select p.id as provider_id, p.unit_id, r.id as resource_id from workforce_provider p
        join timebook_resource r on r.subject_id = p.id where p.id = any (%(providers)s)) p
  where c.starts_at >= %(now)s
    and not exists (select from timebook_reservation b where b.active and b.resource_id = p.resource_id
      and lower(b.during) < c.starts_at + interval '30 minutes' and lower(b.during) > c.starts_at - interval '12 hours'
      and upper(b.during) > c.starts_at)
    and exists (select from timebook_resource room where room.kind = 'room' and room.unit_id = p.unit_id
      and room.tags @> array['procedure']::varchar[]
      and not exists (select from timebook_reservation b where b.active and b.resource_id = room.id
        and lower(b.during) < c.starts_at + interval '30 minutes'
        and lower(b.during) > c.starts_at - interval '12 hours' and upper(b.during) > c.starts_at))
  order by c.starts_at limit 20
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
  where r.subject_id = any (%(providers)s) or (r.kind = 'room' and r.tags @> array['procedure']::varchar[])
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

    `find_times` is the median of eleven cold searches, between which nothing is kept but the connection; the forms
    in SQL run once.
    """
    with practice(days_back=20 if quick else 640, days_ahead=70 if quick else 90) as world:
        from django.db import transaction

        with transaction.atomic():
            world.office.program(NOW)
            yield Figure("visits in the book", world.booked, "visits")
            for count in (1, 10, 200):
                yield from _compare(world, count, naive=count < 200 or not quick)


def _compare(world: World, count: int, *, naive: bool) -> Iterator[Figure]:
    from wellrun.practice.scheduling.api import find_times
    from wellrun.practice.scheduling.queries.hours import windows_of

    by = world.office.program(NOW)
    providers = world.providers[:count]

    def operation() -> set[tuple[datetime, uuid.UUID]]:
        windows_of.cache_clear()
        offers = find_times(
            visit_type_id=world.kinds[0],
            provider_id=providers[0] if count == 1 else None,
            unit_ids=world.units if count > 10 else None,
            starts_on=TODAY,
            by=by,
            at=NOW,
        )
        return {(offer.starts_at, offer.provider_id) for offer in offers}

    found = operation()
    ours = _median(operation, REPEATS)
    note = f"{len(found)} offers, the last {max(start for start, _ in found):%b %d}"
    yield Figure(f"{count} providers, find_times", ours, "ms", f"under {GOAL_MS} ms", ours < GOAL_MS, note)
    for name, sql in (("SQL a day at a time", _PER_DAY), *((("naive SQL", _NAIVE),) if naive else ())):
        started = time.perf_counter()
        rows = _query(sql, providers)
        once = 1000 * (time.perf_counter() - started)
        same = {start for start, _ in rows} == {start for start, _ in found}
        note = "once; the same starts" if same else "once; OTHER STARTS"
        yield Figure(f"{count} providers, {name}", once, "ms", note=note)


def _query(sql: str, providers: list[uuid.UUID]) -> set[tuple[datetime, uuid.UUID]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, {"now": NOW, "today": TODAY, "providers": providers})
        return set(cursor.fetchall())


def _median(action: Callable[[], object], repeats: int) -> float:
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        action()
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times)
