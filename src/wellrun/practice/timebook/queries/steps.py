"""Busy time as bitsets, for searches over many resources: the database adds up, the program only shifts."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from wellrun.practice.timebook.models import LONGEST

# One row a lane, with the first and the after-last step of each stretch: a row a reservation would cost more to
# fetch than to search.
_QUERY = """
select resource_id, lane,
  array_agg(greatest(floor((extract(epoch from starts_at)::float8 - %(origin)s) / %(step)s)::int, 0)),
  array_agg(least(ceil((extract(epoch from upper(during))::float8 - %(origin)s) / %(step)s)::int, %(last)s))
from timebook_reservation
where active and resource_id = any (%(ids)s)
  and starts_at < %(ends_at)s and starts_at > %(earliest_at)s and upper(during) > %(starts_at)s
  and (expires_at is null or expires_at > %(at)s)
group by resource_id, lane
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
    *, resource_ids: Iterable[int], starts_at: datetime, ends_at: datetime, step_minutes: int, at: datetime
) -> dict[int, dict[int, int]]:
    """What is taken in [start, end) as a bitset for each resource and lane; bit *i* is the *i*-th step from the
    start. A step that is taken in part is taken. Holds that have expired by `at` are left out. One query."""
    last = int((ends_at - starts_at).total_seconds()) // 60 // step_minutes
    found: dict[int, dict[int, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(
            _QUERY,
            {
                "origin": starts_at.timestamp(),
                "step": step_minutes * 60,
                "last": last,
                "ids": list(resource_ids),
                "starts_at": starts_at,
                "ends_at": ends_at,
                "earliest_at": starts_at - LONGEST,
                "at": at,
            },
        )
        for resource_id, lane, firsts, afters in cursor.fetchall():
            bits = 0
            for first, after in zip(firsts, afters, strict=True):
                bits |= ((1 << (after - first)) - 1) << first
            found[resource_id][lane] = bits
    return found


def resource_refs(
    *, organization_id: uuid.UUID, unit_ids: Iterable[uuid.UUID], provider_id: uuid.UUID | None = None
) -> list[ResourceRef]:
    """The rooms and devices on offer at these units, and the providers on offer anywhere in the organization
    (or the one that is named): a provider's home department is not where all the hours are. By id; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, subject_id, kind, unit_id, name, tags, capacity from timebook_resource"
            " where organization_id = %s and retired_at is null"
            " and ((kind in ('room', 'device') and unit_id = any (%s))"
            "  or (kind = 'provider' and (%s::uuid is null or subject_id = %s)))"
            " order by id",
            [organization_id, list(unit_ids), provider_id, provider_id],
        )
        return [
            ResourceRef(row[0], row[1], row[2], row[3], row[4], tuple(row[5]), row[6])
            for row in cursor.fetchall()
        ]
