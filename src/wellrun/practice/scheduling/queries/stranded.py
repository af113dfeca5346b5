"""Which booked visits a change would leave without their provider."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from wellrun.platform.access.api import Actor
from wellrun.platform.ui.formatting import format_clock
from wellrun.practice.facilities.api import Stranded
from wellrun.practice.scheduling.models import Appointment, AvailabilityException
from wellrun.practice.scheduling.queries.hours import hours_between, read_hours
from wellrun.practice.scheduling.queries.kept import Kept, overlapping
from wellrun.practice.scheduling.queries.windows import covered
from wellrun.practice.scheduling.rules import (
    MOVABLE,
    DayPart,
    HoursOn,
    day_bounds,
    day_text,
    hours_of_day,
)


def stranded_by_hours(
    *,
    provider_id: uuid.UUID,
    unit_id: uuid.UUID,
    zone: str,
    hours: Sequence[HoursOn],
    effective_from: date,
    effective_to: date | None = None,
    at: datetime,
) -> list[Appointment]:
    """The visits still to come on the days [effective_from, effective_to) that lie outside these weekly hours and
    inside the present ones, in time order. Exceptions of single days count as they stand."""
    visits = _to_come(
        provider_id, [unit_id], max(at, day_bounds(effective_from, zone)[0]), effective_to, zone
    )
    if not visits:
        return []
    clock = ZoneInfo(zone)
    first_on = visits[0].starts_at.astimezone(clock).date()
    until_on = visits[-1].starts_at.astimezone(clock).date() + timedelta(days=1)
    now_open = hours_between(
        unit_ids=[unit_id], first_on=first_on, until_on=until_on, provider_id=provider_id
    ).get((unit_id, provider_id), {})
    weekly = {
        weekday: [DayPart(h.starts, h.ends) for h in hours if h.weekday == weekday] for weekday in range(7)
    }
    return [
        visit
        for visit in visits
        if _inside(visit, now_open.get(visit.starts_at.astimezone(clock).date(), ()), clock)
        and not _inside(visit, weekly[visit.starts_at.astimezone(clock).weekday()], clock)
    ]


def stranded_by_closing(
    *,
    provider_id: uuid.UUID,
    unit_ids: Iterable[uuid.UUID],
    zone: str,
    on: date,
    starts: time | None,
    ends: time | None,
    at: datetime,
) -> list[Appointment]:
    """The visits still to come on a day that closing it (whole, or between two wall times) would strand."""
    visits = _to_come(provider_id, unit_ids, max(at, day_bounds(on, zone)[0]), on + timedelta(days=1), zone)
    clock, gap = ZoneInfo(zone), None if starts is None or ends is None else DayPart(starts, ends)
    whole = [DayPart(time(), time.max)]
    return [visit for visit in visits if not _inside(visit, hours_of_day(whole, [gap], ()), clock)]


def stranded_by_closed_day(
    *,
    unit_ids: Iterable[uuid.UUID],
    zone: str,
    on: date,
    starts: time | None,
    ends: time | None,
    at: datetime,
) -> list[Appointment]:
    """The visits still to come in these departments that closing a day (whole, or between two wall times) would strand,
    in time order: those of providers who have extra hours then are not among them."""
    units = list(unit_ids)
    visits = _to_come(None, units, max(at, day_bounds(on, zone)[0]), on + timedelta(days=1), zone)
    if not visits:
        return []
    clock, gap = ZoneInfo(zone), None if starts is None or ends is None else DayPart(starts, ends)
    book = read_hours(unit_ids=units, first_on=on, until_on=on + timedelta(days=1))
    open_still = hours_of_day([DayPart(time(), time.max)], [gap], ())
    return [
        visit
        for visit in visits
        if not _inside(visit, open_still, clock)
        and not _inside(visit, book.extra.get(((visit.unit_id, visit.provider_id), on), ()), clock)
    ]


def stranded_by_block(
    *,
    provider_id: uuid.UUID,
    unit_id: uuid.UUID,
    zone: str,
    hours: HoursOn,
    visit_type_ids: Sequence[uuid.UUID],
    release_hours: int | None,
    effective_from: date,
    effective_to: date | None = None,
    at: datetime,
) -> list[Appointment]:
    """The visits of other types still to come that lie in a stretch that would be kept for these, as things stand at
    `at`, in time order."""
    rule = Kept(
        hours.weekday,
        DayPart(hours.starts, hours.ends),
        effective_from,
        effective_to,
        release_hours,
        frozenset(visit_type_ids),
    )
    clock = ZoneInfo(zone)
    visits = _to_come(
        provider_id, [unit_id], max(at, day_bounds(effective_from, zone)[0]), effective_to, zone
    )
    return [
        visit
        for visit in visits
        if overlapping(
            [rule],
            visit.visit_type_id,
            visit.starts_at.astimezone(clock).date(),
            at,
            zone,
            visit.starts_at,
            visit.ends_at,
        )
    ]


def stranded_by_removal(*, exception: AvailabilityException, zone: str, at: datetime) -> list[Appointment]:
    """The visits still to come in extra hours that would be taken away, as far as no other hours hold them."""
    if not exception.extra or exception.starts is None or exception.ends is None:
        return []
    on, unit_id, clock = exception.on, exception.unit_id, ZoneInfo(zone)
    assert unit_id is not None
    visits = _to_come(
        exception.provider_id, [unit_id], max(at, day_bounds(on, zone)[0]), on + timedelta(days=1), zone
    )
    if not visits:
        return []
    part, place = DayPart(exception.starts, exception.ends), (unit_id, exception.provider_id)
    book = read_hours(
        unit_ids=[unit_id],
        first_on=on,
        until_on=on + timedelta(days=1),
        provider_id=exception.provider_id,
    )
    book.extra.get((place, on), []).remove(part)
    left = book.on(place, on)
    return [visit for visit in visits if _inside(visit, [part], clock) and not _inside(visit, left, clock)]


def stranded_by_staff_hours(
    *,
    employee_id: uuid.UUID,
    unit_id: uuid.UUID,
    zone: str,
    hours: Sequence[HoursOn],
    effective_from: date,
    at: datetime,
) -> list[Appointment]:
    """The visits still to come from a day on that have this assistant and would lie outside these weekly hours."""
    visits = _to_come(None, [unit_id], max(at, day_bounds(effective_from, zone)[0]), None, zone)
    clock = ZoneInfo(zone)
    weekly = {
        weekday: [DayPart(h.starts, h.ends) for h in hours if h.weekday == weekday] for weekday in range(7)
    }
    return [
        visit
        for visit in visits
        if visit.assistant_id == employee_id
        and not _inside(visit, weekly[visit.starts_at.astimezone(clock).weekday()], clock)
    ]


def stranded_by_zone(*, unit_id: uuid.UUID, zone: str, new_zone: str, at: datetime) -> list[Appointment]:
    """The visits still to come in a department that are inside the hours of its zone and would be outside them if the
    department were in another: hours are wall time and move, booked instants stay. In time order."""
    visits = _to_come(None, [unit_id], at, None, zone)
    if not visits:
        return []
    first_on = visits[0].starts_at.date() - timedelta(days=1)
    until_on = visits[-1].starts_at.date() + timedelta(days=2)
    open_on = hours_between(unit_ids=[unit_id], first_on=first_on, until_on=until_on)

    def inside(visit: Appointment, where: str) -> bool:
        on = visit.starts_at.astimezone(ZoneInfo(where)).date()
        parts = open_on.get((unit_id, visit.provider_id), {}).get(on, ())
        return covered(parts, on, where, visit.starts_at, visit.ends_at)

    return [visit for visit in visits if inside(visit, zone) and not inside(visit, new_zone)]


def describe_visits(by: Actor, booking_ids: Sequence[uuid.UUID]) -> list[Stranded]:
    """Bookings of the time book in the words of scheduling, as far as `by` may see the department's calendar."""
    reach = by.reach.get("appointments.read", frozenset())
    rows = Appointment.objects.filter(id__in=list(booking_ids), unit_id__in=reach)
    described = []
    for visit in rows.select_related("patient", "provider", "visit_type", "unit"):
        wall = visit.starts_at.astimezone(ZoneInfo(visit.unit.zone))
        described.append(
            Stranded(
                booking_id=visit.id,
                starts_at=visit.starts_at,
                title=f"{visit.patient.family_name}, {visit.patient.given_name}",
                detail=f"{day_text(wall.date())}, {format_clock(wall)} · {visit.visit_type.name}"
                f" · {visit.provider.display_name}",
                path=f"/appointments/{visit.id}/move/",
                patient_id=visit.patient_id,
            )
        )
    return described


def _to_come(
    provider_id: uuid.UUID | None,
    unit_ids: Iterable[uuid.UUID],
    since: datetime,
    until_on: date | None,
    zone: str,
) -> list[Appointment]:
    rows = Appointment.objects.filter(unit_id__in=list(unit_ids), starts_at__gte=since, state__in=MOVABLE)
    if provider_id is not None:
        rows = rows.filter(provider_id=provider_id)
    if until_on is not None:
        rows = rows.filter(starts_at__lt=day_bounds(until_on, zone)[0])
    return list(rows.select_related("patient", "visit_type", "provider").order_by("starts_at"))


def _inside(visit: Appointment, parts: Iterable[DayPart], clock: ZoneInfo) -> bool:
    starts, ends = visit.starts_at.astimezone(clock).time(), visit.ends_at.astimezone(clock).time()
    return any(part.starts <= starts and ends <= part.ends for part in parts)
