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


@dataclass(frozen=True)
class ProviderAway:
    """A provider is away; `booking_ids` hold their time then and must be moved."""

    absence_id: uuid.UUID
    organization_id: uuid.UUID
    provider_id: uuid.UUID
    because: str
    booking_ids: tuple[uuid.UUID, ...]
    at: datetime


@dataclass(frozen=True)
class ProviderBack:
    """A provider is back sooner than was said; `booking_ids` need not be moved any more."""

    absence_id: uuid.UUID
    organization_id: uuid.UUID
    provider_id: uuid.UUID
    booking_ids: tuple[uuid.UUID, ...]
    at: datetime
