"""Putting a file into the outbox, and keeping one that came in."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import connection

from wellrun.platform.audit.api import record_act
from wellrun.platform.database.ids import new_id
from wellrun.platform.files import store
from wellrun.practice.exchange.models import Direction, Transmission, TransmissionState

CLEARINGHOUSE = "clearinghouse"


def queue_transmission(
    *,
    kind: str,
    name: str,
    content: bytes,
    channel: str = CLEARINGHOUSE,
    organization_id: uuid.UUID,
    at: datetime,
    control_number: str = "",
) -> Transmission:
    """Stage a file in the caller's transaction: it is sent when that commits, and never when it does not.

    The caller has checked its own capability. The same content again is the same transmission.
    """
    found, _ = _keep(
        Direction.OUT,
        TransmissionState.QUEUED,
        kind,
        name,
        content,
        channel,
        organization_id,
        at,
        control_number,
    )
    return found


def keep_received(
    *,
    kind: str,
    name: str,
    content: bytes,
    channel: str = CLEARINGHOUSE,
    organization_id: uuid.UUID,
    at: datetime,
    control_number: str = "",
) -> tuple[Transmission, bool]:
    """Keep a file that came in; says whether it is new. The same content under any name is the same
    transmission.
    """
    return _keep(
        Direction.IN,
        TransmissionState.RECEIVED,
        kind,
        name,
        content,
        channel,
        organization_id,
        at,
        control_number,
    )


def _keep(
    direction: Direction, state: TransmissionState, kind: str, name: str, content: bytes, channel: str,
    organization_id: uuid.UUID, at: datetime, control_number: str,
) -> tuple[Transmission, bool]:  # fmt: skip
    # The bytes are on disk before the row is; a unique index decides who keeps the row, and the loser waits
    # for it.
    digest = store.put(content)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into exchange_transmission (id, organization_id, direction, channel, kind, name, digest,"
            " size_bytes, state, control_number, begun_at, attempts, trouble)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 0, '')"
            " on conflict (organization_id, direction, digest) do nothing",
            [new_id(), organization_id, direction.value, channel, kind, name[:150], digest, len(content),
             state.value, control_number[:20], at],
        )  # fmt: skip
        new = bool(cursor.rowcount)
    found = Transmission.objects.get(organization_id=organization_id, direction=direction, digest=digest)
    if new:
        act = "transmission.queued" if direction is Direction.OUT else "transmission.received"
        record_act(
            act,
            subject_type="transmission",
            subject_id=found.id,
            detail={"kind": kind, "bytes": len(content)},
        )
    return found, new
