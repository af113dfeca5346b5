"""What must hold before a time is taken, each refused with its own sentence."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import connection

from wellrun.platform.access.api import Actor, NotFound, Refused, Stale, require
from wellrun.platform.database.plain import columns_of, from_row
from wellrun.platform.ui.formatting import format_clock
from wellrun.practice.scheduling.models import Appointment
from wellrun.practice.scheduling.models.appointment import RELEASED
from wellrun.practice.scheduling.queries.hours import windows_of
from wellrun.practice.scheduling.queries.slots import Slot
from wellrun.practice.scheduling.rules import MOVABLE, day_text, parts_text
from wellrun.practice.timebook.api import LONGEST
from wellrun.practice.workforce.api import gap_sentence


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
    """The patient has another visit at that time: `appointment_id`, which ends at `until_at`; None where the person
    asking does not see it."""

    status = 409
    field = "starts_at"
    appointment_id: uuid.UUID | None = None
    until_at: datetime | None = None


def refuse_not_offered(slot: Slot) -> None:
    """Raise `NotBookable` when the visit type or the provider is offered no more, `NotFound` for no provider."""
    if not slot.visit_type.active:
        raise NotBookable(f"{slot.visit_type.name} is not offered any more.", field="visit_type")
    if slot.provider is None:
        raise NotFound()
    if slot.provider.retired:
        raise NotBookable(f"{slot.provider.name} is not booked any more.", field="provider")


def refuse_unavailable(slot: Slot) -> None:
    """Raise `OutsideHours` or `NoCredential` unless the provider sees patients in that department for the whole
    visit and may work on that day."""
    assert slot.provider is not None
    _refuse_outside_hours(slot, slot.provider.name)
    gap = gap_sentence(slot.provider.name, slot.held, slot.wall.date())
    if gap:
        raise NoCredential(gap)


def _refuse_outside_hours(slot: Slot, name: str) -> None:
    wall = slot.wall
    on, reached = wall.date(), slot.starts_at
    for part in slot.hours:
        for window in windows_of(on, part.starts, part.ends, slot.zone.key):
            if window.starts_at <= reached < window.ends_at:
                reached = window.ends_at
    if reached >= slot.ends_at and reached > slot.starts_at:
        return
    if not slot.hours:
        raise OutsideHours(f"{name} does not see patients in {slot.unit_name} on {day_text(on)}.")
    raise OutsideHours(
        f"{name} does not see patients in {slot.unit_name} for {slot.visit_type.minutes} minutes from"
        f" {format_clock(wall)} on {day_text(on)}. Hours that day: {parts_text(slot.hours)}."
    )


def refuse_patient(slot: Slot) -> None:
    """Raise `PatientElsewhere` when the patient has another visit then, or `NotBookable` for a patient who died."""
    if slot.patient.deceased_on is not None:
        raise NotBookable("This patient is recorded as deceased. Nothing can be booked.", field="patient")
    refuse_elsewhere(slot)


def refuse_elsewhere(slot: Slot, *, but: uuid.UUID | None = None) -> None:
    """Raise `PatientElsewhere` when the patient was seen to have another visit (than `but`) then."""
    if slot.patient.elsewhere:
        raise patient_elsewhere(slot, but=but)


def patient_elsewhere(slot: Slot, *, but: uuid.UUID | None = None) -> PatientElsewhere:
    """The refusal of a time at which the patient has another visit than `but`, naming it where one may see it."""
    rows = Appointment.objects.filter(
        patient_id=slot.patient.id,
        starts_at__lt=slot.ends_at,
        starts_at__gt=slot.starts_at - LONGEST,
        ends_at__gt=slot.starts_at,
    ).exclude(state__in=RELEASED)
    other = (
        rows.exclude(id=but)
        .values_list("starts_at", "provider__display_name", "id", "ends_at")
        .order_by("starts_at")
        .first()
    )
    if other is None:
        return PatientElsewhere(
            f"This patient already has another visit that overlaps {format_clock(slot.wall)}."
        )
    wall = other[0].astimezone(slot.zone)
    refusal = PatientElsewhere(
        f"This patient already has a visit with {other[1]} at {format_clock(wall)}, which overlaps this time."
    )
    refusal.appointment_id, refusal.until_at = other[2], other[3]
    return refusal


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


def refuse_grouped(appointment: Appointment) -> None:
    """Raise for a seat of a group, which has no time of its own to give another."""
    if appointment.group_id:
        raise NotBookable(
            "This visit is a seat of a group. Move the whole group, or cancel the seat and book another time."
        )


def refuse_unmovable(appointment: Appointment) -> None:
    """Raise unless the visit has not begun and has a time of its own."""
    refuse_grouped(appointment)
    if appointment.state not in MOVABLE:
        raise NotBookable(f"A visit that is {appointment.get_state_display().lower()} cannot be moved.")
