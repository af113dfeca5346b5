"""Visits that repeat: seen whole before anything is booked, booked in one transaction, changed from one on."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import holidays
from django.db import transaction

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.platform.database.ids import new_id
from wellrun.platform.ui.formatting import format_clock
from wellrun.practice.patients.api import patient as find_patient
from wellrun.practice.scheduling.models import Appointment, BookedBy, BulkKind, VisitSeries
from wellrun.practice.scheduling.models.appointment import RELEASED
from wellrun.practice.scheduling.operations.book import book_appointment
from wellrun.practice.scheduling.operations.bulk import (
    BulkResult,
    Outcome,
    Wanted,
    cancel_visits,
    move_visits,
    note_bulk,
)
from wellrun.practice.scheduling.operations.checks import (
    TimePassed,
    refuse_not_offered,
    refuse_patient,
    refuse_unavailable,
)
from wellrun.practice.scheduling.operations.take_time import TimeTaken, take_time
from wellrun.practice.scheduling.queries.find_times import Offer, find_times
from wellrun.practice.scheduling.queries.recurrence import SeriesRule, days_of
from wellrun.practice.scheduling.queries.slots import slot_at
from wellrun.practice.scheduling.queries.visit_types import visit_type
from wellrun.practice.scheduling.rules import MOVABLE, day_text, instant_of

#: A holiday is told; whether the office is closed then is said by the hours.
_HOLIDAYS = holidays.US()
LOOK_AROUND = timedelta(days=4)


class SeriesRefused(Refused):
    """The series cannot be booked as it is; nothing of it was."""

    status = 409


class Scope(StrEnum):
    """How much of a series a change is for."""

    THIS = "this"
    LATER = "later"
    ALL = "all"


@dataclass(frozen=True)
class Occurrence:
    """One visit of a series to be: its day, its instant (None where the clocks skip it), why it cannot be ("" where it
    can), the nearest free time where it cannot, and the federal holiday that it falls on, if any."""

    position: int
    on: date
    starts_at: datetime | None
    problem: str = ""
    alternative: Offer | None = None
    holiday: str = ""


def preview_series(
    *,
    patient_id: uuid.UUID,
    visit_type_id: uuid.UUID,
    provider_id: uuid.UUID,
    first_starts_at: datetime,
    rule: SeriesRule,
    by: Actor,
    at: datetime,
) -> list[Occurrence]:
    """Every visit that the rule makes, with what stands in its way and the nearest free time instead; books nothing.
    The wall time of the first holds for all, across changes of the clocks."""
    kind = visit_type(visit_type_id)
    if kind is None:
        raise NotFound()
    require(by, "appointments.book", kind.unit_id)
    asked = {"visit_type_id": visit_type_id, "provider_id": provider_id, "patient_id": patient_id}
    wall = first_starts_at.astimezone(ZoneInfo(kind.unit.zone))
    days = days_of(rule, wall.date())
    if not days:
        raise SeriesRefused("The rule makes no visit. Choose another last day.", field="until_on")
    found, used = [], set[datetime]()
    for position, day in enumerate(days, start=1):
        starts_at, problem = None, ""
        try:
            starts_at = instant_of(datetime.combine(day, wall.time()), kind.unit.zone)
            _refuse(asked, starts_at, by, at)
        except NotFound:
            raise
        except Refused as refused:
            problem = refused.sentence
        alternative = None
        if problem:
            middle = starts_at or datetime.combine(day, time(12), tzinfo=ZoneInfo(kind.unit.zone))
            alternative = _nearest(asked, middle, kind.unit.zone, used, by, at)
            if alternative is not None:
                used.add(alternative.starts_at)
        found.append(Occurrence(position, day, starts_at, problem, alternative, _HOLIDAYS.get(day) or ""))
    return found


def book_series(
    *,
    patient_id: uuid.UUID,
    visit_type_id: uuid.UUID,
    provider_id: uuid.UUID,
    first_starts_at: datetime,
    rule: SeriesRule,
    choices: Mapping[int, datetime | None] | None = None,
    reason: str = "",
    note: str = "",
    by: Actor,
    at: datetime,
) -> BulkResult:
    """Book every visit of a series, or none and raise `SeriesRefused`, which names the one in the way. `choices` gives
    positions another instant (the alternative of the preview) or None to leave them out. `undo_bulk` takes it back."""
    kind, patient = visit_type(visit_type_id), find_patient(patient_id)
    if kind is None or patient is None:
        raise NotFound()
    require(by, "appointments.book", kind.unit_id)
    wall = first_starts_at.astimezone(ZoneInfo(kind.unit.zone))
    starts = _starts(rule, wall, kind.unit.zone, choices or {})
    series = VisitSeries(
        id=new_id(),
        organization_id=kind.organization_id,
        unit_id=kind.unit_id,
        compartment=patient.compartment,
        patient_id=patient_id,
        visit_type_id=visit_type_id,
        provider_id=provider_id,
        first_on=wall.date(),
        wall=wall.time(),
        repeats=rule.repeats,
        every=rule.every,
        weekdays=list(rule.weekdays),
        nth=rule.nth,
        count=rule.count,
        until_on=rule.until_on,
        made_at=at,
        made_by_id=by.person_id,
    )
    with transaction.atomic():
        series.save(force_insert=True)
        visits = [
            _booked(series, position, starts_at, kind.unit.zone, reason=reason, note=note, by=by, at=at)
            for position, starts_at in starts.items()
        ]
        record_act("series.booked", subject_type="visit_series", subject_id=series.id, patients=[patient_id])
        act = note_bulk(BulkKind.BOOK, visits, reason, by, at)
    return BulkResult(act, [Outcome(visit.id, visit) for visit in visits])


def visits_in_scope(visit: Appointment, scope: Scope) -> list[Appointment]:
    """The visits of a series that a change is for, those that can still be moved or canceled, by position."""
    if visit.series_id is None or scope == Scope.THIS:
        return [visit]
    rows = Appointment.objects.filter(series_id=visit.series_id, state__in=MOVABLE)
    if scope == Scope.LATER:
        rows = rows.filter(starts_at__gte=visit.starts_at)
    return list(rows.order_by("series_position"))


def cancel_series(
    *, visit: Appointment, scope: Scope, reason: str, code: str = "", by: Actor, at: datetime
) -> BulkResult:
    """Cancel this visit, this and the later ones, or all that are to come."""
    ids = [each.id for each in visits_in_scope(visit, scope) if each.starts_at > at or scope == Scope.THIS]
    return cancel_visits(appointment_ids=ids, reason=reason, code=code, by=by, at=at)


def move_series(
    *,
    visit: Appointment,
    scope: Scope,
    wall: time,
    shift_days: int = 0,
    provider_id: uuid.UUID | None = None,
    nearest: bool = False,
    reason: str,
    by: Actor,
    at: datetime,
) -> BulkResult:
    """Give this visit, this and the later ones, or all that are to come another wall time, so many days later, or
    another provider. With `nearest` a time that is taken gives way to the nearest free one of its day."""
    moves, skipped = [], []
    for each in visits_in_scope(visit, scope):
        if each.starts_at <= at:
            continue
        zone = each.unit.zone
        day = each.starts_at.astimezone(ZoneInfo(zone)).date() + timedelta(days=shift_days)
        try:
            starts_at = instant_of(datetime.combine(day, wall), zone)
        except Refused as refused:
            skipped.append(Outcome(each.id, None, refused.sentence))
            continue
        moves.append(Wanted(each.id, starts_at, provider_id or each.provider_id, nearest))
    # A series that moves by whole weeks steps onto its own times: the one that makes room goes first.
    moves.sort(key=lambda move: move.starts_at, reverse=shift_days > 0)
    result = move_visits(moves=moves, reason=reason, by=by, at=at)
    return BulkResult(result.act, [*result.outcomes, *skipped])


def _starts(
    rule: SeriesRule, wall: datetime, zone: str, choices: Mapping[int, datetime | None]
) -> dict[int, datetime]:
    starts: dict[int, datetime] = {}
    for position, day in enumerate(days_of(rule, wall.date()), start=1):
        if position not in choices:
            starts[position] = instant_of(datetime.combine(day, wall.time()), zone)
        elif (chosen := choices[position]) is not None:
            starts[position] = chosen
    if not starts:
        raise SeriesRefused("No visit is left in the series.")
    return starts


def _booked(
    series: VisitSeries,
    position: int,
    starts_at: datetime,
    zone: str,
    *,
    reason: str,
    note: str,
    by: Actor,
    at: datetime,
) -> Appointment:
    try:
        with transaction.atomic():
            return book_appointment(
                patient_id=series.patient_id,
                visit_type_id=series.visit_type_id,
                provider_id=series.provider_id,
                starts_at=starts_at,
                reason=reason,
                note=note,
                through=BookedBy.SERIES,
                series_id=series.id,
                series_position=position,
                by=by,
                at=at,
            )
    except NotFound:
        raise
    except Refused as refused:
        wall = starts_at.astimezone(ZoneInfo(zone))
        raise SeriesRefused(
            f"Nothing was booked. Visit {position} on {day_text(wall.date())}, {format_clock(wall)}:"
            f" {refused.sentence}"
        ) from refused


def _refuse(asked: Mapping[str, Any], starts_at: datetime, by: Actor, at: datetime) -> None:
    """Raise what would refuse a visit then, room and device included: the time is taken, and given back."""
    booking_id = new_id()
    slot = slot_at(starts_at=starts_at, at=at, booking_id=booking_id, **asked)
    if slot is None:
        raise NotFound()
    if starts_at < at:
        raise TimePassed()
    refuse_not_offered(slot)
    if slot.provider and slot.provider.free_lane() is None:
        raise TimeTaken(f"{slot.provider.name} is booked at {format_clock(slot.wall)}.")
    refuse_unavailable(slot)
    refuse_patient(slot)
    with transaction.atomic():
        take_time(slot, appointment_id=booking_id, by=by, at=at)
        transaction.set_rollback(True)


def _nearest(
    asked: Mapping[str, Any], starts_at: datetime, zone: str, used: set[datetime], by: Actor, at: datetime
) -> Offer | None:
    """The free time nearest to an instant, within four days of it, that no other visit of the series has: of the same
    day, else of the nearest day, the nearest on the clock."""
    wall = starts_at.astimezone(ZoneInfo(zone))

    def how_far(offer: Offer) -> tuple[int, float]:
        other = offer.starts_at.astimezone(ZoneInfo(zone))
        clock = (other.hour - wall.hour) * 60 + other.minute - wall.minute
        return abs((other.date() - wall.date()).days), abs(clock)

    offers = find_times(
        visit_type_id=asked["visit_type_id"],
        provider_id=asked["provider_id"],
        starts_on=(starts_at - LOOK_AROUND).date(),
        days=2 * LOOK_AROUND.days + 1,
        limit=900,
        by=by,
        at=at,
    )
    visits = Appointment.objects.filter(
        patient_id=asked["patient_id"],
        starts_at__gte=starts_at - 2 * LOOK_AROUND,
        starts_at__lt=starts_at + 2 * LOOK_AROUND,
    ).exclude(state__in=RELEASED)
    busy = list(visits.values_list("starts_at", "ends_at"))
    for offer in sorted(offers, key=how_far):
        free = all(offer.ends_at <= start or end <= offer.starts_at for start, end in busy)
        if free and offer.starts_at not in used:
            return offer
    return None
