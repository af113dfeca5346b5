"""Writing visits and their history."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db import connection

from wellrun.platform.access.api import Actor
from wellrun.platform.database.ids import new_id
from wellrun.platform.database.plain import columns_of, values_of
from wellrun.practice.scheduling.models import Appointment, StepKind

# The position is counted where it is written: the visit is locked, or was made by this transaction.
_WRITE = """
insert into scheduling_appointment_step (
  id, organization_id, unit_id, compartment, appointment_id, position, kind, from_state, to_state,
  from_starts_at, to_starts_at, from_provider_id, to_provider_id, from_room_id, to_room_id, from_state_at,
  from_ends_at, to_ends_at, from_overbook_reason, reason, at, by_id, by_name, undone_by_name
) values (
  %(id)s, %(organization_id)s, %(unit_id)s, %(compartment)s, %(appointment_id)s,
  (select coalesce(max(position), 0) + 1 from scheduling_appointment_step where appointment_id = %(appointment_id)s),
  %(kind)s, %(from_state)s, %(to_state)s,
  %(from_starts_at)s, %(to_starts_at)s, %(from_provider_id)s, %(to_provider_id)s, %(from_room_id)s, %(to_room_id)s,
  %(from_state_at)s, %(from_ends_at)s, %(to_ends_at)s, %(from_overbook_reason)s,
  %(reason)s, %(at)s, %(by_id)s, %(by_name)s, ''
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
    "from_ends_at": None,
    "to_ends_at": None,
    "from_overbook_reason": "",
    "reason": "",
}


@dataclass(frozen=True)
class Place:
    """When, with whom and where a visit is, and why it is overbooked there ("" where it is not)."""

    starts_at: datetime
    ends_at: datetime
    provider_id: uuid.UUID
    room_id: uuid.UUID | None
    overbook_reason: str = ""

    @classmethod
    def of(cls, visit: Appointment) -> Place:
        """The present place of a visit."""
        return cls(visit.starts_at, visit.ends_at, visit.provider_id, visit.room_id, visit.overbook_reason)


def write_booked(visit: Appointment, by: Actor, at: datetime) -> bool:
    """Write a new visit with the booking as its step one, in one statement; False, and nothing is written, when the
    patient has another visit then."""
    with connection.cursor() as cursor:
        cursor.execute(_book_statement(), [*values_of(visit), new_id(), at, by.name])
        return bool(cursor.rowcount)


@cache
def _book_statement() -> str:
    columns = columns_of(Appointment)
    values = ", ".join(["%s"] * len(Appointment._meta.concrete_fields))
    # Skipping what conflicts keeps two bookings of one patient from waiting for each other in a circle.
    return f"""
with visit as (
  insert into scheduling_appointment ({columns}) values ({values}) on conflict do nothing returning *
)
insert into scheduling_appointment_step (
  id, organization_id, unit_id, compartment, appointment_id, position, kind, from_state, to_state,
  to_starts_at, to_ends_at, to_provider_id, to_room_id, from_overbook_reason, reason, at, by_id, by_name, undone_by_name
) select %s::uuid, organization_id, unit_id, compartment, id, 1, '{StepKind.BOOKED.value}', '', state,
  starts_at, ends_at, provider_id, room_id, '', '', %s::timestamptz, booked_by_id, %s, ''
from visit"""  # noqa: S608 (columns of the model)


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
    before: Place,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    """Write that the visit came from this place to its present one."""
    _write(
        visit,
        StepKind.MOVED,
        by,
        at,
        from_state=visit.state,
        from_starts_at=before.starts_at,
        to_starts_at=visit.starts_at,
        from_ends_at=before.ends_at,
        to_ends_at=visit.ends_at,
        from_provider_id=before.provider_id,
        to_provider_id=visit.provider_id,
        from_room_id=before.room_id,
        from_overbook_reason=before.overbook_reason,
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
