"""The actor: a person signed in, or the program itself, with every capability resolved to units."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from wellrun.platform.access.matrix import ROWS_OF_UNITS, FieldGroup
from wellrun.platform.database.identity import Identity


@dataclass(frozen=True)
class Actor:
    """Who acts. `reach` maps each capability to the units (descendants included) where it may be used.

    `zone` is the IANA time zone of the home unit, in whose wall time pages are read.
    """

    user_id: uuid.UUID | None
    person_id: uuid.UUID | None
    name: str
    roles: tuple[str, ...]
    organization_id: uuid.UUID
    home_unit_id: uuid.UUID
    reach: Mapping[str, frozenset[uuid.UUID]]
    compartments: frozenset[str]
    field_groups: frozenset[FieldGroup] = frozenset()
    request_id: uuid.UUID | None = None
    zone: str = "UTC"
    at: datetime | None = field(default=None, compare=False)

    def may(self, capability: str, unit_id: uuid.UUID | None = None) -> bool:
        """Whether the actor may use a capability at a unit, or anywhere when none is named."""
        units = self.reach.get(capability, frozenset())
        return bool(units) if unit_id is None else unit_id in units

    def sees(self, group: FieldGroup) -> bool:
        """Whether this actor is shown a group of fields."""
        return group in self.field_groups

    def units(self) -> frozenset[uuid.UUID]:
        """The units whose visits, charges, claims and tasks exist for this actor."""
        reached = [units for capability, units in self.reach.items() if capability in ROWS_OF_UNITS]
        return frozenset().union(*reached)

    def identity(self) -> Identity:
        """What the database is told about this actor."""
        return Identity(
            user_id=self.user_id,
            person_id=self.person_id,
            role=",".join(self.roles),
            organizations=frozenset({self.organization_id}),
            units=self.units(),
            compartments=self.compartments,
            request_id=self.request_id,
            reads_audit="audit.read" in self.reach,
            at=self.at,
        )

    def acting_at(self, instant: datetime) -> Actor:
        """The same actor with the instant that the audit shall note."""
        return replace(self, at=instant)
