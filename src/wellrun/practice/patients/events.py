"""News about patients."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from wellrun.platform.access.actor import Actor


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


@dataclass(frozen=True)
class PatientsMerged:
    """One chart became a pointer to another: what hangs on it moves to the survivor, in the same transaction.

    Every listener notes what it moved under `merge_id`, so that unmerging finds it.
    """

    survivor_id: uuid.UUID
    merged_id: uuid.UUID
    by: Actor
    at: datetime
    merge_id: uuid.UUID
    organization_id: uuid.UUID


@dataclass(frozen=True)
class PatientsUnmerged:
    """The two charts stand apart again: what had moved with `merge_id` goes back."""

    survivor_id: uuid.UUID
    merged_id: uuid.UUID
    by: Actor
    at: datetime
    merge_id: uuid.UUID
    organization_id: uuid.UUID
