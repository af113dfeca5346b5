"""Lengths of a visit type that differ by who sees the patient."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from wellrun.platform.access.api import Actor, NotFound, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.scheduling.models import VisitType, VisitTypeLength
from wellrun.practice.scheduling.operations.possible_types import VisitTypeRefused
from wellrun.practice.workforce.api import Level, provider_names


def set_lengths(
    *,
    visit_type_id: uuid.UUID,
    by_level: Mapping[str, int],
    by_provider: Mapping[uuid.UUID, int],
    by: Actor,
    at: datetime,
) -> list[VisitTypeLength]:
    """Say how many minutes a visit takes with providers of a level and with single ones, instead of what was said
    before; the provider's own wins. Visits that are booked keep their length."""
    kind = VisitType.objects.select_for_update().filter(id=visit_type_id).first()
    if kind is None:
        raise NotFound()
    require(by, "appointments.configure", kind.unit_id)
    if set(by_level) - set(Level.values):
        raise VisitTypeRefused("Choose a level from the list.", field="lengths")
    if len(provider_names(by_provider)) < len(by_provider):
        raise VisitTypeRefused("Choose providers who are booked.", field="lengths")
    if any(not 5 <= minutes <= 600 for minutes in (*by_level.values(), *by_provider.values())):
        raise VisitTypeRefused("A visit takes from 5 minutes to 10 hours.", field="lengths")
    VisitTypeLength.objects.filter(visit_type=kind).delete()
    same = {"organization_id": kind.organization_id, "visit_type": kind}
    rows = VisitTypeLength.objects.bulk_create(
        [
            *(VisitTypeLength(level=level, minutes=minutes, **same) for level, minutes in by_level.items()),
            *(
                VisitTypeLength(provider_id=who, minutes=minutes, **same)
                for who, minutes in by_provider.items()
            ),
        ]
    )
    record_act("visit_type.lengths_set", subject_type="visit_type", subject_id=kind.id)
    return rows
