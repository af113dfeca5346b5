"""Blocking a resource: the free parts are reserved at once, the taken parts are told and taken when they free up."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction
from psycopg.types.range import Range

from wellrun.platform.database.ids import new_id
from wellrun.practice.timebook.models import LONGEST, Block, Reservation, Resource

#: A resource and the time that it has again.
Freed = tuple[int, Range]


def open_block(
    *, resource: Resource, starts_at: datetime, ends_at: datetime, kind: str, note: str = ""
) -> tuple[Block, list[uuid.UUID]]:
    """Take a resource away during [start, end); returns the block and the bookings it strands, in time order."""
    during = Range(starts_at, ends_at)
    block = Block.objects.create(
        organization_id=resource.organization_id, resource=resource, during=during, kind=kind, note=note
    )
    _fill(block, during)
    return block, stranded_by(block)


def lift_block(*, block: Block, at: datetime) -> None:
    """End a block: its time is free again."""
    block.lifted_at = at
    block.save(update_fields=["lifted_at"])
    Reservation.objects.filter(booking_id=block.id, active=True).update(active=False)


def stranded_by(block: Block) -> list[uuid.UUID]:
    """The bookings that hold time inside a block."""
    rows = (
        Reservation.objects.filter(resource=block.resource, active=True, during__overlap=block.during)
        .exclude(booking_id=block.id)
        .order_by("during")
        .values_list("booking_id", flat=True)
    )
    blocks = set(Block.objects.filter(resource=block.resource).values_list("id", flat=True))
    return list(dict.fromkeys(booking for booking in rows if booking not in blocks))


def refill_blocks(freed: Sequence[Freed]) -> None:
    """Let blocks take time that has just become free. One query where there are none."""
    if not freed:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "select b.id, freed.during from unnest(%s::bigint[], %s::tstzrange[]) as freed(resource_id, during)"
            " join timebook_block b on b.resource_id = freed.resource_id and b.during && freed.during"
            " where b.lifted_at is null order by b.resource_id, b.id",
            [[resource_id for resource_id, _ in freed], [during for _, during in freed]],
        )
        waiting = cursor.fetchall()
    blocks = Block.objects.select_related("resource").in_bulk({block_id for block_id, _ in waiting})
    for block_id, during in waiting:
        _fill(blocks[block_id], during)


@contextmanager
def blocks_giving_way(
    *, subject_ids: Iterable[uuid.UUID], starts_at: datetime, ends_at: datetime
) -> Iterator[None]:
    """While this runs, open blocks of these subjects hold nothing in [start, end); afterward they hold what is left.
    For taking back a move out of a block: the booking returns to where the block found it. All of it or nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "update timebook_reservation r set active = false from timebook_block b"
            " join timebook_resource on timebook_resource.id = b.resource_id"
            " where r.booking_id = b.id and b.lifted_at is null and r.active"
            " and timebook_resource.subject_id = any (%s) and r.during && %s::tstzrange"
            " returning r.resource_id, r.during",
            [list(subject_ids), Range(starts_at, ends_at)],
        )
        freed = cursor.fetchall()
        yield
        refill_blocks(freed)


def _fill(block: Block, within: Range) -> None:
    # What is left of the block after every active reservation on the lane, written as one multirange difference.
    with connection.cursor() as cursor:
        cursor.execute(
            "select lane, unnest(tstzmultirange(%s::tstzrange * %s::tstzrange) - coalesce(("
            "  select range_agg(during) from timebook_reservation"
            "  where resource_id = %s and active and lane = lanes.lane and during && %s::tstzrange), '{}'))"
            " from generate_series(0, %s) as lanes(lane)",
            [block.during, within, block.resource_id, within, block.resource.capacity - 1],
        )
        free = [(lane, part) for lane, piece in cursor.fetchall() for part in _days_of(piece)]
    Reservation.objects.bulk_create(
        Reservation(
            id=new_id(),
            organization_id=block.organization_id,
            booking_id=block.id,
            resource_id=block.resource_id,
            lane=lane,
            during=piece,
            kind=block.kind,
        )
        for lane, piece in free
    )


def _days_of(piece: Range) -> Iterator[Range]:
    # Searches look back no further than the longest reservation, so that a leave of weeks is kept as its days.
    first = piece.lower
    while first < piece.upper:
        yield Range(first, min(first + LONGEST, piece.upper))
        first += LONGEST
