"""Visit types as searches read them: a few columns, and the zone of the department."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from wellrun.platform.database.plain import text_of
from wellrun.practice.organization.api import Unit
from wellrun.practice.workforce.api import Provider

_QUERY = """
select kind.id, kind.organization_id, kind.unit_id, unit.name, unit.zone, kind.name, kind.minutes,
  kind.buffer_after_minutes, kind.room_kind, kind.device_kind, kind.buffer_before_minutes, kind.device_id,
  kind.staff_skill, length.own, length.who, length.minutes, kind.id = asked.id,
  case when %(units)s::uuid[] is null then kind.id = asked.id else kind.active and kind.unit_id = any (%(units)s) end
from scheduling_visit_type asked
join scheduling_visit_type kind on kind.id = asked.id
  or (%(units)s::uuid[] is not null and kind.organization_id = asked.organization_id and kind.name = asked.name)
cross join lateral ({unit}) as unit
cross join lateral (
  select array_agg(l.provider_id is not null) as own, array_agg(p.id) as who, array_agg(l.minutes) as minutes
  from scheduling_visit_type_length l cross join lateral ({provider}) as p
  where l.visit_type_id = kind.id
) as length
where asked.id = %(asked)s
order by unit.position, kind.id
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a visit of one type needs, in one department. `lengths` are the minutes with providers with whom it is
    longer or shorter; `device_id` is the one device that will do."""

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
    buffer_before_minutes: int = 0
    device_id: uuid.UUID | None = None
    staff_skill: str = ""
    lengths: Mapping[uuid.UUID, int] = field(default_factory=dict)

    def longest_steps(self, step_minutes: int) -> int:
        """How many steps a visit may keep anything after its start, its buffer included."""
        return -(-(self.minutes + self.buffer_after_minutes) // step_minutes)

    @property
    def tags(self) -> list[tuple[str, str]]:
        """What is needed besides a provider: ("room", kind), ("device", kind) and ("staff", skill), in this order."""
        needs = (("room", self.room_kind), ("device", self.device_kind), ("staff", self.staff_skill))
        return [(name, tag) for name, tag in needs if tag]

    def buffers(self, name: str) -> tuple[int, int]:
        """For how many minutes before and after the visit the provider, room, device or assistant is kept. What is
        prepared and cleaned is the place; without one it is the provider who does so."""
        place = "room" if self.room_kind else "device" if self.device_kind else "provider"
        keeps = name in ("room", "device") if place != "provider" else name == "provider"
        return (self.buffer_before_minutes, self.buffer_after_minutes) if keeps else (0, 0)

    def by_length(self) -> dict[int, frozenset[uuid.UUID]]:
        """The providers with whom the visit takes so many minutes, for every length that is not `minutes`."""
        lengths = set(self.lengths.values()) - {self.minutes}
        return {
            minutes: frozenset(who for who, each in self.lengths.items() if each == minutes)
            for minutes in lengths
        }


@cache
def _statement() -> str:
    unit = Unit.objects.filter(id=RawSQL("kind.unit_id", ())).values("name", "zone", "position")  # noqa: S611
    of_level = Q(id=RawSQL("l.provider_id", ())) | Q(  # noqa: S611
        organization_id=RawSQL("l.organization_id", ()),  # noqa: S611
        level=RawSQL("l.level", ()),  # noqa: S611
    )
    provider = Provider.objects.filter(of_level).values("id")
    return _QUERY.format(unit=text_of(unit), provider=text_of(provider))


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
    asked = next((_wanted(row) for row in rows if row[-2]), None)
    return asked, [_wanted(row) for row in rows if row[-1]]


def _wanted(row: Sequence[Any]) -> Wanted:
    *plain, own, who, minutes, _, _ = row
    # What is one's own comes last and wins.
    said = sorted(zip(own or (), who or (), minutes or (), strict=True), key=lambda each: each[0])
    return Wanted(*plain, lengths={provider: length for _, provider, length in said})
