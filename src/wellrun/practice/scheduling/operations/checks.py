"""What must hold before a time is taken, each refused with its own sentence."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import connection

from wellrun.platform.access.api import Actor, NotFound, Refused, Stale, require
from wellrun.platform.database.plain import columns_of, from_row
from wellrun.platform.ui.formatting import format_clock
from wellrun.practice.scheduling.models import Appointment, VisitType
from wellrun.practice.scheduling.models.appointment import RELEASED
from wellrun.practice.scheduling.queries.kept import overlapping, release_text
from wellrun.practice.scheduling.queries.slots import Slot
from wellrun.practice.scheduling.queries.windows import covered
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


class TimeKept(OutsideHours):
    """The time is kept for other visit types."""


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
    visit and may work on that day, or `TimeKept` when the time is still kept for other visit types."""
    assert slot.provider is not None
    _refuse_outside_hours(slot, slot.provider.name)
    _refuse_kept(slot, slot.provider.name)
    gap = gap_sentence(slot.provider.name, slot.held, slot.wall.date())
    if gap:
        raise NoCredential(gap)


def _refuse_outside_hours(slot: Slot, name: str) -> None:
    wall = slot.wall
    on = wall.date()
    if covered(slot.hours, on, slot.zone.key, slot.provider_from, slot.provider_until):
        return
    closed = f" {slot.unit_name} is closed then: {slot.closures[0].name}." if slot.closures else ""
    if not slot.hours:
        raise OutsideHours(f"{name} does not see patients in {slot.unit_name} on {day_text(on)}.{closed}")
    raise OutsideHours(
        f"{name} does not see patients in {slot.unit_name} for {slot.minutes} minutes from"
        f" {format_clock(wall)} on {day_text(on)}. Hours that day: {parts_text(slot.hours)}.{closed}"
    )


def _refuse_kept(slot: Slot, name: str) -> None:
    day, zone = slot.wall.date(), slot.zone.key
    rules = overlapping(
        slot.kept, slot.visit_type.id, day, slot.asked_at, zone, slot.provider_from, slot.provider_until
    )
    if not rules:
        return
    kinds = {each for rule in rules for each in rule.visit_type_ids}
    named = VisitType.objects.filter(id__in=kinds).order_by("name").values_list("name", flat=True)
    raise TimeKept(
        f"{name} keeps {parts_text([rules[0].part])} on {day_text(day)} for {' and '.join(named[:3])}"
        f" {release_text(rules[0], day, zone)}."
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
