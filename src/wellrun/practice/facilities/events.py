"""What facilities publishes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class FaultReported:
    """A room or device is out of order; `booking_ids` hold time in it and must be moved."""

    fault_id: uuid.UUID
    organization_id: uuid.UUID
    unit_id: uuid.UUID
    name: str
    note: str
    booking_ids: tuple[uuid.UUID, ...]
    at: datetime


@dataclass(frozen=True)
class FaultCleared:
    """A room or device is in order again; `booking_ids` were waiting for it."""

    fault_id: uuid.UUID
    organization_id: uuid.UUID
    booking_ids: tuple[uuid.UUID, ...]
    at: datetime
