"""Reading the tree."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from wellrun.practice.organization.models import Unit, UnitKind


def departments_among(unit_ids: Iterable[uuid.UUID]) -> list[Unit]:
    """The open departments among these units, with their sites, in the order the office lists them."""
    return list(
        Unit.objects.filter(id__in=list(unit_ids), kind=UnitKind.DEPARTMENT, closed_on__isnull=True)
        .select_related("parent")
        .order_by("parent__position", "parent__name", "position", "name")
    )


def sites_of(organization_id: uuid.UUID) -> list[Unit]:
    """The open sites of an organization with their addresses."""
    return list(
        Unit.objects.filter(organization_id=organization_id, kind=UnitKind.SITE, closed_on__isnull=True)
        .select_related("site__legal_entity")
        .order_by("position", "name")
    )
