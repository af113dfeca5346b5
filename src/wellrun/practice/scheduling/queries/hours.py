"""When providers see patients and assistants work: weekly hours with everything that changes them, in wall time.

Read once for some departments and days; find and book ask the same questions of it.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from wellrun.platform.database.plain import text_of
from wellrun.practice.organization.api import Unit
from wellrun.practice.scheduling.queries.kept import (
    KEPT_TEXT,
    LIMIT_TEXT,
    Kept,
    Limit,
    barred,
    kept_from,
    limits_from,
)
from wellrun.practice.scheduling.queries.windows import windows_of
from wellrun.practice.scheduling.rules import DayPart, hours_of_day, without

__all__ = ["Closure", "HoursBook", "Place", "Week", "hours_between", "read_hours", "windows_of"]

# A week is one text, so that two hundred providers with office hours cost two hundred rows and one parse. The days
# that differ come after the weeks, in the same journey to the database, and so does all else that says who is there.
_WEEK = """string_agg(concat_ws('/', weekday, starts, ends, effective_from, effective_to), ' '
    order by weekday, starts, effective_from)"""
_RULES = """
where r.unit_id = any (%(units)s) and (r.effective_to is null or r.effective_to > %(first)s)
  and r.effective_from < %(until)s and (%(provider)s::uuid is null or r.provider_id = %(provider)s)
group by r.unit_id, r.provider_id"""
_QUERY = """
select 'week', unit_id, provider_id, {week}, null::date, null::boolean, null::time, null::time
from scheduling_availability r {rules}
union all
select 'day', unit_id, provider_id, null, "on", extra, starts, ends from scheduling_availability_exception
where (unit_id is null or unit_id = any (%(units)s)) and "on" >= %(first)s and "on" < %(until)s
  and (%(provider)s::uuid is null or provider_id = %(provider)s)
union all
select 'closed', u.id, null, c.name, c."on", null, c.starts, c.ends
from unnest(%(units)s::uuid[]) asked(id) cross join lateral ({unit}) u
join scheduling_closed_day c on c.unit_id = any (u.lineage)
where c."on" >= %(first)s and c."on" < %(until)s
union all
select 'kept', r.unit_id, r.provider_id, {kept}, null, null, null, null from scheduling_type_block r {rules}
union all
select 'limit', r.unit_id, r.provider_id, {limit}, null, null, null, null from scheduling_session_limit r {rules}
union all
select 'staff', unit_id, employee_id, {week}, null, null, null, null from scheduling_staff_hours
where %(staff)s and unit_id = any (%(units)s) and (effective_to is null or effective_to > %(first)s)
  and effective_from < %(until)s
group by unit_id, employee_id
"""

#: Department, then provider (or employee).
Place = tuple[uuid.UUID, uuid.UUID]
#: By weekday, the hours with the days since when and until when they hold.
Week = dict[int, list[tuple[DayPart, date, date | None]]]


@dataclass(frozen=True)
class Closure:
    """A closed day of a department: whole, or `part` of it."""

    name: str
    part: DayPart | None


@dataclass
class HoursBook:
    """The hours of some departments over some days, read once and expanded as it is asked for."""

    weekly: dict[Place, Week] = field(default_factory=dict)
    closed: dict[tuple[uuid.UUID, date], dict[uuid.UUID | None, list[DayPart | None]]] = field(
        default_factory=dict
    )
    extra: dict[tuple[Place, date], list[DayPart]] = field(default_factory=dict)
    closures: dict[uuid.UUID, dict[date, list[Closure]]] = field(default_factory=dict)
    kept: dict[Place, tuple[Kept, ...]] = field(default_factory=dict)
    limits: dict[Place, tuple[Limit, ...]] = field(default_factory=dict)
    staff: dict[Place, Week] = field(default_factory=dict)

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
        """The open hours of one place on one day, whatever they are kept for."""
        parts = _in_force(self.weekly.get(place), day)
        gaps, more = self.closed.get((place[1], day)), self.extra.get((place, day), ())
        shut = self.closures.get(place[0], {}).get(day, ())
        if not gaps and not more and not shut:
            return parts
        gaps = gaps or {}
        whole = [*gaps.get(None, ()), *gaps.get(place[0], ()), *(each.part for each in shut)]
        return hours_of_day(parts, whole, more)

    def open_to(
        self, place: Place, day: date, visit_type_id: uuid.UUID, at: datetime, zone: str
    ) -> list[DayPart]:
        """The open hours of one place on one day less what is kept for other visit types, as things stand at `at`."""
        parts, rules = self.on(place, day), self.kept.get(place)
        return without(parts, barred(rules, visit_type_id, day, at, zone)) if rules and parts else parts

    def staff_on(self, place: Place, day: date) -> list[DayPart]:
        """The hours of an assistant on one day: the week less the closed days of the department."""
        parts = _in_force(self.staff.get(place), day)
        shut = self.closures.get(place[0], {}).get(day, ())
        return hours_of_day(parts, [each.part for each in shut], ()) if shut else parts


def _in_force(week: Week | None, day: date) -> list[DayPart]:
    rules = week.get(day.weekday(), ()) if week else ()
    return [part for part, since, until in rules if since <= day and (until is None or day < until)]


def read_hours(
    *,
    unit_ids: Iterable[uuid.UUID],
    first_on: date,
    until_on: date,
    provider_id: uuid.UUID | None = None,
    staff: bool = False,
) -> HoursBook:
    """The hours of these departments on the days first_on..until_on (half-open), of one provider when named; with
    `staff` those of assistants as well.

    Places with the same weekly hours share one week, so that whoever has worked it out for one has it for all. One
    query.
    """
    asked = {
        "units": list(unit_ids),
        "first": first_on,
        "until": until_on,
        "provider": provider_id,
        "staff": staff,
    }
    book = HoursBook()
    with connection.cursor() as cursor:
        cursor.execute(_statement(), asked)
        for what, *row in cursor.fetchall():
            _enter(book, what, row)
    return book


@cache
def _statement() -> str:
    unit = Unit.objects.filter(id=RawSQL("asked.id", ())).values("id", "lineage")  # noqa: S611
    return _QUERY.format(week=_WEEK, rules=_RULES, unit=text_of(unit), kept=KEPT_TEXT, limit=LIMIT_TEXT)


def _enter(book: HoursBook, what: str, row: list[Any]) -> None:
    unit_id, who, text, day, more, starts, ends = row
    if what == "week":
        book.weekly[unit_id, who] = _week(text)
    elif what == "staff":
        book.staff[unit_id, who] = _week(text)
    elif what == "kept":
        book.kept[unit_id, who] = kept_from(text)
    elif what == "limit":
        book.limits[unit_id, who] = limits_from(text)
    elif what == "closed":
        part = None if starts is None else DayPart(starts, ends)
        book.closures.setdefault(unit_id, {}).setdefault(day, []).append(Closure(text, part))
    elif more:
        book.extra.setdefault(((unit_id, who), day), []).append(DayPart(starts, ends))
    else:
        gap = None if starts is None else DayPart(starts, ends)
        book.closed.setdefault((who, day), {}).setdefault(unit_id, []).append(gap)


@lru_cache(maxsize=1024)
def _week(text: str) -> Week:
    """The week of a text; equal texts share one, which nobody changes."""
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
