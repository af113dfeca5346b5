"""One wanted time with one provider, as all the books stand: read whole in one statement, since most attempts at a
time that many want end right there."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import F
from django.db.models.expressions import RawSQL

from wellrun.platform.database.plain import columns_of, from_row, text_of
from wellrun.practice.organization.api import Unit
from wellrun.practice.patients.api import Patient
from wellrun.practice.scheduling.models import VisitType
from wellrun.practice.scheduling.queries.hours import Closure
from wellrun.practice.scheduling.queries.kept import (
    KEPT_TEXT,
    LIMIT_TEXT,
    Kept,
    Limit,
    kept_from,
    limits_from,
)
from wellrun.practice.scheduling.queries.windows import covered
from wellrun.practice.scheduling.rules import DayPart, hours_of_day
from wellrun.practice.timebook.api import LONGEST, Opening, openings_sql
from wellrun.practice.workforce.api import Held, Provider, held_from, held_sql

#: No buffer before a visit is longer.
LONGEST_BUFFER = timedelta(hours=2)


@dataclass(frozen=True)
class Slot:
    """A wanted time: [starts_at, ends_at) is the visit. The provider is taken from `provider_from` to `provider_until`,
    room and device from `places_from` to `places_until`, an assistant for the visit. `hours` are the provider's of that
    day in that department, in wall time, `held` the credentials that decide whether they may work; `closures` are the
    closed days that cut into `hours`, `kept` and `limits` the rules on them, and `staff` who of the department has the
    skill and works at that time, all as it is at `asked_at`.

    `provider` is None when there is no such provider in the organization. When no lane of the provider is free, nobody
    asks further: `places`, `hours`, `held` and what rules them are empty then.
    """

    visit_type: VisitType
    unit_name: str
    zone: ZoneInfo
    starts_at: datetime
    ends_at: datetime
    provider_from: datetime
    provider_until: datetime
    places_from: datetime
    places_until: datetime
    provider: Opening | None
    places: list[Opening]
    hours: list[DayPart]
    held: list[Held]
    patient: WantedPatient
    closures: list[Closure]
    kept: tuple[Kept, ...]
    limits: tuple[Limit, ...]
    staff: list[Opening]
    asked_at: datetime

    @property
    def minutes(self) -> int:
        """How long the visit takes with this provider."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    @property
    def wall(self) -> datetime:
        """The start in wall time of the department."""
        return self.starts_at.astimezone(self.zone)


@dataclass(frozen=True)
class WantedPatient:
    """The patient of a wanted time. `compartment` is None for a patient whom the person asking does not see;
    `elsewhere` says whether the patient has another visit at that time."""

    id: uuid.UUID | None
    compartment: str | None
    deceased_on: date | None
    elsewhere: bool


def slot_at(
    *,
    visit_type_id: uuid.UUID,
    provider_id: uuid.UUID,
    patient_id: uuid.UUID | None,
    starts_at: datetime,
    at: datetime,
    booking_id: uuid.UUID,
    minutes: int | None = None,
    beyond: int = 0,
) -> Slot | None:
    """Everything that decides whether the visit can be at `starts_at`; what `booking_id` holds itself is free to it.
    It takes as long as its type says for that provider, or `minutes`. With `beyond` the provider is asked about for an
    overbooking in so many lanes above the capacity; without `patient_id` it is for nobody yet. None when there is no
    such visit type. One statement."""
    asked = {
        "visit_type_id": visit_type_id,
        "provider_id": provider_id,
        "patient_id": patient_id,
        "starts_at": starts_at,
        "earliest_at": starts_at - LONGEST - LONGEST_BUFFER,
        "at": at,
        "booking_id": booking_id,
        "minutes": minutes,
        "beyond": beyond,
    }
    with connection.cursor() as cursor:
        cursor.execute(_statement(), asked)
        row = cursor.fetchone()
    return None if row is None else _slot(row, patient_id, starts_at, at)


