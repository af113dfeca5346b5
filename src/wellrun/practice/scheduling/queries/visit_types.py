"""Reading visit types."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import F, Q

from wellrun.practice.scheduling.models import VisitType, VisitTypeLength
from wellrun.practice.workforce.api import Provider


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


def usual_minutes(kind: VisitType, provider_id: uuid.UUID) -> int:
    """How long a visit of this type takes with a provider: their own length, or their level's, or the type's. One
    query."""
    rows = VisitTypeLength.objects.filter(visit_type=kind).filter(
        Q(provider_id=provider_id)
        | Q(provider=None, level__in=Provider.objects.filter(id=provider_id).values("level"))
    )
    found = rows.order_by(F("provider").asc(nulls_last=True)).values_list("minutes", flat=True).first()
    return found or kind.minutes
