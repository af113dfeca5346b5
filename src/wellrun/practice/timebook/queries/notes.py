"""What blocks say of themselves, and whether anything about some resources has changed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from wellrun.practice.timebook.models import LONGEST, Block


def block_notes(block_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Why these blocks are there, by block; what is no block is absent. No query where none is asked for."""
    wanted = list(block_ids)
    return dict(Block.objects.filter(id__in=wanted).values_list("id", "note")) if wanted else {}


_MARK = """
select count(*), coalesce(sum(hashtextextended(concat(b.booking_id, b.resource_id, b.lane, b.during, b.kind), 0)), 0)
from timebook_resource r join timebook_reservation b on b.resource_id = r.id
where r.unit_id = %s and b.active and b.starts_at < %s and b.starts_at > %s and upper(b.during) > %s
  and (b.expires_at is null or b.expires_at > %s)
"""


def busy_mark(*, unit_id: uuid.UUID, starts_at: datetime, ends_at: datetime, at: datetime) -> str:
    """A text that differs as soon as anything holds other time of a unit's resources within [start, end); one query."""
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [unit_id, ends_at, starts_at - LONGEST, starts_at, at])
        return "{}-{}".format(*cursor.fetchone())
