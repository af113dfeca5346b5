"""Visit types as searches read them: a few columns, and the zone of the department."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

_COLUMNS = """
kind.id, kind.organization_id, kind.unit_id, unit.name, unit.zone, kind.name, kind.minutes,
kind.buffer_after_minutes, kind.room_kind, kind.device_kind
"""
_ONE = f"""
select {_COLUMNS} from scheduling_visit_type kind join organization_unit unit on unit.id = kind.unit_id
where kind.id = %s
"""
_SISTERS = f"""
select {_COLUMNS}, kind.id = asked.id as is_asked, kind.active and kind.unit_id = any (%s) as is_offered
from scheduling_visit_type asked
join scheduling_visit_type kind
  on kind.id = asked.id or (kind.organization_id = asked.organization_id and kind.name = asked.name)
join organization_unit unit on unit.id = kind.unit_id
where asked.id = %s
order by unit.position, kind.id
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a visit of one type needs, in one department."""

    id: uuid.UUID
    organization_id: uuid.UUID
    unit_id: uuid.UUID
    unit_name: str
    zone: str
    name: str
    minutes: int
    buffer_after_minutes: int
    room_kind: str
    device_kind: str

    def longest_steps(self, step_minutes: int) -> int:
        """How many steps a visit may keep anything, its buffer included."""
        return -(-(self.minutes + self.buffer_after_minutes) // step_minutes)

    @property
    def tags(self) -> list[tuple[str, str]]:
        """What is needed besides a provider: ("room", kind) and ("device", kind), in this order."""
        return [(name, tag) for name, tag in (("room", self.room_kind), ("device", self.device_kind)) if tag]


def wanted_types(
    visit_type_id: uuid.UUID, unit_ids: Iterable[uuid.UUID] | None = None
) -> tuple[Wanted | None, list[Wanted]]:
    """The type that was asked for, and the ones to look for; (None, []) when there is none.

    Without `unit_ids` that is the type itself; with them every active type of its name at these units, in the order
    of the units. One query.
    """
    with connection.cursor() as cursor:
        if unit_ids is None:
            cursor.execute(_ONE, [visit_type_id])
            found = [Wanted(*row) for row in cursor.fetchall()]
            return (found[0], found) if found else (None, [])
        cursor.execute(_SISTERS, [list(unit_ids), visit_type_id])
        rows = cursor.fetchall()
    asked = next((Wanted(*row[:-2]) for row in rows if row[-2]), None)
    return asked, [Wanted(*row[:-2]) for row in rows if row[-1]]
