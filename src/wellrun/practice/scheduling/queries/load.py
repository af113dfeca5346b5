"""How full providers are: booked time as a share of open hours, day by day, and when each is free next."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from wellrun.practice.organization.api import Unit
from wellrun.practice.scheduling.models import Appointment
from wellrun.practice.scheduling.queries.hours import hours_between, windows_of
from wellrun.practice.scheduling.rules import day_bounds
from wellrun.practice.timebook.api import BusyTime, busy_times, resources_for
from wellrun.practice.workforce.api import provider_names

#: A gap shorter than this is no free time.
SHORTEST_MINUTES = 15

Stretch = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class DayLoad:
    """One provider's day: visits that stand, minutes open (less leave and other blocks) and minutes booked of them."""

    visits: int = 0
    open_minutes: int = 0
    booked_minutes: int = 0
    away: str = ""

    @property
    def share(self) -> int | None:
        """Booked time as a percentage of the open hours; None where there are none."""
        return round(100 * self.booked_minutes / self.open_minutes) if self.open_minutes else None

    @property
    def level(self) -> int:
        """The share as a step from 0 (free) to 5 (full or beyond), for colors."""
        return min(5, (self.share or 0) // 20) if self.share is not None else 0


@dataclass(frozen=True)
class ProviderLoad:
    """One provider's days; `free_at` is the wall time at which a gap begins next, None when there is none."""

    provider_id: uuid.UUID
    name: str
    days: dict[date, DayLoad]
    free_at: datetime | None


def read_load(
    *,
    unit: Unit,
    unit_ids: Iterable[uuid.UUID],
    first_on: date,
    until_on: date,
    at: datetime,
    provider_id: uuid.UUID | None = None,
) -> list[ProviderLoad]:
    """The providers with hours in these departments on the days first_on..until_on (half-open), by name.

    Days are days of `unit`'s zone. Five queries, whatever the number of providers.
    """
    zone, units = unit.zone, list(unit_ids)
    open_hours: dict[uuid.UUID, dict[date, list[Stretch]]] = defaultdict(lambda: defaultdict(list))
    hours = hours_between(unit_ids=units, first_on=first_on, until_on=until_on, provider_id=provider_id)
    for (_, provider), days in hours.items():
        for day, parts in days.items():
            for part in parts:
                windows = windows_of(day, part.starts, part.ends, zone)
                open_hours[provider][day] += [(window.starts_at, window.ends_at) for window in windows]
    bounds = (day_bounds(first_on, zone)[0], day_bounds(until_on, zone)[0])
    counted = _counted(units, bounds, zone, provider_id)
    providers = {*open_hours, *(who for who, _ in counted)}
    names = provider_names(providers | ({provider_id} if provider_id else set()))
    resources = {row.id: subject for subject, row in resources_for(names).items()}
    busy: dict[uuid.UUID, list[BusyTime]] = defaultdict(list)
    for key, times in busy_times(
        resource_ids=resources, starts_at=bounds[0], ends_at=bounds[1], at=at
    ).items():
        busy[resources[key]] = times
    return [
        _load_of(
            provider, name, open_hours[provider], busy[provider], counted, (first_on, until_on), at, zone
        )
        for provider, name in sorted(names.items(), key=lambda item: item[1])
    ]


def _counted(
    units: Sequence[uuid.UUID], bounds: Stretch, zone: str, provider_id: uuid.UUID | None
) -> dict[tuple[uuid.UUID, date], int]:
    where = Q(unit_id__in=units, starts_at__gte=bounds[0], starts_at__lt=bounds[1])
    if provider_id:
        where &= Q(provider_id=provider_id)
    rows = Appointment.objects.filter(where).exclude(state__in=["cancelled", "no_show"])
    days = rows.annotate(day=TruncDate("starts_at", tzinfo=ZoneInfo(zone))).values_list("provider_id", "day")
    return {(provider, day): count for provider, day, count in days.annotate(number=Count("id"))}


def _load_of(
    provider: uuid.UUID,
    name: str,
    open_hours: dict[date, list[Stretch]],
    busy: list[BusyTime],
    counted: dict[tuple[uuid.UUID, date], int],
    days: tuple[date, date],
    at: datetime,
    zone: str,
) -> ProviderLoad:
    loads, free_at = {}, None
    for number in range((days[1] - days[0]).days):
        day = days[0] + timedelta(days=number)
        stretches = sorted(open_hours.get(day, ()))
        there = [time for time in busy if any(time.starts_at < e and time.ends_at > s for s, e in stretches)]
        loads[day] = _day(stretches, there, counted.get((provider, day), 0))
        if free_at is None:
            free_at = _first_gap(stretches, there, at)
    return ProviderLoad(provider, name, loads, free_at.astimezone(ZoneInfo(zone)) if free_at else None)


def _day(stretches: list[Stretch], busy: list[BusyTime], visits: int) -> DayLoad:
    kept = [time for time in busy if time.kind not in ("visit", "hold")]
    booked = [time for time in busy if time.kind in ("visit", "hold")]
    # Lanes beyond the first are overbookings: they count, so that a share can pass 100.
    taken = sum(
        _minutes(stretches, [time for time in booked if time.lane == lane])
        for lane in {time.lane for time in booked}
    )
    open_minutes = sum(_length(stretch) for stretch in stretches) - _minutes(
        stretches, [time for time in kept if time.lane == 0]
    )
    away = "" if open_minutes or not kept else kept[0].kind.capitalize()
    return DayLoad(visits, open_minutes, taken, away)


def _minutes(stretches: list[Stretch], times: list[BusyTime]) -> int:
    pairs = ((max(s, time.starts_at), min(e, time.ends_at)) for s, e in stretches for time in times)
    return sum(_length(pair) for pair in pairs if pair[0] < pair[1])


def _length(stretch: Stretch) -> int:
    return int((stretch[1] - stretch[0]).total_seconds()) // 60


def _first_gap(stretches: list[Stretch], busy: list[BusyTime], at: datetime) -> datetime | None:
    for starts, ends in stretches:
        free = max(starts, at.replace(second=0, microsecond=0))
        for time in sorted(busy, key=lambda each: each.starts_at):
            if time.starts_at - free >= timedelta(minutes=SHORTEST_MINUTES):
                break
            free = max(free, time.ends_at)
        if ends - free >= timedelta(minutes=SHORTEST_MINUTES):
            return free
    return None
