"""The hours of many providers in one reading: who has the same week shares it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, time

from django.db import connection

from wellrun.practice.scheduling.queries.hours import HoursBook
from wellrun.practice.scheduling.rules import DayPart

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

Week = dict[int, list[tuple[DayPart, date, date | None]]]


def read_hours_at_once(
    *, unit_ids: Iterable[uuid.UUID], first_on: date, until_on: date, provider_id: uuid.UUID | None = None
) -> HoursBook:
    """What `hours.read_hours` says, for many: places with the same weekly hours share one week, so that whoever has
    worked it out for one has it for all. One query."""
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
