"""What is taken of some resources at one time, as a part of statements that rooms above run: one round trip tells them
what they want to take and whether they can."""

from __future__ import annotations

import uuid
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Opening:
    """A resource and which of its lanes are taken at some time: bit *i* of `taken` is lane *i*."""

    id: int
    subject_id: uuid.UUID
    kind: str
    name: str
    capacity: int
    retired: bool
    taken: int

    def free_lane(self, lost: int = 0, *, beyond: int = 0) -> int | None:
        """The first lane that is neither taken nor in the bitset `lost`; None when there is none. `beyond` lanes above
        the capacity count too: an authorized overbooking."""
        free = ~(self.taken | lost) & ((1 << (self.capacity + beyond)) - 1)
        return (free & -free).bit_length() - 1 if free else None


def openings_sql(*, which: str, until: str, since: str = "%(starts_at)s") -> str:
    """A select of `Opening`'s columns, of the resources `r` for which the condition `which` holds, taken from
    `since` to the expression `until`. The statement around it binds also %(earliest_at)s (`LONGEST` or more before
    `since`), %(at)s (holds that have expired by then are no hindrance) and %(booking_id)s (nor is this booking).

    Both must be plain columns or parameters: behind row-level security an index serves nothing else.
    """
    return f"""
select r.id, r.subject_id, r.kind, r.name, r.capacity, r.retired_at is not null as retired, (
    select coalesce(bit_or(1::bigint << b.lane), 0) from timebook_reservation b
    where b.active and b.resource_id = r.id and b.lane < 63
      and b.starts_at < {until} and b.starts_at > %(earliest_at)s and upper(b.during) > {since}
      and (b.expires_at is null or b.expires_at > %(at)s) and b.booking_id <> %(booking_id)s
  ) as taken
from timebook_resource r where {which}"""  # noqa: S608 (written by rooms, never by people)


def holdings_sql(kind: str) -> str:
    """A select of what bookings of a kind hold now: booking_id, what the resource is (`kind`) and stands for
    (`subject_id`), starts_at and ends_at, and whether that is `beyond` the resource's capacity. For statements of the
    rooms that make such bookings."""
    return f"""
select b.booking_id, r.kind, r.subject_id, b.starts_at, upper(b.during) as ends_at, b.lane >= r.capacity as beyond
from timebook_reservation b join timebook_resource r on r.id = b.resource_id
where b.active and b.kind = '{kind}'"""  # noqa: S608 (a word of the room)
