"""What blocks strand, for many blocks at once, and what bookings hold that a block has taken from them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from wellrun.practice.timebook.models import LONGEST

_STRANDED = """
select distinct on (b.id, r.booking_id) b.id, r.booking_id
from timebook_block b join timebook_reservation r on r.resource_id = b.resource_id and r.active
  and r.starts_at < upper(b.during) and r.starts_at > lower(b.during) - %(longest)s and r.during && b.during
where b.id = any (%(blocks)s) and not exists (select from timebook_block other where other.id = r.booking_id)
"""
_HELD = """
select r.booking_id, r.resource_id, r.lane, r.starts_at, upper(r.during), exists (
  select from timebook_block b
  where b.resource_id = r.resource_id and b.lifted_at is null and b.during && r.during)
from timebook_reservation r where r.active and r.booking_id = any (%(bookings)s)
"""


@dataclass(frozen=True, slots=True)
class HeldTime:
    """What a booking holds of one lane, half-open; `blocked` where a block would have it."""

    resource_id: int
    lane: int
    starts_at: datetime
    ends_at: datetime
    blocked: bool


def strandings(block_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """The bookings that hold time inside each of these blocks. One query."""
    found: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_STRANDED, {"blocks": list(block_ids), "longest": LONGEST})
        for block_id, booking_id in cursor.fetchall():
            found[block_id].add(booking_id)
    return found


def held_times(booking_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[HeldTime]]:
    """What each of these bookings holds. One query."""
    found: dict[uuid.UUID, list[HeldTime]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_HELD, {"bookings": list(booking_ids)})
        for booking_id, *held in cursor.fetchall():
            found[booking_id].append(HeldTime(*held))
    return found
