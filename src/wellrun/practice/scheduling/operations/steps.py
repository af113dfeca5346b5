"""Writing the history of a visit."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import connection

from wellrun.platform.access.api import Actor
from wellrun.platform.database.ids import new_id
from wellrun.practice.scheduling.models import Appointment, StepKind

# The position is counted where it is written: the visit is locked, or was made by this transaction.
_WRITE = """
insert into scheduling_appointment_step (
  id, organization_id, unit_id, compartment, appointment_id, position, kind, from_state, to_state,
  from_starts_at, to_starts_at, from_provider_id, to_provider_id, from_room_id, to_room_id, from_state_at,
  reason, at, by_id, by_name, undone_by_name
) values (
  %(id)s, %(organization_id)s, %(unit_id)s, %(compartment)s, %(appointment_id)s,
  (select coalesce(max(position), 0) + 1 from scheduling_appointment_step where appointment_id = %(appointment_id)s),
  %(kind)s, %(from_state)s, %(to_state)s,
  %(from_starts_at)s, %(to_starts_at)s, %(from_provider_id)s, %(to_provider_id)s, %(from_room_id)s, %(to_room_id)s,
  %(from_state_at)s, %(reason)s, %(at)s, %(by_id)s, %(by_name)s, ''
)
"""
_NOTHING: dict[str, object] = {
    "from_state": "",
    "from_starts_at": None,
    "to_starts_at": None,
    "from_provider_id": None,
    "to_provider_id": None,
    "from_room_id": None,
    "to_room_id": None,
    "from_state_at": None,
    "reason": "",
}


def first_step(visit: Appointment, by: Actor, at: datetime) -> None:
    """Write the booking as step one."""
    _write(
        visit,
        StepKind.BOOKED,
        by,
        at,
        to_starts_at=visit.starts_at,
        to_provider_id=visit.provider_id,
        to_room_id=visit.room_id,
    )


def state_step(
    visit: Appointment, *, before: str, since: datetime, reason: str, by: Actor, at: datetime
) -> None:
    """Write that the visit came from state `before`, in which it was since `since`, into its present one."""
    _write(
        visit,
        StepKind.STATE,
        by,
        at,
        from_state=before,
        from_state_at=since,
        from_room_id=visit.room_id,
        reason=reason,
    )


def move_step(
    visit: Appointment,
    *,
    starts_at: datetime,
    provider_id: uuid.UUID,
    room_id: uuid.UUID | None,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    """Write that the visit came from this time, provider and room to its present ones."""
    _write(
        visit,
        StepKind.MOVED,
        by,
        at,
        from_state=visit.state,
        from_starts_at=starts_at,
        to_starts_at=visit.starts_at,
        from_provider_id=provider_id,
        to_provider_id=visit.provider_id,
        from_room_id=room_id,
        to_room_id=visit.room_id,
        reason=reason,
    )


def _write(visit: Appointment, kind: StepKind, by: Actor, at: datetime, **facts: object) -> None:
    said = {
        "id": new_id(),
        "organization_id": visit.organization_id,
        "unit_id": visit.unit_id,
        "compartment": visit.compartment,
        "appointment_id": visit.id,
        "kind": kind.value,
        "to_state": str(visit.state),
        "at": at,
        "by_id": by.person_id,
        "by_name": by.name,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, _NOTHING | said | facts)
