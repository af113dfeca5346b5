"""What the claims room tells rooms above it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ClaimAdvanced:
    """A claim moved to another state."""

    claim_id: uuid.UUID
    unit_id: uuid.UUID
    state: str
    at: datetime


@dataclass(frozen=True)
class RemittancePosted:
    """A remittance was posted whole."""

    remittance_id: uuid.UUID
    organization_id: uuid.UUID
    at: datetime
