"""What must hold before a time is taken, each refused with its own sentence."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from wellrun.platform.access.api import Actor, NotFound, Refused, Stale, require
from wellrun.platform.database.plain import columns_of, from_row
from wellrun.practice.patients.api import Patient
from wellrun.practice.scheduling.models import Appointment, VisitType
from wellrun.practice.scheduling.queries.hours import hours_between, windows_of
from wellrun.practice.scheduling.rules import MOVABLE, clock_text, day_text, parts_text
from wellrun.practice.timebook.api import Resource, resources_for
from wellrun.practice.workforce.api import gap_sentence, held_by_providers


class TimePassed(Refused):
    """The time is over."""

    sentence = "That time has passed. Choose a time that is still to come."
    field = "starts_at"


class OutsideHours(Refused):
    """The provider does not see patients there at that time."""

    field = "starts_at"


class NoCredential(Refused):
    """A credential of the provider stands in the way."""

    field = "provider"


class NotBookable(Refused):
    """The visit type or the provider is not offered any more."""

    status = 409


class PatientElsewhere(Refused):
    """The patient has another visit at that time."""

    status = 409
    field = "starts_at"


def provider_resource(visit_type: VisitType, provider_id: uuid.UUID) -> Resource:
    """The provider's resource; raises `NotBookable` when the visit type or the provider is offered no more."""
    if not visit_type.active:
        raise NotBookable(f"{visit_type.name} is not offered any more.", field="visit_type")
    resource = resources_for([provider_id]).get(provider_id)
    if (
        resource is None
        or resource.kind != "provider"
        or resource.organization_id != visit_type.organization_id
    ):
        raise NotFound()
    if resource.retired_at is not None:
        raise NotBookable(f"{resource.name} is not booked any more.", field="provider")
    return resource


def refuse_unavailable(visit_type: VisitType, resource: Resource, starts_at: datetime) -> None:
    """Raise `OutsideHours` or `NoCredential` unless the provider sees patients in that department for the whole
    visit and may work on that day."""
    _refuse_outside_hours(visit_type, resource, starts_at)
    on = starts_at.astimezone(ZoneInfo(visit_type.unit.zone)).date()
    provider_id = resource.subject_id
    gap = gap_sentence(resource.name, held_by_providers([provider_id]).get(provider_id, ()), on)
    if gap:
        raise NoCredential(gap)


def _refuse_outside_hours(visit_type: VisitType, resource: Resource, starts_at: datetime) -> None:
    unit = visit_type.unit
    wall = starts_at.astimezone(ZoneInfo(unit.zone))
    on, ends_at = wall.date(), starts_at + timedelta(minutes=visit_type.minutes)
    hours = hours_between(
        unit_ids=[unit.id], first_on=on, until_on=on + timedelta(days=1), provider_id=resource.subject_id
    )
    parts = hours.get((unit.id, resource.subject_id), {}).get(on, [])
    reached = starts_at
    for part in parts:
        for window in windows_of(on, part.starts, part.ends, unit.zone):
            if window.starts_at <= reached < window.ends_at:
                reached = window.ends_at
    if reached >= ends_at and reached > starts_at:
        return
    if not parts:
        raise OutsideHours(f"{resource.name} does not see patients in {unit.name} on {day_text(on)}.")
    raise OutsideHours(
        f"{resource.name} does not see patients in {unit.name} for {visit_type.minutes} minutes from"
        f" {clock_text(wall)} on {day_text(on)}. Hours that day: {parts_text(parts)}."
    )


def refuse_patient(
    patient: Patient, starts_at: datetime, ends_at: datetime, zone: str, *, but: uuid.UUID | None = None
) -> None:
    """Raise `PatientElsewhere` when the patient has another visit then, or `NotBookable` for a patient who died."""
    if patient.deceased_on is not None:
        raise NotBookable("This patient is recorded as deceased. Nothing can be booked.", field="patient")
    refuse_second_visit(patient.id, starts_at, ends_at, zone, but=but)


def refuse_second_visit(
    patient_id: uuid.UUID, starts_at: datetime, ends_at: datetime, zone: str, *, but: uuid.UUID | None = None
) -> None:
    """Raise `PatientElsewhere` when the patient has another visit that overlaps."""
    rows = Appointment.objects.filter(
        patient_id=patient_id,
        starts_at__lt=ends_at,
        starts_at__gt=starts_at - timedelta(hours=24),
        ends_at__gt=starts_at,
    ).exclude(state__in=("cancelled", "no_show"))
    if but is not None:
        rows = rows.exclude(id=but)
    other = rows.values_list("starts_at", "provider__display_name").first()
    if other is not None:
        wall = other[0].astimezone(ZoneInfo(zone))
        raise PatientElsewhere(
            f"This patient already has a visit with {other[1]} at {clock_text(wall)} then."
        )


def lock_visit(appointment_id: uuid.UUID, by: Actor, capability: str) -> Appointment:
    """The visit alone, locked for the rest of the transaction; raises `NotFound` unless `by` may use the capability
    in its department. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {columns_of(Appointment)} from scheduling_appointment where id = %s for no key update",  # noqa: S608
            [appointment_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise NotFound()
    visit = from_row(Appointment, row)
    require(by, capability, visit.unit_id)
    return visit


def refuse_stale(appointment: Appointment, expected_version: int | None) -> None:
    """Raise `Stale` when somebody changed the visit since the form was opened."""
    if expected_version is not None and expected_version != appointment.version:
        raise Stale()


def refuse_unmovable(appointment: Appointment) -> None:
    """Raise unless the visit has not begun."""
    if appointment.state not in MOVABLE:
        raise NotBookable(f"A visit that is {appointment.get_state_display().lower()} cannot be moved.")