def _slot(row: tuple[Any, ...], patient_id: uuid.UUID | None, starts_at: datetime, at: datetime) -> Slot:
    cells = iter(row)
    visit_type = from_row(VisitType, tuple(islice(cells, len(VisitType._meta.concrete_fields))))
    unit_name, zone, day, ends_at = islice(cells, 4)
    reach = tuple(islice(cells, 4))
    provider, places, patient, hours, held = (tuple(islice(cells, width)) for width in (7, 6, 3, 5, 4))
    shut, rules, staff, working = (tuple(islice(cells, width)) for width in (3, 2, 6, 3))
    closures = [
        Closure(name, None if start is None else DayPart(start, end)) for name, start, end in _rows(shut)
    ]
    at_work = _at_work(working, closures, day, zone, (starts_at, ends_at))
    return Slot(
        visit_type=visit_type,
        unit_name=unit_name,
        zone=ZoneInfo(zone),
        starts_at=starts_at,
        ends_at=ends_at,
        provider_from=reach[0],
        provider_until=reach[1],
        places_from=reach[2],
        places_until=reach[3],
        provider=None if provider[0] is None else Opening(*provider),
        places=[Opening(*place, retired=False, taken=taken) for *place, taken in _rows(places)],
        hours=_hours(*hours, closures),
        held=held_from(held),
        patient=WantedPatient(patient_id, *patient),
        closures=closures,
        kept=kept_from(rules[0]) if rules[0] else (),
        limits=limits_from(rules[1]) if rules[1] else (),
        staff=[
            Opening(*who, retired=False, taken=taken) for *who, taken in _rows(staff) if who[1] in at_work
        ],
        asked_at=at,
    )


def _rows(columns: tuple[list[Any] | None, ...]) -> list[tuple[Any, ...]]:
    return list(zip(*(column or () for column in columns), strict=True))


def _at_work(
    working: tuple[list[Any] | None, ...],
    closures: list[Closure],
    day: date,
    zone: str,
    during: tuple[datetime, datetime],
) -> set[uuid.UUID]:
    parts: dict[uuid.UUID, list[DayPart]] = defaultdict(list)
    for who, starts, ends in _rows(working):
        parts[who].append(DayPart(starts, ends))
    shut = [each.part for each in closures]
    return {who for who, each in parts.items() if covered(hours_of_day(each, shut, ()), day, zone, *during)}


def _hours(
    opens: list[time] | None,
    closes: list[time] | None,
    more: list[bool] | None,
    starts: list[time | None] | None,
    ends: list[time | None] | None,
    closures: list[Closure],
) -> list[DayPart]:
    weekly = [DayPart(*part) for part in zip(opens or (), closes or (), strict=True)]
    closed: list[DayPart | None] = [each.part for each in closures]
    extra: list[DayPart] = []
    for is_extra, start, end in zip(more or (), starts or (), ends or (), strict=True):
        part = None if start is None or end is None else DayPart(start, end)
        if not is_extra:
            closed.append(part)
        elif part is not None:
            extra.append(part)
    return hours_of_day(weekly, closed, extra)


# Bounds that searches compare with an index are computed in a materialized step: behind row-level security an index
# serves plain columns only.
_WANTED = """
select {visit_type}, unit.unit_name, unit.zone,
  s.ends_at,
  %(starts_at)s - make_interval(mins => s.alone * t.buffer_before_minutes) as provider_from,
  s.ends_at + make_interval(mins => s.alone * t.buffer_after_minutes) as provider_until,
  %(starts_at)s - make_interval(mins => t.buffer_before_minutes) as places_from,
  s.ends_at + make_interval(mins => t.buffer_after_minutes) as places_until, unit.lineage,
  (%(starts_at)s at time zone unit.zone)::date as day,
  extract(isodow from %(starts_at)s at time zone unit.zone)::smallint - 1::smallint as weekday
from scheduling_visit_type t
cross join lateral ({unit}) as unit
cross join lateral (
  select (t.room_kind = '' and t.device_kind = '')::int as alone,
    %(starts_at)s + make_interval(mins => coalesce(%(minutes)s::int, (
      select l.minutes from scheduling_visit_type_length l
      where l.visit_type_id = t.id and l.provider_id = %(provider_id)s
    ), (
      select l.minutes from scheduling_visit_type_length l
      where l.visit_type_id = t.id and l.provider_id is null and l.level = ({level})
    ), t.minutes)) as ends_at
) as s
where t.id = %(visit_type_id)s
"""
_PLACES = """
select array_agg(id order by id) as ids, array_agg(subject_id order by id), array_agg(kind order by id),
  array_agg(name order by id), array_agg(capacity order by id), array_agg(taken order by id)
from ({openings}) as place
"""
_OF_THE_KIND = """
    provider.open and r.organization_id = w.organization_id and r.unit_id = w.unit_id and r.retired_at is null
    and ((r.kind = 'room' and w.room_kind <> '' and r.tags @> array[w.room_kind])
      or (r.kind = 'device' and w.device_kind <> '' and r.tags @> array[w.device_kind]
        and (w.device_id is null or r.subject_id = w.device_id)))"""
_WITH_THE_SKILL = """
    provider.open and w.staff_skill <> '' and r.organization_id = w.organization_id and r.unit_id = w.unit_id
    and r.retired_at is null and r.kind = 'staff' and r.tags @> array[w.staff_skill]"""
