"""When resources are busy."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from wellrun.practice.timebook.models import LONGEST, Reservation, Resource


@dataclass(frozen=True)
class BusyTime:
    """A stretch in which one lane of a resource is taken."""

    starts_at: datetime
    ends_at: datetime
    lane: int
    kind: str
    booking_id: uuid.UUID


# `resource_id = any(array)` cannot use the exclusion's index, so a b-tree on (resource, start) serves this, bounded
# below by the longest reservation there can be.
_QUERY = """
select resource_id, lower(during), upper(during), lane, kind, booking_id
from timebook_reservation
where active and resource_id = any (%s) and starts_at < %s and starts_at > %s and upper(during) > %s
  and (expires_at is null or expires_at > %s)
order by resource_id, starts_at
"""


def busy_times(
    *, resource_ids: Iterable[int], starts_at: datetime, ends_at: datetime, at: datetime
) -> dict[int, list[BusyTime]]:
    """Busy stretches by resource that touch [start, end), holds that have expired by `at` left out."""
    found: dict[int, list[BusyTime]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, [list(resource_ids), ends_at, starts_at - LONGEST, starts_at, at])
        for resource_id, start, end, lane, kind, booking_id in cursor.fetchall():
            found[resource_id].append(BusyTime(start, end, lane, kind, booking_id))
    return found


def resource_for(subject_id: uuid.UUID) -> Resource:
    """The resource that stands for a provider, room or device."""
    return Resource.objects.get(subject_id=subject_id)


def resources_for(subject_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Resource]:
    """The resources that stand for several subjects, by subject."""
    return {row.subject_id: row for row in Resource.objects.filter(subject_id__in=list(subject_ids))}


def held_by(booking_id: uuid.UUID) -> list[tuple[Resource, datetime, datetime]]:
    """What a booking holds now: resource, start and end."""
    rows = Reservation.objects.filter(booking_id=booking_id, active=True).select_related("resource")
    return [(row.resource, row.during.lower, row.during.upper) for row in rows.order_by("resource_id")]
