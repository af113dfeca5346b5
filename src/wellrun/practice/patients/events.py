"""News about patients."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class PatientRegistered:
    """Somebody is on file now."""

    patient_id: uuid.UUID
    organization_id: uuid.UUID
    at: datetime


@dataclass(frozen=True)
class DemographicsChanged:
    """Identity or contacts changed; `fields` names which."""

    patient_id: uuid.UUID
    fields: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class CompartmentChanged:
    """The chart moved to another compartment: rows about the patient follow, in the same transaction."""

    patient_id: uuid.UUID
    compartment: str
    at: datetime
