"""Visit types as searches read them: a few columns, and the zone of the department."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.db import connection
from django.db.models.expressions import RawSQL

from wellrun.platform.database.plain import text_of
from wellrun.practice.organization.api import Unit

_QUERY = """
select kind.id, kind.organization_id, kind.unit_id, unit.name, unit.zone, kind.name, kind.minutes,
  kind.buffer_after_minutes, kind.room_kind, kind.device_kind, kind.id = asked.id,
  case when %(units)s::uuid[] is null then kind.id = asked.id else kind.active and kind.unit_id = any (%(units)s) end
from scheduling_visit_type asked
join scheduling_visit_type kind on kind.id = asked.id
  or (%(units)s::uuid[] is not null and kind.organization_id = asked.organization_id and kind.name = asked.name)
cross join lateral ({unit}) as unit
where asked.id = %(asked)s
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


@cache
def _statement() -> str:
    unit = Unit.objects.filter(id=RawSQL("kind.unit_id", ())).values("name", "zone", "position")  # noqa: S611
    return _QUERY.format(unit=text_of(unit))


def wanted_types(
    visit_type_id: uuid.UUID, unit_ids: Iterable[uuid.UUID] | None = None
) -> tuple[Wanted | None, list[Wanted]]:
    """The type that was asked for, and the ones to look for; (None, []) when there is none.

    Without `unit_ids` that is the type itself; with them every active type of its name at these units, in the order
    of the units. One query.
    """
    units = None if unit_ids is None else list(unit_ids)
    with connection.cursor() as cursor:
        cursor.execute(_statement(), {"asked": visit_type_id, "units": units})
        rows = cursor.fetchall()
    asked = next((Wanted(*row[:-2]) for row in rows if row[-2]), None)
    return asked, [Wanted(*row[:-2]) for row in rows if row[-1]]
