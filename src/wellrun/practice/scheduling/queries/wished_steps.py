"""Days and hours that are wished, as the steps of a search: a mask laid over the starts, never a look at each offer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from wellrun.engines.slots import Horizon
from wellrun.engines.slots.bits import span
from wellrun.practice.scheduling.queries.wishes import Wishes
from wellrun.practice.scheduling.rules import day_bounds


def unwished_steps(wishes: Wishes, days: Iterable[date], horizon: Horizon, zone: str) -> int:
    """The steps of a horizon in which no visit of these days is wished to begin; 0 where any day and hour will do."""
    if not wishes.on_clock:
        return 0
    wished = 0
    for day in days:
        if not wishes.weekdays or day.weekday() in wishes.weekdays:
            wished |= _wished_on(day, wishes, horizon, zone)
    return horizon.everything & ~wished


def _wished_on(day: date, wishes: Wishes, horizon: Horizon, zone: str) -> int:
    clock = ZoneInfo(zone)
    first_at, after_at = day_bounds(day, zone)
    if after_at - first_at == timedelta(days=1):
        since, until = (datetime.combine(day, each, clock) for each in wishes.between)
        return span(horizon.ceil(since), horizon.ceil(until))
    # A day on which the clocks change has hours that are not there, or are there twice.
    steps = range(horizon.ceil(first_at), horizon.ceil(after_at))
    return sum(1 << step for step in steps if wishes.fits_clock(horizon.at(step), zone))
