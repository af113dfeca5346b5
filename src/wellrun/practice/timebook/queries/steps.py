"""Busy time as bitsets, for searches over many resources: the database gathers, the program only shifts."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from wellrun.practice.timebook.models import LONGEST

# One row a lane, with the first and the after-last step of each reservation: a row a reservation would cost more to
# fetch than to search. Reservations of a lane never overlap, so of those that begin before a stretch only the last
# can reach into it, and no page of the day before is read for the others.
_QUERY = """
select asked.resource_id, asked.lane,
  array_agg(floor((date_part('epoch', greatest(each.starts_at, asked.from_at)) - %(origin)s) / %(step)s)::int),
  array_agg(ceil((date_part('epoch', least(each.ends_at, asked.to_at)) - %(origin)s) / %(step)s)::int)
from (
  select resource_id, lane, to_timestamp(%(origin)s + first * %(step)s) as from_at,
    to_timestamp(%(origin)s + after * %(step)s) as to_at
  from unnest(%(ids)s::bigint[], %(lanes)s::int[], %(firsts)s::int[], %(afters)s::int[])
    as given (resource_id, lane, first, after)
) asked cross join lateral (
  (select starts_at, upper(during) as ends_at, expires_at from timebook_reservation
   where active and resource_id = asked.resource_id and lane = asked.lane
     and starts_at <= asked.from_at and starts_at > asked.from_at - %(longest)s
   order by starts_at desc limit 1)
  union all
  select starts_at, upper(during), expires_at from timebook_reservation
  where active and resource_id = asked.resource_id and lane = asked.lane
    and starts_at > asked.from_at and starts_at < asked.to_at
) each
where each.ends_at > asked.from_at and (each.expires_at is null or each.expires_at > %(at)s)
group by asked.resource_id, asked.lane
"""


@dataclass(frozen=True, slots=True)
class ResourceRef:
    """A resource on offer, as searches need it."""

    id: int
    subject_id: uuid.UUID
    kind: str
    unit_id: uuid.UUID
    name: str
    tags: tuple[str, ...]
    capacity: int


def busy_steps(
    *, stretches: Iterable[tuple[ResourceRef, int, int]], starts_at: datetime, step_minutes: int, at: datetime
) -> dict[int, dict[int, int]]:
    """What is taken within these stretches as a bitset for each resource and lane of its capacity.

    Bit *i* is the *i*-th step from `starts_at`, and a stretch runs from its first step to before its last. A step that
    is taken in part is taken. Holds that have expired by `at` are left out. One query.
    """
    asked = [(ref.id, lane, first, after) for ref, first, after in stretches for lane in range(ref.capacity)]
    found: dict[int, dict[int, int]] = defaultdict(dict)
    if not asked:
        return found
    ids, lanes, firsts, afters = (list(column) for column in zip(*asked, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            _QUERY,
            {
                "origin": starts_at.timestamp(),
                "step": float(step_minutes * 60),
                "longest": LONGEST,
                "ids": ids,
                "lanes": lanes,
                "firsts": firsts,
                "afters": afters,
                "at": at,
            },
        )
        for resource_id, lane, begins, ends in cursor.fetchall():
            bits = 0
            for first, after in zip(begins, ends, strict=True):
                bits |= ((1 << (after - first)) - 1) << first
            found[resource_id][lane] = bits
    return found


def resource_refs(
    *,
    organization_id: uuid.UUID,
    unit_ids: Iterable[uuid.UUID],
    provider_id: uuid.UUID | None = None,
    tags: Iterable[str] | None = None,
) -> list[ResourceRef]:
    """The rooms, devices and staff on offer at these units, and the providers on offer anywhere in the organization
    (or the one that is named): a provider's home department is not where all the hours are.

    With `tags` only the rooms, devices and staff that carry one of them. By id; one query.
    """
    wanted = None if tags is None else list(tags)
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, subject_id, kind, unit_id, name, tags, capacity from timebook_resource"
            " where organization_id = %s and retired_at is null"
            " and ((kind in ('room', 'device', 'staff') and unit_id = any (%s)"
            "   and (%s::text[] is null or tags::text[] && %s::text[]))"
            "  or (kind = 'provider' and (%s::uuid is null or subject_id = %s)))"
            " order by id",
            [organization_id, list(unit_ids), wanted, wanted, provider_id, provider_id],
        )
        return [
            ResourceRef(row[0], row[1], row[2], row[3], row[4], tuple(row[5]), row[6])
            for row in cursor.fetchall()
        ]
