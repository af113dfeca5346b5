"""Resolving who may do what: memberships in force, spread over the tree by each capability's scope."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.matrix import (
    ALL_COMPARTMENTS,
    CAPABILITIES,
    COMPARTMENTS,
    FIELD_GROUPS,
    GRANTS,
    FieldGroup,
    Role,
    Scope,
)
from wellrun.practice.organization.models import Unit

_QUERY = """
select u.id, u.kind, u.lineage, u.zone, m.role, m.starts_on, m.ends_on
from organization_unit u
left join organization_membership m on m.unit_id = u.id and m.person_id = %s
where u.organization_id = %s
order by array_length(u.lineage, 1), u.position, u.id
"""


@dataclass(frozen=True)
class _Node:
    id: uuid.UUID
    kind: str
    lineage: tuple[uuid.UUID, ...]
    zone: str


def actor_for_user(*, user: Any, request_id: uuid.UUID | None, at: datetime) -> Actor | None:
    """The actor behind a user at an instant; None when the user is inactive or holds no role in force."""
    if not user.is_active:
        return None
    person = user.person
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, [person.id, person.organization_id])
        rows = cursor.fetchall()
    nodes = list({row[0]: _Node(row[0], row[1], tuple(row[2]), row[3]) for row in rows}.values())
    held = [
        (Role(role), next(node for node in nodes if node.id == unit_id))
        for unit_id, _, _, zone, role, starts_on, ends_on in rows
        if role
        and starts_on <= at.astimezone(ZoneInfo(zone)).date()
        and (ends_on is None or at.astimezone(ZoneInfo(zone)).date() < ends_on)
    ]
    if not held:
        return None
    return Actor(
        user_id=user.id,
        person_id=person.id,
        name=str(person),
        roles=tuple(dict.fromkeys(role.value for role, _ in held)),
        organization_id=person.organization_id,
        home_unit_id=held[0][1].id,
        reach=_reach(held, nodes),
        compartments=frozenset().union(*(COMPARTMENTS[role] for role, _ in held)),
        field_groups=frozenset().union(*(FIELD_GROUPS[role] for role, _ in held)),
        request_id=request_id,
        zone=held[0][1].zone,
        at=at,
    )


def _reach(held: Iterable[tuple[Role, _Node]], nodes: list[_Node]) -> dict[str, frozenset[uuid.UUID]]:
    reach: dict[str, set[uuid.UUID]] = defaultdict(set)
    for role, node in held:
        for capability, scope in GRANTS[role].items():
            top = _top(node, scope, nodes)
            reach[capability].update(other.id for other in nodes if top in other.lineage)
    return {capability: frozenset(units) for capability, units in reach.items()}


def _top(node: _Node, scope: Scope, nodes: list[_Node]) -> uuid.UUID:
    if scope is Scope.ORGANIZATION:
        return node.lineage[0]
    if scope is Scope.SITE:
        sites = {other.id for other in nodes if other.kind == "site"}
        return next((unit for unit in node.lineage if unit in sites), node.id)
    return node.id


def program_actor(*, organization_id: uuid.UUID, name: str, at: datetime) -> Actor:
    """The program itself, acting in one organization: jobs, imports, the simulation's outside world."""
    units = frozenset(Unit.objects.filter(organization_id=organization_id).values_list("id", flat=True)) | {
        organization_id
    }
    return Actor(
        user_id=None,
        person_id=None,
        name=name,
        roles=(f"program:{name}",),
        organization_id=organization_id,
        home_unit_id=organization_id,
        reach=dict.fromkeys(CAPABILITIES, units),
        compartments=ALL_COMPARTMENTS,
        field_groups=frozenset(FieldGroup),
        at=at,
    )
