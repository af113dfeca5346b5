"""What procedures publishes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class CaseDone:
    """A case took place and is to be charged. `codes` are its procedure codes, for whoever charges it."""

    case_id: uuid.UUID
    patient_id: uuid.UUID
    provider_id: uuid.UUID
    unit_id: uuid.UUID
    organization_id: uuid.UUID
    compartment: str
    done_on: date
    place_of_service: str
    codes: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class CaseNotDone:
    """It was taken back that a case took place."""

    case_id: uuid.UUID
    at: datetime


@dataclass(frozen=True)
class CaseMoved:
    """A case has another time, or none any more."""

    case_id: uuid.UUID
    patient_id: uuid.UUID
    unit_id: uuid.UUID
    starts_at: datetime | None
    at: datetime
