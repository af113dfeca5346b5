"""Past visits, claims and insurance of a patient, as the patient's page shows them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from wellrun.practice.interop.models import (
    ImportedClaim,
    ImportedCoverage,
    ImportedEncounter,
    ImportedRow,
)

SHOWN = 20


@dataclass(frozen=True)
class PastVisit:
    """One visit elsewhere with the money of its claims, in cents; open money below zero was paid beyond charges."""

    on: date
    text: str
    reason: str
    kind: str
    facility: str
    provider: str
    charged_cents: int
    paid_cents: int
    open_cents: int
    claims: int


def past_visits(patient_id: uuid.UUID, *, zone: str, limit: int = SHOWN) -> list[PastVisit]:
    """The latest visits that were brought in, newest first. Two queries."""
    visits = list(
        ImportedEncounter.objects.filter(patient_id=patient_id)
        .select_related("facility", "provider")
        .order_by("-starts_at", "-id")[:limit]
    )
    claims: dict[uuid.UUID, list[ImportedClaim]] = {}
    for claim in ImportedClaim.objects.filter(encounter_id__in=[visit.id for visit in visits]):
        claims.setdefault(claim.encounter_id, []).append(claim)
    return [_row(visit, claims.get(visit.id, []), zone) for visit in visits]


def anything_brought_in(patient_id: uuid.UUID) -> bool:
    """Whether the patient came from another system."""
    return ImportedRow.objects.filter(patient_id=patient_id).exists()


def past_visit_count(patient_id: uuid.UUID) -> int:
    """How many visits were brought in."""
    return ImportedEncounter.objects.filter(patient_id=patient_id).count()


def past_insurance(patient_id: uuid.UUID, *, limit: int = SHOWN) -> list[ImportedCoverage]:
    """Past insurance that no claim can be made from, with its payer, newest first."""
    rows = ImportedCoverage.objects.filter(patient_id=patient_id).select_related("payer")
    return list(rows.order_by("-starts_on", "rank")[:limit])


def _row(visit: ImportedEncounter, claims: list[ImportedClaim], zone: str) -> PastVisit:
    return PastVisit(
        on=visit.starts_at.astimezone(ZoneInfo(zone)).date(),
        text=visit.text,
        reason=visit.reason,
        kind=visit.kind,
        facility=visit.facility.name if visit.facility else "",
        provider=visit.provider.name if visit.provider else "",
        charged_cents=sum(claim.charged_cents for claim in claims),
        paid_cents=sum(claim.paid_cents for claim in claims),
        open_cents=sum(
            claim.primary_open_cents + claim.secondary_open_cents + claim.patient_open_cents
            for claim in claims
        ),
        claims=len(claims),
    )
