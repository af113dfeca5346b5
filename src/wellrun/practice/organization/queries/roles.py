"""Who works where, as whom."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from wellrun.practice.organization.models import Membership, Unit


@dataclass(frozen=True)
class RoleRow:
    """One role of one person at one unit, with the name to sign in by, if there is one."""

    membership_id: uuid.UUID
    person_id: uuid.UUID
    name: str
    username: str
    role: str
    unit: str
    starts_on: date
    ends_on: date | None
    granted_by: str


def roles_held(*, organization_id: uuid.UUID, on: date, unit_id: uuid.UUID | None = None) -> list[RoleRow]:
    """Roles in force on a date or later, by unit and name; one query."""
    rows = (
        Membership.objects.filter(person__organization_id=organization_id)
        .exclude(ends_on__lte=on)
        .select_related("person__user", "unit__parent", "granted_by")
        .order_by("unit__lineage", "person__family_name", "person__given_name")
    )
    if unit_id is not None:
        rows = rows.filter(unit__lineage__contains=[unit_id])
    return [
        RoleRow(
            membership_id=row.id,
            person_id=row.person_id,
            name=str(row.person),
            username=getattr(getattr(row.person, "user", None), "username", ""),
            role=row.role,
            unit=unit_label(row.unit),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            granted_by=str(row.granted_by) if row.granted_by else "",
        )
        for row in rows
    ]


def unit_label(unit: Unit) -> str:
    """A unit's name with its site before it: departments of two sites may be called alike."""
    parent = unit.parent
    return f"{parent.name}, {unit.name}" if parent is not None and parent.parent_id else unit.name


def units_of(organization_id: uuid.UUID) -> list[Unit]:
    """The open units of an organization in the order of the tree."""
    rows = Unit.objects.filter(organization_id=organization_id, closed_on__isnull=True).select_related(
        "parent"
    )
    return list(rows.order_by("lineage"))


def membership(membership_id: uuid.UUID, organization_id: uuid.UUID) -> Membership | None:
    """One membership of an organization."""
    rows = Membership.objects.filter(id=membership_id, person__organization_id=organization_id)
    return rows.select_related("person", "unit").first()
