"""When providers see patients: weekly hours with their exceptions, in wall time and as windows in UTC."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import lru_cache

from django.db.models import Q

from wellrun.engines.slots import DayHours, Hours, Window, expand
from wellrun.practice.scheduling.models import Availability, AvailabilityException
from wellrun.practice.scheduling.rules import DayPart, hours_of_day

#: Department, then provider.
Place = tuple[uuid.UUID, uuid.UUID]
_Weekly = tuple[DayPart, date, date | None]


@dataclass
class HoursBook:
    """The hours of some departments over some days, read once and expanded as it is asked for."""

    weekly: dict[Place, dict[int, list[_Weekly]]] = field(default_factory=dict)
    closed: dict[tuple[uuid.UUID, date], dict[uuid.UUID | None, list[DayPart | None]]] = field(
        default_factory=dict
    )
    extra: dict[tuple[Place, date], list[DayPart]] = field(default_factory=dict)

    def places(self) -> set[Place]:
        """Every department with every provider who has hours there."""
        return {*self.weekly, *(place for place, _ in self.extra)}

    def between(self, first_on: date, until_on: date) -> dict[Place, dict[date, list[DayPart]]]:
        """The open hours of each place on each day of first_on..until_on (half-open), days without hours left out."""
        days = [first_on + timedelta(days=number) for number in range((until_on - first_on).days)]
        found: dict[Place, dict[date, list[DayPart]]] = defaultdict(dict)
        for place in self.places():
            for day in days:
                if parts := self.on(place, day):
                    found[place][day] = parts
        return found

    def on(self, place: Place, day: date) -> list[DayPart]:
        """The open hours of one place on one day."""
        rules = self.weekly.get(place, {}).get(day.weekday(), ())
        parts = [part for part, since, until in rules if since <= day and (until is None or day < until)]
        gaps, more = self.closed.get((place[1], day)), self.extra.get((place, day), ())
        if not gaps and not more:
            return parts
        gaps = gaps or {}
        return hours_of_day(parts, [*gaps.get(None, ()), *gaps.get(place[0], ())], more)


def read_hours(
    *, unit_ids: Iterable[uuid.UUID], first_on: date, until_on: date, provider_id: uuid.UUID | None = None
) -> HoursBook:
    """The hours of these departments on the days first_on..until_on (half-open), of one provider when named.

    Two queries.
    """
    units, book = list(unit_ids), HoursBook()
    rows = Availability.objects.filter(
        Q(effective_to__isnull=True) | Q(effective_to__gt=first_on),
        unit_id__in=units,
        effective_from__lt=until_on,
    )
    days = AvailabilityException.objects.filter(
        Q(unit_id__isnull=True) | Q(unit_id__in=units), on__gte=first_on, on__lt=until_on
    )
    if provider_id is not None:
        rows, days = rows.filter(provider_id=provider_id), days.filter(provider_id=provider_id)
    columns = ("unit_id", "provider_id", "weekday", "starts", "ends", "effective_from", "effective_to")
    for unit_id, provider, weekday, starts, ends, since, until in rows.order_by("starts").values_list(
        *columns
    ):
        place = book.weekly.setdefault((unit_id, provider), {})
        place.setdefault(weekday, []).append((DayPart(starts, ends), since, until))
    for unit_id, provider, day, more, starts, ends in days.values_list(
        "unit_id", "provider_id", "on", "extra", "starts", "ends"
    ):
        if more:
            book.extra.setdefault(((unit_id, provider), day), []).append(DayPart(starts, ends))
        else:
            gap = None if starts is None else DayPart(starts, ends)
            book.closed.setdefault((provider, day), {}).setdefault(unit_id, []).append(gap)
    return book


def hours_between(
    *, unit_ids: Iterable[uuid.UUID], first_on: date, until_on: date, provider_id: uuid.UUID | None = None
) -> dict[Place, dict[date, list[DayPart]]]:
    """What `HoursBook.between` says for the same days."""
    book = read_hours(unit_ids=unit_ids, first_on=first_on, until_on=until_on, provider_id=provider_id)
    return book.between(first_on, until_on)


@lru_cache(maxsize=4096)
def windows_of(day: date, starts: time, ends: time, zone: str) -> tuple[Window, ...]:
    """The UTC windows of wall-time hours on a day: one, or two where the clocks change inside it."""
    return tuple(expand((), (DayHours(day, (Hours(starts, ends),)),), zone, day, day + timedelta(days=1)))
