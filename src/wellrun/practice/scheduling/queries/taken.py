"""What takes the time of calendar columns beside the visits shown there: holds, leave, repairs, cases, buffers."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from wellrun.practice.timebook.api import BusyTime, Resource, block_notes, busy_times

#: What the time book calls these bookings, as people read it; what is not named is shown by its own word.
SPOKEN = {
    "visit": "Visit elsewhere",
    "hold": "Held",
    "case": "Hospital case",
    "leave": "Leave",
    "repair": "Repair",
}


class Placed(Protocol):
    """A visit or group visit that the calendar shows."""

    @property
    def starts(self) -> datetime: ...
    @property
    def ends(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Taken:
    """A stretch of a column in wall time: `kind` is "busy", "hold" or "buffer", `title` what it is, `note` why."""

    id: str
    column: uuid.UUID
    starts: datetime
    ends: datetime
    kind: str
    title: str
    note: str = ""


def taken_times(
    *,
    resources: Mapping[uuid.UUID, Resource],
    seen: Mapping[uuid.UUID, Placed],
    bounds: tuple[datetime, datetime],
    zone: str,
    at: datetime,
) -> list[Taken]:
    """Everything that holds time of these columns' resources within `bounds`, less the visits `seen` themselves:
    of those only the time before and after that is kept for preparing and cleaning. Two queries at the most."""
    columns = {row.id: column for column, row in resources.items()}
    busy = busy_times(resource_ids=columns, starts_at=bounds[0], ends_at=bounds[1], at=at)
    each = [(columns[key], time) for key, times in busy.items() for time in times]
    notes = block_notes({time.booking_id for _, time in each if time.kind not in ("visit", "hold", "case")})
    clock, found = ZoneInfo(zone), []
    told: set[Any] = set()
    for column, time in each:
        starts = max(time.starts_at, bounds[0]).astimezone(clock)
        ends = min(time.ends_at, bounds[1]).astimezone(clock)
        if time.booking_id in seen:
            found += _buffers(column, time, seen[time.booking_id], starts, ends)
        # A block takes every lane of a resource; it is one thing nonetheless.
        elif (column, time.booking_id, starts) not in told:
            told.add((column, time.booking_id, starts))
            found.append(_busy(column, time, starts, ends, notes))
    return found


def _busy(
    column: uuid.UUID, time: BusyTime, starts: datetime, ends: datetime, notes: Mapping[uuid.UUID, str]
) -> Taken:
    title = SPOKEN.get(time.kind, time.kind.replace("_", " ").capitalize())
    kind = "hold" if time.kind == "hold" else "busy"
    key = f"{time.booking_id}-{str(column)[-6:]}-{starts:%d%H%M}"
    return Taken(key, column, starts, ends, kind, title, notes.get(time.booking_id, ""))


def _buffers(
    column: uuid.UUID, time: BusyTime, visit: Placed, starts: datetime, ends: datetime
) -> list[Taken]:
    found = []
    if starts < visit.starts:
        found.append(Taken(f"{time.booking_id}-before", column, starts, visit.starts, "buffer", "Preparing"))
    if ends > visit.ends:
        found.append(Taken(f"{time.booking_id}-after", column, visit.ends, ends, "buffer", "Cleaning"))
    return found
