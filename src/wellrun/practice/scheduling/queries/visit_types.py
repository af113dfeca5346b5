"""Reading visit types."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from wellrun.practice.scheduling.models import VisitType


def visit_type(visit_type_id: uuid.UUID) -> VisitType | None:
    """One visit type, with its department."""
    return VisitType.objects.select_related("unit").filter(id=visit_type_id).first()


def visit_types_of(unit_ids: Iterable[uuid.UUID], *, also_inactive: bool = False) -> list[VisitType]:
    """The visit types of these departments, with their departments, by department and name."""
    rows = VisitType.objects.filter(unit_id__in=list(unit_ids))
    if not also_inactive:
        rows = rows.filter(active=True)
    return list(rows.select_related("unit__parent").order_by("unit__parent__name", "unit__name", "name"))


def sister_visit_types(visit_type: VisitType, unit_ids: Iterable[uuid.UUID]) -> list[VisitType]:
    """The same visit as other departments offer it: the active types of the same name at these units."""
    rows = VisitType.objects.filter(
        organization_id=visit_type.organization_id,
        name=visit_type.name,
        unit_id__in=list(unit_ids),
        active=True,
    )
    return list(rows.select_related("unit").order_by("unit__position", "id"))
