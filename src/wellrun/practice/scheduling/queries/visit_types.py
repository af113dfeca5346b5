"""Reading visit types."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from wellrun.practice.scheduling.models import VisitType, VisitTypeLength


def visit_type(visit_type_id: uuid.UUID) -> VisitType | None:
    """One visit type, with its department."""
    return VisitType.objects.select_related("unit").filter(id=visit_type_id).first()


def visit_types_of(unit_ids: Iterable[uuid.UUID], *, also_inactive: bool = False) -> list[VisitType]:
    """The visit types of these departments, with their departments, by department and name."""
    rows = VisitType.objects.filter(unit_id__in=list(unit_ids))
    if not also_inactive:
        rows = rows.filter(active=True)
    return list(rows.select_related("unit__parent").order_by("unit__parent__name", "unit__name", "name"))


def forms_of(visit_type: VisitType) -> list[str]:
    """The keys of the forms that a patient fills in before such a visit."""
    return list(visit_type.required_forms)


def lengths_of(visit_type_id: uuid.UUID) -> list[VisitTypeLength]:
    """The lengths of a visit type that differ by provider or level, with the providers."""
    rows = VisitTypeLength.objects.filter(visit_type_id=visit_type_id).select_related("provider")
    return list(rows.order_by("provider__display_name", "level"))
