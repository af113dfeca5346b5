"""What scheduling publishes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class AppointmentBooked:
    """A visit was booked."""

    appointment_id: uuid.UUID
    patient_id: uuid.UUID
    unit_id: uuid.UUID
    starts_at: datetime
    at: datetime


@dataclass(frozen=True)
class AppointmentMoved:
    """A visit has another time, provider or room."""

    appointment_id: uuid.UUID
    patient_id: uuid.UUID
    unit_id: uuid.UUID
    starts_at: datetime
    at: datetime


@dataclass(frozen=True)
class AppointmentCancelled:
    """A visit will not take place."""

    appointment_id: uuid.UUID
    patient_id: uuid.UUID
    unit_id: uuid.UUID
    at: datetime


@dataclass(frozen=True)
class VisitAdvanced:
    """A visit came into another state, forward or (after an undo) back; `state` is a `VisitState`."""

    appointment_id: uuid.UUID
    patient_id: uuid.UUID
    unit_id: uuid.UUID
    state: str
    at: datetime


@dataclass(frozen=True)
class OpeningChanged:
    """An opening was taken, or everybody asked has answered: somebody is to be told or asked."""

    opening_id: uuid.UUID
    organization_id: uuid.UUID
    at: datetime
