"""What the exchange tells other rooms."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class TransmissionReceived:
    """A file came in and its bytes are kept. `kind` is the transaction set found in it, e.g. `835`."""

    transmission_id: uuid.UUID
    kind: str
    organization_id: uuid.UUID
    at: datetime
