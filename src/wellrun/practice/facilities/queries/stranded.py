"""What holds time in something that is out of order, in the words of the room that booked it.

Facilities knows bookings by their id only; the rooms above say what these ids are.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from wellrun.platform.access.api import Actor


@dataclass(frozen=True)
class Stranded:
    """One booking that must be moved. `patient_id` is for the record of who was shown."""

    booking_id: uuid.UUID
    starts_at: datetime
    title: str
    detail: str
    path: str
    patient_id: uuid.UUID | None = None


Describer = Callable[[Actor, Sequence[uuid.UUID]], list[Stranded]]
_describers: list[Describer] = []


def register_describer(describer: Describer) -> None:
    """Let a room above describe its bookings. Called from its `apps.py`; repeating it changes nothing."""
    if describer not in _describers:
        _describers.append(describer)


def describe_bookings(by: Actor, booking_ids: Sequence[uuid.UUID]) -> list[Stranded]:
    """What these bookings are, as far as `by` may see them, in time order."""
    found = [row for describer in _describers for row in describer(by, booking_ids)] if booking_ids else []
    return sorted(found, key=lambda row: row.starts_at)
