"""When providers see patients: weekly hours with their exceptions, in wall time and as windows in UTC."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import lru_cache

from django.db import connection

from wellrun.engines.slots import DayHours, Hours, Window, expand
from wellrun.practice.scheduling.rules import DayPart, hours_of_day

# A week is one text, so that two hundred providers with office hours cost two hundred rows and one parse. The days
# that differ come after the weeks, in the same journey to the database.
_QUERY = """
select unit_id, provider_id,
  string_agg(concat_ws('/', weekday, starts, ends, effective_from, effective_to), ' '
    order by weekday, starts, effective_from),
  null::date, null::boolean, null::time, null::time
from scheduling_availability
where unit_id = any (%(units)s) and (effective_to is null or effective_to > %(first)s) and effective_from < %(until)s
  and (%(provider)s::uuid is null or provider_id = %(provider)s)
group by unit_id, provider_id
union all
select unit_id, provider_id, null, "on", extra, starts, ends from scheduling_availability_exception
where (unit_id is null or unit_id = any (%(units)s)) and "on" >= %(first)s and "on" < %(until)s
  and (%(provider)s::uuid is null or provider_id = %(provider)s)
"""

#: Department, then provider.
Place = tuple[uuid.UUID, uuid.UUID]
#: By weekday, the hours with the days since when and until when they hold.
Week = dict[int, list[tuple[DayPart, date, date | None]]]


@dataclass
class HoursBook:
    """The hours of some departments over some days, read once and expanded as it is asked for."""

    weekly: dict[Place, Week] = field(default_factory=dict)
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

    Places with the same weekly hours share one week, so that whoever has worked it out for one has it for all. One
    query.
    """
    asked = {"units": list(unit_ids), "first": first_on, "until": until_on, "provider": provider_id}
    book, weeks = HoursBook(), dict[str, Week]()
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, asked)
        for unit_id, provider, text, day, more, starts, ends in cursor.fetchall():
            if text is not None:
                if text not in weeks:
                    weeks[text] = _week(text)
                book.weekly[unit_id, provider] = weeks[text]
            elif more:
                book.extra.setdefault(((unit_id, provider), day), []).append(DayPart(starts, ends))
            else:
                gap = None if starts is None else DayPart(starts, ends)
                book.closed.setdefault((provider, day), {}).setdefault(unit_id, []).append(gap)
    return book


def _week(text: str) -> Week:
    week: Week = {}
    for rule in text.split(" "):
        weekday, starts, ends, since, *until = rule.split("/")
        part = DayPart(time.fromisoformat(starts), time.fromisoformat(ends))
        week.setdefault(int(weekday), []).append(
            (part, date.fromisoformat(since), date.fromisoformat(until[0]) if until else None)
        )
    return week


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
