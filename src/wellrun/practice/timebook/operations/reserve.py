"""Reserving, releasing and moving: all resources of a booking together, or none."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from wellrun.platform.access.refusals import Refused
from wellrun.platform.database.ids import new_id
from wellrun.practice.timebook.models import LONGEST, Resource
from wellrun.practice.timebook.operations.blocks import Freed, refill_blocks


class TimeTaken(Refused):
    """Somebody else has the time. `resource` names what is taken, so that the page can offer the next best."""

    status = 409

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        super().__init__(f"{resource.name} was just taken at that time. Choose one of the next free times.")


class ImpossibleTime(Refused):
    """The range is empty, reversed or too long."""

    sentence = "The end must come after the start, within one day."


@dataclass(frozen=True)
class Need:
    """One resource for one stretch of time. `lane` above 0 is an authorized overbooking or a further capacity."""

    resource: Resource
    starts_at: datetime
    ends_at: datetime
    lane: int = 0


def reserve(
    *,
    booking_id: uuid.UUID,
    needs: Sequence[Need],
    kind: str,
    at: datetime,
    expires_at: datetime | None = None,
) -> None:
    """Take every resource in `needs` under `booking_id`, or raise `TimeTaken` and take none.

    Must run inside a transaction (or savepoint) that the caller rolls back on the error. Expired holds in the way
    are removed first.
    """
    ordered = sorted(needs, key=lambda need: (need.resource.id, need.lane))
    for need in ordered:
        if not need.starts_at < need.ends_at <= need.starts_at + LONGEST:
            raise ImpossibleTime()
    _remove_expired(ordered, at)
    taken = _insert(booking_id, ordered, kind, expires_at)
    for need in ordered:
        if (need.resource.id, need.lane) not in taken:
            raise TimeTaken(need.resource)


def _remove_expired(needs: Sequence[Need], at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from timebook_reservation r using unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[])"
            " as need(resource_id, starts_at, ends_at)"
            " where r.resource_id = need.resource_id and r.expires_at <= %s"
            " and r.during && tstzrange(need.starts_at, need.ends_at)",
            [*_columns(needs), at],
        )


def _columns(needs: Sequence[Need]) -> list[list[object]]:
    return [
        [need.resource.id for need in needs],
        [need.starts_at for need in needs],
        [need.ends_at for need in needs],
    ]


def _insert(
    booking_id: uuid.UUID, needs: Sequence[Need], kind: str, expires_at: datetime | None
) -> set[tuple[int, int]]:
    # Rows go in by resource and skip what is taken: no insert waits for another in a circle (measured).
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into timebook_reservation"
            " (id, organization_id, booking_id, resource_id, lane, during, kind, active, expires_at)"
            " select need.id, r.organization_id, %s, need.resource_id, need.lane,"
            " tstzrange(need.starts_at, need.ends_at), %s, true, %s"
            " from unnest(%s::uuid[], %s::int[], %s::bigint[], %s::timestamptz[], %s::timestamptz[])"
            " with ordinality as need(id, lane, resource_id, starts_at, ends_at, position)"
            " join timebook_resource r on r.id = need.resource_id"
            " order by need.position"
            " on conflict do nothing returning resource_id, lane",
            [
                booking_id,
                kind,
                expires_at,
                [new_id() for _ in needs],
                [need.lane for need in needs],
                *_columns(needs),
            ],
        )
        return set(cursor.fetchall())


def release(*, booking_id: uuid.UUID) -> None:
    """Give back everything reserved under `booking_id`. Blocks that were waiting take the time at once."""
    refill_blocks(_give_back(booking_id))


def move(*, booking_id: uuid.UUID, needs: Sequence[Need], kind: str, at: datetime) -> None:
    """Replace what a booking holds by `needs`, in one step; raises `TimeTaken` and changes nothing otherwise."""
    freed = _give_back(booking_id)
    reserve(booking_id=booking_id, needs=needs, kind=kind, at=at)
    refill_blocks(freed)


def _give_back(booking_id: uuid.UUID) -> list[Freed]:
    with connection.cursor() as cursor:
        cursor.execute(
            "update timebook_reservation set active = false where booking_id = %s and active"
            " returning resource_id, during",
            [booking_id],
        )
        return cursor.fetchall()