_WORKING = """
select array_agg(h.employee_id) as working, array_agg(h.starts) as works_from, array_agg(h.ends) as works_to
from scheduling_staff_hours h
where provider.open and w.staff_skill <> '' and h.unit_id = w.unit_id and h.weekday = w.weekday
  and h.effective_from <= w.day and (h.effective_to is null or h.effective_to > w.day)
"""
_CLOSURES = """
select array_agg(c.name) as closed_for, array_agg(c.starts) as closed_from, array_agg(c.ends) as closed_to
from scheduling_closed_day c where provider.open and c.unit_id = any (w.lineage) and c."on" = w.day
"""
# The rules on that weekday; their days are looked at where they are read.
_RULES = """
select (select {kept} from scheduling_type_block r where r.unit_id = w.unit_id and r.provider_id = %(provider_id)s
    and r.weekday = w.weekday) as kept,
  (select {limit} from scheduling_session_limit r where r.unit_id = w.unit_id and r.provider_id = %(provider_id)s
    and r.weekday = w.weekday) as limits
where provider.open
"""
_ELSEWHERE = """
select 1 from scheduling_appointment a
where a.patient_id = %(patient_id)s and a.holds_time and a.id <> %(booking_id)s
  and a.starts_at < w.ends_at and a.starts_at > %(earliest_at)s and a.ends_at > %(starts_at)s
"""
_WEEKLY = """
select array_agg(h.starts order by h.starts) as opens, array_agg(h.ends order by h.starts) as closes
from scheduling_availability h
where provider.open and h.provider_id = %(provider_id)s and h.unit_id = w.unit_id and h.weekday = w.weekday
  and h.effective_from <= w.day and (h.effective_to is null or h.effective_to > w.day)
"""
_EXCEPTIONS = """
select array_agg(e.extra) as more, array_agg(e.starts) as starts, array_agg(e.ends) as ends
from scheduling_availability_exception e
where provider.open and e.provider_id = %(provider_id)s and e.on = w.day
  and (e.unit_id is null or e.unit_id = w.unit_id)
"""


@cache
def _statement() -> str:
    unit = Unit.objects.filter(id=RawSQL("t.unit_id", ())).values("zone", "lineage", unit_name=F("name"))  # noqa: S611
    patient = Patient.objects.filter(id=RawSQL("%(patient_id)s", ()))  # noqa: S611
    provider = openings_sql(
        which="r.subject_id = %(provider_id)s and r.kind = 'provider' and r.organization_id = w.organization_id",
        since="w.provider_from",
        until="w.provider_until",
    )
    level = Provider.objects.filter(id=RawSQL("%(provider_id)s", ())).values("level")  # noqa: S611
    wanted = _WANTED.format(
        visit_type=columns_of(VisitType, alias="t"), unit=text_of(unit), level=text_of(level)
    )
    places = _PLACES.format(
        openings=openings_sql(which=_OF_THE_KIND, since="w.places_from", until="w.places_until")
    )
    staff = _PLACES.format(openings=openings_sql(which=_WITH_THE_SKILL, until="w.ends_at"))
    rules = _RULES.format(kept=KEPT_TEXT, limit=LIMIT_TEXT)
    return f"""
with w as materialized ({wanted})
select {columns_of(VisitType, alias="w")}, w.unit_name, w.zone, w.day, w.ends_at,
  w.provider_from, w.provider_until, w.places_from, w.places_until,
  provider.id, provider.subject_id, provider.kind, provider.name, provider.capacity, provider.retired, provider.taken,
  place.*, patient.compartment, patient.deceased_on, exists ({_ELSEWHERE}), weekly.*, exception.*, held.*,
  closure.*, rule.*, staff.*, working.*
from w
left join lateral (
  select o.*, o.taken & ((1::bigint << (o.capacity + %(beyond)s)) - 1)
    <> (1::bigint << (o.capacity + %(beyond)s)) - 1 as open from ({provider}) as o
) as provider on true
left join lateral ({text_of(patient.values("compartment", "deceased_on"))}) as patient on true
cross join lateral ({places}) as place
cross join lateral ({_WEEKLY}) as weekly
cross join lateral ({_EXCEPTIONS}) as exception
cross join lateral ({held_sql(provider="%(provider_id)s")} and provider.open) as held
cross join lateral ({_CLOSURES}) as closure
left join lateral ({rules}) as rule on true
cross join lateral ({staff}) as staff
cross join lateral ({_WORKING}) as working
"""  # noqa: S608 (every part is written in the program)
