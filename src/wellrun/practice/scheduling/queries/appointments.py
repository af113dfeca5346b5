"""Reading visits: one, a patient's, a day's."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from wellrun.platform.access.api import Actor, NotFound
from wellrun.practice.organization.api import Unit, departments_among
from wellrun.practice.scheduling.models import Appointment, AppointmentStep
from wellrun.practice.scheduling.rules import MOVABLE, day_bounds, is_late


@dataclass(frozen=True, slots=True)
class DayRow:
    """One visit on the day board. `minutes_in_state` counts from the instant the board was asked for; `late` is a
    patient who should be here and is not; `starts` and `ends` are wall time of the department."""

    appointment_id: uuid.UUID
    version: int
    unit_id: uuid.UUID
    unit_name: str
    starts_at: datetime
    ends_at: datetime
    starts: datetime
    ends: datetime
    state: str
    state_at: datetime
    minutes_in_state: int
    late: bool
    reason: str
    patient_id: uuid.UUID
    patient_number: int
    given_name: str
    family_name: str
    preferred_name: str
    birth_on: date
    sex: str
    phone: str
    language: str
    interpreter: bool
    note_for_desk: str
    provider_id: uuid.UUID
    provider_name: str
    visit_type_id: uuid.UUID
    visit_type: str
    color: str
    room_id: uuid.UUID | None
    room: str
    overbook_reason: str = ""
    urgency: str = "routine"
    group_id: uuid.UUID | None = None

    @property
    def patient_name(self) -> str:
        """Family name first, as lists sort it."""
        return f"{self.family_name}, {self.given_name}"


_COLUMNS = (
    "id", "version", "unit_id", "starts_at", "ends_at", "state", "state_at", "reason", "patient_id",
    "patient__number", "patient__given_name", "patient__family_name", "patient__preferred_name",
    "patient__birth_on", "patient__sex", "patient__phone_mobile", "patient__phone_home", "patient__language",
    "patient__interpreter", "patient__note_for_desk", "provider_id", "provider__display_name", "visit_type_id",
    "visit_type__short_name", "visit_type__color", "room_id", "room__name",
    "overbook_reason", "urgency", "group_id",
)  # fmt: skip


def day_rows(
    *, unit_ids: Iterable[uuid.UUID] = (), on: date, at: datetime, departments: Iterable[Unit] | None = None
) -> list[DayRow]:
    """Every visit of these departments on a day, each in its own zone's day, by start; two queries, or one where the
    caller has read the `departments`.

    The caller passes units that the person asking may see.
    """
    units = {unit.id: unit for unit in (departments_among(unit_ids) if departments is None else departments)}
    wanted = Q()
    for zone in sorted({unit.zone for unit in units.values()}):
        starts_at, ends_at = day_bounds(on, zone)
        here = [unit.id for unit in units.values() if unit.zone == zone]
        wanted |= Q(unit_id__in=here, starts_at__gte=starts_at, starts_at__lt=ends_at)
    if not units:
        return []
    rows = Appointment.objects.filter(wanted).order_by("starts_at", "provider__display_name", "id")
    zones = {unit.id: (unit.short_name, ZoneInfo(unit.zone)) for unit in units.values()}
    return [_day_row(row, *zones[row[2]], at) for row in rows.values_list(*_COLUMNS)]


def _day_row(row: tuple, unit_name: str, zone: ZoneInfo, at: datetime) -> DayRow:
    (appointment_id, version, unit_id, starts_at, ends_at, state, state_at, reason, patient_id, number, given,
     family, preferred, birth_on, sex, mobile, home, language, interpreter, note, provider_id, provider_name,
     visit_type_id, visit_type, color, room_id, room, overbook_reason, urgency, group_id) = row  # fmt: skip
    return DayRow(
        appointment_id=appointment_id,
        version=version,
        unit_id=unit_id,
        unit_name=unit_name,
        starts_at=starts_at,
        ends_at=ends_at,
        starts=starts_at.astimezone(zone),
        ends=ends_at.astimezone(zone),
        state=state,
        state_at=state_at,
        minutes_in_state=max(int((at - state_at).total_seconds()) // 60, 0),
        late=is_late(state, starts_at, at),
        reason=reason,
        patient_id=patient_id,
        patient_number=number,
        given_name=given,
        family_name=family,
        preferred_name=preferred,
        birth_on=birth_on,
        sex=sex,
        phone=mobile or home,
        language=language,
        interpreter=interpreter,
        note_for_desk=note,
        provider_id=provider_id,
        provider_name=provider_name,
        visit_type_id=visit_type_id,
        visit_type=visit_type,
        color=color,
        room_id=room_id,
        room=room or "",
        overbook_reason=overbook_reason,
        urgency=urgency,
        group_id=group_id,
    )


def appointment(appointment_id: uuid.UUID) -> Appointment | None:
    """One visit with its patient, provider, visit type, room and department; None when the database shows none."""
    return _whole().filter(id=appointment_id).first()


def appointment_for(
    by: Actor, appointment_id: uuid.UUID, capability: str = "appointments.read"
) -> Appointment:
    """The same for a screen; raises `NotFound` also for a visit of a department that is not theirs."""
    found = appointment(appointment_id)
    if found is None or not by.may(capability, found.unit_id):
        raise NotFound()
    return found


def appointments_of(
    patient_id: uuid.UUID, *, since: datetime | None = None, limit: int = 100
) -> list[Appointment]:
    """A patient's visits, the latest first, with provider, visit type, room and department."""
    rows = _whole().filter(patient_id=patient_id)
    if since is not None:
        rows = rows.filter(starts_at__gte=since)
    return list(rows.order_by("-starts_at")[:limit])


def visits_of_order(visit: Appointment) -> list[Appointment]:
    """The visits that were booked together with this one, itself among them, in time order; none and no query for a
    visit of its own."""
    if visit.order_id is None:
        return []
    return list(_whole().filter(order_id=visit.order_id).order_by("starts_at", "id"))


def visits_to_change(
    *, provider_id: uuid.UUID, unit_id: uuid.UUID, first_on: date, until_on: date, zone: str, at: datetime
) -> list[Appointment]:
    """The visits of a provider in a department on the days [first_on, until_on) that are still to come and can be
    moved or canceled, in time order, with patient, visit type and department."""
    rows = _whole().filter(
        provider_id=provider_id,
        unit_id=unit_id,
        state__in=MOVABLE,
        starts_at__gte=max(at, day_bounds(first_on, zone)[0]),
        starts_at__lt=day_bounds(until_on, zone)[0],
    )
    return list(rows.order_by("starts_at", "id"))


def history_of(appointment_id: uuid.UUID) -> list[AppointmentStep]:
    """Every step of a visit, the first in front, undone ones included."""
    return list(AppointmentStep.objects.filter(appointment_id=appointment_id).order_by("position"))


def _whole():
    return Appointment.objects.select_related("patient", "provider", "visit_type", "room", "unit__parent")
