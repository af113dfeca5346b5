"""Reserving, releasing and moving: all resources of a booking together, or none."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from wellrun.platform.access.refusals import Refused
from wellrun.platform.database.ids import new_id
from wellrun.practice.timebook.models import LONGEST, Reservation, Resource
from wellrun.practice.timebook.operations.blocks import Freed, refill_blocks
from wellrun.practice.timebook.queries.openings import Opening


class TimeTaken(Refused):
    """Somebody else has the time. `resource` names what is taken, so that the page can offer the next best."""

    status = 409

    def __init__(self, resource: Resource | Opening) -> None:
        self.resource = resource
        super().__init__(f"{resource.name} was just taken at that time. Choose one of the next free times.")


class Contended(Refused):
    """Two changes of the same times waited for each other; this one gave way and changed nothing."""

    status = 409
    sentence = "Somebody is changing the same times just now. Try again."


class ImpossibleTime(Refused):
    """The range is empty, reversed or too long."""

    sentence = "The end must come after the start, within one day."


@dataclass(frozen=True)
class Need:
    """One resource for one stretch of time. `lane` above 0 is an authorized overbooking or a further capacity."""

    resource: Resource | Opening
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

    One statement, inside the caller's transaction. Expired holds in the way are removed. Raises `Contended` when it
    and a move waited for each other.
    """
    ordered = sorted(needs, key=lambda need: (need.resource.id, need.lane))
    for need in ordered:
        if not need.starts_at < need.ends_at <= need.starts_at + LONGEST:
            raise ImpossibleTime()
    with connection.cursor() as cursor:
        cursor.execute(
            "select timebook_reserve(%s, %s, %s::timestamptz, %s, %s::uuid[], %s::bigint[], %s::int[],"
            " %s::timestamptz[], %s::timestamptz[])",
            [
                booking_id,
                kind,
                expires_at,
                at,
                [new_id() for _ in ordered],
                [need.resource.id for need in ordered],
                [need.lane for need in ordered],
                [need.starts_at for need in ordered],
                [need.ends_at for need in ordered],
            ],
        )
        taken = cursor.fetchone()[0]
    if taken is not None:
        raise next((TimeTaken(need.resource) for need in ordered if need.resource.id in taken), Contended())


def release(*, booking_id: uuid.UUID) -> None:
    """Give back everything reserved under `booking_id`. Blocks that were waiting take the time at once."""
    refill_blocks(_give_back(booking_id))


def move(*, booking_id: uuid.UUID, needs: Sequence[Need], kind: str, at: datetime) -> None:
    """Replace what a booking holds by `needs`, in one step; raises like `reserve`, and changes nothing then."""
    with transaction.atomic():
        freed = _give_back(booking_id)
        reserve(booking_id=booking_id, needs=needs, kind=kind, at=at)
        refill_blocks(freed)


def extend_hold(*, booking_id: uuid.UUID, expires_at: datetime, at: datetime) -> bool:
    """Keep what a booking holds until `expires_at`; False, and nothing is changed, when the hold is over at `at`."""
    rows = Reservation.objects.filter(booking_id=booking_id, active=True, expires_at__gt=at)
    return bool(rows.update(expires_at=expires_at))


def drop_expired_holds(*, at: datetime) -> int:
    """Give back what expired before `at`, so that blocks which wait for it take the time; says how many rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from timebook_reservation where active and expires_at <= %s returning resource_id, during",
            [at],
        )
        freed = cursor.fetchall()
    refill_blocks(freed)
    return len(freed)


def _give_back(booking_id: uuid.UUID) -> list[Freed]:
    with connection.cursor() as cursor:
        # What was only held leaves no trace: a page that is opened and closed is no history.
        cursor.execute(
            "with held as (delete from timebook_reservation where booking_id = %(booking_id)s and active"
            "   and expires_at is not null returning resource_id, during),"
            " given as (update timebook_reservation set active = false where booking_id = %(booking_id)s and active"
            "   and expires_at is null returning resource_id, during)"
            " select * from held union all select * from given",
            {"booking_id": booking_id},
        )
        return cursor.fetchall()
