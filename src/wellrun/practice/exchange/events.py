"""What the exchange tells other rooms."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from wellrun.practice.exchange.models import Transmission


@dataclass(frozen=True)
class TransmissionReceived:
    """A file came in and its bytes are kept. `kind` is the transaction set found in it, e.g. `835`.

    `transmission` is its row, locked, for whoever hears of it in the same transaction.
    """

    transmission_id: uuid.UUID
    kind: str
    organization_id: uuid.UUID
    at: datetime
    transmission: Transmission | None = field(default=None, compare=False, repr=False)
