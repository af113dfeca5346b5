"""Visits that were seen and are not yet charged."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from wellrun.practice.billing.models import Encounter, EncounterState, ExpectedCharge
from wellrun.practice.scheduling.api import Appointment, VisitState

#: Visits older than this belong to a clean-up and not to the daily list.
_DAYS_BACK = 180


@dataclass(frozen=True)
class MissingCharge:
    """A visit whose charges are missing."""

    appointment_id: uuid.UUID
    patient_id: uuid.UUID
    provider_id: uuid.UUID
    provider_name: str
    unit_id: uuid.UUID
    visit_type: str
    starts_at: datetime


def missing_charges(*, unit_ids: Iterable[uuid.UUID], at: datetime, limit: int = 300) -> list[MissingCharge]:
    """Visits of the last half year at these departments that were checked out by `at` and have no charges, oldest
    first."""
    done = Encounter.objects.filter(appointment_id=OuterRef("id")).exclude(state=EncounterState.OPEN)
    rows = (
        Appointment.objects.filter(
            ~Exists(done),
            state=VisitState.CHECKED_OUT,
            unit_id__in=list(unit_ids),
            starts_at__gte=at - timedelta(days=_DAYS_BACK),
            state_at__lte=at,
        )
        .select_related("provider", "visit_type")
        .order_by("starts_at", "id")[:limit]
    )
    return [
        MissingCharge(
            appointment_id=row.id,
            patient_id=row.patient_id,
            provider_id=row.provider_id,
            provider_name=row.provider.display_name,
            unit_id=row.unit_id,
            visit_type=row.visit_type.name,
            starts_at=row.starts_at,
        )
        for row in rows
    ]


def expected_charges(*, unit_ids: Iterable[uuid.UUID], limit: int = 100) -> list[ExpectedCharge]:
    """Hospital cases of these departments that were done and are not charged, oldest first; one query."""
    rows = ExpectedCharge.objects.filter(unit_id__in=list(unit_ids), met_at__isnull=True)
    return list(rows.select_related("patient", "provider").order_by("service_on", "id")[:limit])
