"""Changing visit types and availability."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from wellrun.platform.access.api import Actor, NotFound, Refused, Stale, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.organization.api import Unit
from wellrun.practice.scheduling.models import Availability, AvailabilityException, VisitType
from wellrun.practice.scheduling.operations.possible_types import VisitTypeRefused, refuse_impossible_type
from wellrun.practice.scheduling.queries.availability import pattern_version
from wellrun.practice.scheduling.rules import HoursOn
from wellrun.practice.workforce.api import provider as find_provider


class WrongHours(Refused):
    """Hours that cannot be."""

    field = "hours"


EDITABLE = (
    "name",
    "short_name",
    "minutes",
    "buffer_after_minutes",
    "room_kind",
    "device_kind",
    "new_patient",
    "color",
    "instructions",
    "buffer_before_minutes",
    "device_id",
    "staff_skill",
    "telehealth",
    "required_forms",
    "needs_authorization",
    "age_from",
    "age_below",
    "sex",
    "online",
    "online_lead_hours",
    "capacity",
    "active",
)


def add_visit_type(
    *,
    unit: Unit,
    name: str,
    minutes: int,
    short_name: str = "",
    buffer_after_minutes: int = 0,
    room_kind: str = "",
    device_kind: str = "",
    new_patient: bool | None = None,
    color: str = "#4f6d8f",
    instructions: str = "",
    by: Actor,
    at: datetime,
    **options: object,
) -> VisitType:
    """Let a department book a new kind of visit; `options` are further fields of `EDITABLE`."""
    require(by, "appointments.configure", unit.id)
    kind = VisitType(
        organization_id=unit.organization_id,
        unit=unit,
        name=name,
        short_name=(short_name or name)[:16],
        minutes=minutes,
        buffer_after_minutes=buffer_after_minutes,
        room_kind=room_kind,
        device_kind=device_kind,
        new_patient=new_patient,
        color=color,
        instructions=instructions,
    )
    _change(kind, options)
    _save(kind, insert=True)
    record_act("visit_type.added", subject_type="visit_type", subject_id=kind.id)
    return kind


def change_visit_type(
    *, visit_type_id: uuid.UUID, changes: Mapping[str, object], expected_version: int, by: Actor, at: datetime
) -> VisitType:
    """Change a visit type for what is booked from now on; visits that are booked keep their length and room."""
    kind = VisitType.objects.select_for_update().filter(id=visit_type_id).first()
    if kind is None:
        raise NotFound()
    require(by, "appointments.configure", kind.unit_id)
    if kind.version != expected_version:
        raise Stale()
    _change(kind, changes)
    kind.version += 1
    _save(kind, insert=False)
    record_act("visit_type.changed", subject_type="visit_type", subject_id=kind.id)
    return kind


def _change(kind: VisitType, changes: Mapping[str, object]) -> None:
    for name, value in changes.items():
        if name not in EDITABLE:
            raise ValueError(f"{name} is no field of a visit type.")
        setattr(kind, name, value)


def _save(kind: VisitType, *, insert: bool) -> None:
    refuse_impossible_type(kind)
    try:
        with transaction.atomic():
            kind.save(force_insert=insert)
    except IntegrityError as refused:
        if "visit_type_name_once_in_unit" not in str(refused):
            raise
        raise VisitTypeRefused("This department has a visit type of that name.", field="name") from refused


def set_availability(
    *,
    provider_id: uuid.UUID,
    unit: Unit,
    hours: Sequence[HoursOn],
    effective_from: date,
    effective_to: date | None = None,
    expected_version: str | None = None,
    by: Actor,
    at: datetime,
) -> list[Availability]:
    """Replace the weekly hours of a provider in a department on the days [effective_from, effective_to); hours of
    other days stay. Visits that are booked stay too: see `stranded_by_hours` before. Raises `Stale` when the hours are
    not those of `expected_version` (`pattern_version`) any more."""
    require(by, "appointments.configure", unit.id)
    if find_provider(provider_id) is None:
        raise NotFound()
    refuse_impossible_hours(hours, effective_from, effective_to)
    _lock_pattern(provider_id, unit.id)
    if expected_version not in (None, pattern_version(provider_id, unit.id)):
        raise Stale()
    _make_way(provider_id, unit.id, effective_from, effective_to)
    rows = Availability.objects.bulk_create(
        Availability(
            organization_id=unit.organization_id,
            provider_id=provider_id,
            unit=unit,
            weekday=part.weekday,
            starts=part.starts,
            ends=part.ends,
            effective_from=effective_from,
            effective_to=effective_to,
        )
        for part in hours
    )
    record_act("availability.set", subject_type="provider", subject_id=provider_id)
    return rows


def _lock_pattern(provider_id: uuid.UUID, unit_id: uuid.UUID) -> None:
    # A pattern may have no row yet that could be locked.
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"hours {provider_id} {unit_id}"]
        )


def refuse_impossible_hours(
    hours: Sequence[HoursOn], effective_from: date, effective_to: date | None
) -> None:
    """Raise `WrongHours` for hours that run backward or overlap, or for days in the wrong order."""
    if effective_to is not None and effective_to <= effective_from:
        raise WrongHours("The last day comes after the first.", field="effective_to")
    by_day = sorted(hours, key=lambda part: (part.weekday, part.starts))
    for part in by_day:
        if part.starts >= part.ends:
            raise WrongHours("Hours end after they start.")
    for one, other in zip(by_day, by_day[1:], strict=False):
        if one.weekday == other.weekday and other.starts < one.ends:
            raise WrongHours("Two stretches of one day overlap. Join them into one.")


def _make_way(provider_id: uuid.UUID, unit_id: uuid.UUID, first_on: date, until_on: date | None) -> None:
    rows = Availability.objects.select_for_update().filter(
        Q(effective_to__isnull=True) | Q(effective_to__gt=first_on), provider_id=provider_id, unit_id=unit_id
    )
    if until_on is not None:
        rows = rows.filter(effective_from__lt=until_on)
    for row in list(rows):
        before, after = (
            row.effective_from < first_on,
            until_on is not None and (row.effective_to is None or row.effective_to > until_on),
        )
        if after:
            Availability.objects.create(
                organization_id=row.organization_id,
                provider_id=provider_id,
                unit_id=unit_id,
                weekday=row.weekday,
                starts=row.starts,
                ends=row.ends,
                effective_from=until_on,
                effective_to=row.effective_to,
            )
        if before:
            row.effective_to = first_on
            row.save(update_fields=["effective_to"])
        else:
            row.delete()


def add_exception(
    *,
    provider_id: uuid.UUID,
    on: date,
    extra: bool = False,
    unit: Unit | None = None,
    starts: time | None = None,
    ends: time | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> AvailabilityException:
    """Let one day differ: closed (whole, or between two wall times; everywhere without `unit`), or extra hours in
    one department."""
    provider = find_provider(provider_id)
    if provider is None:
        raise NotFound()
    require(by, "appointments.configure", unit.id if unit else provider.unit_id)
    if (starts is None) != (ends is None) or (starts is not None and ends is not None and starts >= ends):
        raise WrongHours("Hours end after they start.", field="ends")
    if extra and (unit is None or starts is None):
        raise WrongHours("Extra hours have a department, a start and an end.", field="starts")
    exception = AvailabilityException.objects.create(
        organization_id=provider.organization_id,
        provider_id=provider_id,
        unit=unit,
        on=on,
        extra=extra,
        starts=starts,
        ends=ends,
        note=note,
    )
    record_act("availability.exception_added", subject_type="provider", subject_id=provider_id)
    return exception


def remove_exception(*, exception_id: uuid.UUID, by: Actor, at: datetime) -> None:
    """Let a day be like the others again."""
    exception = AvailabilityException.objects.select_related("provider").filter(id=exception_id).first()
    if exception is None:
        raise NotFound()
    require(by, "appointments.configure", exception.unit_id or exception.provider.unit_id)
    provider_id = exception.provider_id
    exception.delete()
    record_act("availability.exception_removed", subject_type="provider", subject_id=provider_id)
