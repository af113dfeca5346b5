"""When providers see patients: weekly hours with their exceptions, in wall time and as windows in UTC."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, time, timedelta
from functools import lru_cache

from django.db.models import Q

from wellrun.engines.slots import DayHours, Hours, Window, expand
from wellrun.practice.scheduling.models import Availability, AvailabilityException
from wellrun.practice.scheduling.rules import DayPart, hours_of_day

#: Department, then provider.
Place = tuple[uuid.UUID, uuid.UUID]


def hours_between(
    *, unit_ids: Iterable[uuid.UUID], first_on: date, until_on: date, provider_id: uuid.UUID | None = None
) -> dict[Place, dict[date, list[DayPart]]]:
    """The open hours of each (department, provider) on each day of first_on..until_on (half-open), in wall time.

    Days without hours are left out. Two queries.
    """
    units = list(unit_ids)
    days = [first_on + timedelta(days=number) for number in range((until_on - first_on).days)]
    weekly = _weekly(units, days, provider_id)
    closed, extra = _exceptions(units, days, provider_id)
    found: dict[Place, dict[date, list[DayPart]]] = defaultdict(dict)
    for (place, day), parts in weekly.items():
        unit_id, provider = place
        gaps = closed.get((provider, day), {})
        open_parts = hours_of_day(
            parts, [*gaps.get(None, ()), *gaps.get(unit_id, ())], extra.pop((place, day), ())
        )
        if open_parts:
            found[place][day] = open_parts
    for (place, day), parts in extra.items():
        found[place][day] = sorted(parts)
    return found


def _weekly(
    units: list[uuid.UUID], days: list[date], provider_id: uuid.UUID | None
) -> dict[tuple[Place, date], list[DayPart]]:
    on_weekday: dict[int, list[date]] = defaultdict(list)
    for day in days:
        on_weekday[day.weekday()].append(day)
    rows = Availability.objects.filter(
        Q(effective_to__isnull=True) | Q(effective_to__gt=days[0]),
        unit_id__in=units,
        weekday__in=list(on_weekday),
        effective_from__lte=days[-1],
    )
    if provider_id is not None:
        rows = rows.filter(provider_id=provider_id)
    found: dict[tuple[Place, date], list[DayPart]] = defaultdict(list)
    columns = ("unit_id", "provider_id", "weekday", "starts", "ends", "effective_from", "effective_to")
    for unit_id, provider, weekday, starts, ends, first_on, until_on in rows.values_list(*columns):
        for day in on_weekday[weekday]:
            if first_on <= day and (until_on is None or day < until_on):
                found[((unit_id, provider), day)].append(DayPart(starts, ends))
    return found


def _exceptions(
    units: list[uuid.UUID], days: list[date], provider_id: uuid.UUID | None
) -> tuple[
    dict[tuple[uuid.UUID, date], dict[uuid.UUID | None, list[DayPart | None]]],
    dict[tuple[Place, date], list[DayPart]],
]:
    rows = AvailabilityException.objects.filter(
        Q(unit_id__isnull=True) | Q(unit_id__in=units), on__gte=days[0], on__lte=days[-1]
    )
    if provider_id is not None:
        rows = rows.filter(provider_id=provider_id)
    closed: dict[tuple[uuid.UUID, date], dict[uuid.UUID | None, list[DayPart | None]]] = {}
    extra: dict[tuple[Place, date], list[DayPart]] = defaultdict(list)
    for unit_id, provider, day, more, starts, ends in rows.values_list(
        "unit_id", "provider_id", "on", "extra", "starts", "ends"
    ):
        if more:
            extra[((unit_id, provider), day)].append(DayPart(starts, ends))
        else:
            gap = None if starts is None else DayPart(starts, ends)
            closed.setdefault((provider, day), {}).setdefault(unit_id, []).append(gap)
    return closed, extra


@lru_cache(maxsize=4096)
def windows_of(day: date, starts: time, ends: time, zone: str) -> tuple[Window, ...]:
    """The UTC windows of wall-time hours on a day: one, or two where the clocks change inside it."""
    return tuple(expand((), (DayHours(day, (Hours(starts, ends),)),), zone, day, day + timedelta(days=1)))
