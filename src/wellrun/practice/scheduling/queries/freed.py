"""What of a freed time is really free: of the provider, within the hours of that day."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from wellrun.practice.organization.api import zone_of
from wellrun.practice.scheduling.queries.hours import read_hours, windows_of
from wellrun.practice.timebook.api import BusyTime, busy_times, resources_for


def free_part(
    *, provider_id: uuid.UUID, unit_id: uuid.UUID, starts_at: datetime, ends_at: datetime, at: datetime
) -> tuple[datetime, datetime] | None:
    """The first free stretch of a provider that begins within [starts_at, ends_at), as long as it is: to the next
    booking or the end of the hours there. None when nothing of it is free. Three queries."""
    resource = resources_for([provider_id]).get(provider_id)
    if resource is None or resource.retired_at is not None:
        return None
    for opens, closes in _hours(provider_id, unit_id, starts_at):
        if closes <= starts_at or opens >= ends_at:
            continue
        busy = busy_times(resource_ids=[resource.id], starts_at=opens, ends_at=closes, at=at)
        full = list(_full(busy.get(resource.id, ()), resource.capacity))
        found = _first_gap(max(opens, starts_at), min(closes, ends_at), closes, full)
        if found:
            return found
    return None


def _hours(
    provider_id: uuid.UUID, unit_id: uuid.UUID, starts_at: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """The open stretches of that day, those that meet joined."""
    zone = zone_of(unit_id)
    on = starts_at.astimezone(ZoneInfo(zone)).date()
    book = read_hours(
        unit_ids=[unit_id], first_on=on, until_on=on + timedelta(days=1), provider_id=provider_id
    )
    whole: list[list[datetime]] = []
    for part in book.on((unit_id, provider_id), on):
        for window in windows_of(on, part.starts, part.ends, zone):
            if whole and window.starts_at <= whole[-1][1]:
                whole[-1][1] = max(whole[-1][1], window.ends_at)
            else:
                whole.append([window.starts_at, window.ends_at])
    return ((opens, closes) for opens, closes in whole)


def _full(busy: Sequence[BusyTime], capacity: int) -> Iterator[tuple[datetime, datetime]]:
    """The stretches in which every lane is taken, in time order."""
    taken = [each for each in busy if each.lane < capacity]
    edges = sorted({edge for each in taken for edge in (each.starts_at, each.ends_at)})
    for first, after in zip(edges, edges[1:], strict=False):
        if len({each.lane for each in taken if each.starts_at <= first < each.ends_at}) >= capacity:
            yield first, after


def _first_gap(
    earliest: datetime, latest: datetime, closes: datetime, full: Sequence[tuple[datetime, datetime]]
) -> tuple[datetime, datetime] | None:
    start = earliest
    for first, after in full:
        if after <= start:
            continue
        if first > start:
            return (start, first)
        start = after
    return (start, closes) if start < latest and start < closes else None
