"""Offering what blocks give back: a stretch kept for some visit types that nobody used is everybody's from now on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from wellrun.platform.access.api import Actor
from wellrun.practice.organization.api import zone_of
from wellrun.practice.scheduling.models import FreedBy, Opening, TypeBlock, WaitingEntry, WaitingState
from wellrun.practice.scheduling.operations.openings import open_freed_time
from wellrun.practice.scheduling.queries.freed import free_part
from wellrun.practice.scheduling.queries.kept import begin_of
from wellrun.practice.scheduling.queries.windows import windows_of

#: How far back releases are looked at: a job that did not run for so long catches up.
OVERLAP = timedelta(hours=3)


def offer_released(*, by: Actor, at: datetime) -> list[Opening]:
    """Open what blocks of the organization released within the last hours and is still free, in departments where
    somebody waits. Harmless to repeat: a stretch is opened once."""
    waited = WaitingEntry.objects.filter(organization_id=by.organization_id, state=WaitingState.WAITING)
    units = {unit_id for unit_ids in waited.values_list("unit_ids", flat=True) for unit_id in unit_ids}
    blocks = TypeBlock.objects.filter(
        organization_id=by.organization_id, unit_id__in=units, release_hours__isnull=False
    )
    return [
        opening
        for block in blocks.order_by("unit_id", "provider_id", "weekday", "starts", "id")
        for day in released_days(block, zone_of(block.unit_id), at)
        for opening in _open(block, day, by, at)
    ]


def released_days(block: TypeBlock, zone: str, at: datetime) -> list[date]:
    """The days whose stretch of a block became everybody's within the last hours."""
    assert block.release_hours is not None
    ahead = timedelta(hours=block.release_hours)
    about = (at + ahead).astimezone(ZoneInfo(zone)).date()
    days = [about + timedelta(days=number) for number in (-1, 0, 1)]
    return [
        day
        for day in days
        if day.weekday() == block.weekday
        and block.effective_from <= day
        and (block.effective_to is None or day < block.effective_to)
        and at - OVERLAP < begin_of(day, block.starts, zone) - ahead <= at
    ]


def _open(block: TypeBlock, day: date, by: Actor, at: datetime) -> Iterator[Opening]:
    place = {"provider_id": block.provider_id, "unit_id": block.unit_id}
    for window in windows_of(day, block.starts, block.ends, zone_of(block.unit_id)):
        starts_at = window.starts_at
        while part := free_part(**place, starts_at=starts_at, ends_at=window.ends_at, at=at):
            opening = open_freed_time(
                **place,
                starts_at=part[0],
                ends_at=min(part[1], window.ends_at),
                freed_by=FreedBy.RELEASED,
                key=f"released:{block.id}:{part[0].isoformat()}",
                by=by,
                at=at,
            )
            if opening is not None:
                yield opening
            starts_at = part[1]
