"""What intake publishes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class SubmissionSent:
    """A patient sent what they entered for a visit; it waits for a review when it has items."""

    submission_id: uuid.UUID
    appointment_id: uuid.UUID
    patient_id: uuid.UUID
    unit_id: uuid.UUID
    items: int
    at: datetime


@dataclass(frozen=True)
class PatientSignaled:
    """A patient says to be in the office for a visit, by link or at the kiosk; checking in stays an act of staff."""

    appointment_id: uuid.UUID
    patient_id: uuid.UUID
    unit_id: uuid.UUID
    origin: str
    at: datetime


@dataclass(frozen=True)
class WalkInAtKiosk:
    """Somebody without a visit today asks to be seen in a department, at a kiosk; no name is kept."""

    kiosk_id: uuid.UUID
    organization_id: uuid.UUID
    unit_id: uuid.UUID
    language: str
    at: datetime
