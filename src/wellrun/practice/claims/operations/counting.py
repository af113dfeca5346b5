"""Numbers that are given out once, also to two at once."""

from __future__ import annotations

import uuid

from django.db import connection

from wellrun.platform.database.ids import new_id
from wellrun.practice.organization.api import place_of


def next_claim_number(unit_id: uuid.UUID, organization_id: uuid.UUID) -> str:
    """The next claim number of the unit's site, of nine characters: no site waits for another's."""
    place = place_of(unit_id)
    return f"C{place.numbered(next_number(organization_id, f'claim {place.series}')):08d}"


def next_number(organization_id: uuid.UUID, name: str) -> int:
    """The next number under `name`; whoever asks meanwhile waits until the caller's transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into claims_counter (id, organization_id, name, last) values (%s, %s, %s, 1)"
            " on conflict (organization_id, name) do update set last = claims_counter.last + 1 returning last",
            [new_id(), organization_id, name],
        )
        return int(cursor.fetchone()[0])
