"""One wanted time with one provider, as all the books stand: read whole in one statement, since most attempts at a
time that many want end right there."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time
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
from wellrun.practice.scheduling.rules import DayPart, hours_of_day
from wellrun.practice.timebook.api import LONGEST, Opening, openings_sql
from wellrun.practice.workforce.api import Held, held_from, held_sql


@dataclass(frozen=True)
class Slot:
    """A wanted time: [starts_at, ends_at) is the visit, `provider_until` and `places_until` when provider, room and
    device are free again. `hours` are the provider's of that day in that department, in wall time, `held` the
    credentials that decide whether they may work.

    `provider` is None when there is no such provider in the organization. When no lane of the provider is free, nobody
    asks further: `places`, `hours` and `held` are empty then.
    """

    visit_type: VisitType
    unit_name: str
    zone: ZoneInfo
    starts_at: datetime
    ends_at: datetime
    provider_until: datetime
    places_until: datetime
    provider: Opening | None
    places: list[Opening]
    hours: list[DayPart]
    held: list[Held]
    patient: WantedPatient

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
    It takes as long as its type says, or `minutes`. With `beyond` the provider is asked about for an overbooking in so
    many lanes above the capacity; without `patient_id` it is for nobody yet. None when there is no such visit type.
    One statement."""
    asked = {
        "visit_type_id": visit_type_id,
        "provider_id": provider_id,
        "patient_id": patient_id,
        "starts_at": starts_at,
        "earliest_at": starts_at - LONGEST,
        "at": at,
        "booking_id": booking_id,
        "minutes": minutes,
        "beyond": beyond,
    }
    with connection.cursor() as cursor:
        cursor.execute(_statement(), asked)
        row = cursor.fetchone()
    return None if row is None else _slot(row, patient_id, starts_at)


def _slot(row: tuple[Any, ...], patient_id: uuid.UUID | None, starts_at: datetime) -> Slot:
    cells = iter(row)
    visit_type = from_row(VisitType, tuple(islice(cells, len(VisitType._meta.concrete_fields))))
    unit_name, zone, ends_at, provider_until, places_until = islice(cells, 5)
    provider, places, patient, hours, held = (tuple(islice(cells, width)) for width in (7, 6, 3, 5, 4))
    return Slot(
        visit_type=visit_type,
        unit_name=unit_name,
        zone=ZoneInfo(zone),
        starts_at=starts_at,
        ends_at=ends_at,
        provider_until=provider_until,
        places_until=places_until,
        provider=None if provider[0] is None else Opening(*provider),
        places=[
            Opening(*place, retired=False, taken=taken)
            for *place, taken in zip(*(column or () for column in places), strict=True)
        ],
        hours=_hours(*hours),
        held=held_from(held),
        patient=WantedPatient(patient_id, *patient),
    )


def _hours(
    opens: list[time] | None,
    closes: list[time] | None,
    more: list[bool] | None,
    starts: list[time | None] | None,
    ends: list[time | None] | None,
) -> list[DayPart]:
    weekly = [DayPart(*part) for part in zip(opens or (), closes or (), strict=True)]
    closed: list[DayPart | None] = []
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
  s.ends_at + make_interval(mins => case when t.room_kind = '' and t.device_kind = ''
    then t.buffer_after_minutes else 0 end) as provider_until,
  s.ends_at + make_interval(mins => t.buffer_after_minutes) as places_until,
  (%(starts_at)s at time zone unit.zone)::date as day,
  extract(isodow from %(starts_at)s at time zone unit.zone)::smallint - 1::smallint as weekday
from scheduling_visit_type t
cross join lateral ({unit}) as unit
cross join lateral (
  select %(starts_at)s + make_interval(mins => coalesce(%(minutes)s::int, t.minutes)) as ends_at
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
      or (r.kind = 'device' and w.device_kind <> '' and r.tags @> array[w.device_kind]))"""
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
    unit = Unit.objects.filter(id=RawSQL("t.unit_id", ())).values("zone", unit_name=F("name"))  # noqa: S611
    patient = Patient.objects.filter(id=RawSQL("%(patient_id)s", ()))  # noqa: S611
    provider = openings_sql(
        which="r.subject_id = %(provider_id)s and r.kind = 'provider' and r.organization_id = w.organization_id",
        until="w.provider_until",
    )
    wanted = _WANTED.format(visit_type=columns_of(VisitType, alias="t"), unit=text_of(unit))
    places = _PLACES.format(openings=openings_sql(which=_OF_THE_KIND, until="w.places_until"))
    return f"""
with w as materialized ({wanted})
select {columns_of(VisitType, alias="w")}, w.unit_name, w.zone, w.ends_at, w.provider_until, w.places_until,
  provider.id, provider.subject_id, provider.kind, provider.name, provider.capacity, provider.retired, provider.taken,
  place.*, patient.compartment, patient.deceased_on, exists ({_ELSEWHERE}), weekly.*, exception.*, held.*
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
"""  # noqa: S608 (every part is written in the program)
