"""Group visits: one time that several patients share. The group takes the time, patients take seats."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.access.matrix import ALL_COMPARTMENTS
from wellrun.platform.audit.api import record_act
from wellrun.platform.database.identity import in_compartments
from wellrun.platform.database.ids import new_id
from wellrun.platform.events import publish
from wellrun.practice.patients.api import patient as find_patient
from wellrun.practice.scheduling.events import AppointmentBooked
from wellrun.practice.scheduling.models import (
    Appointment,
    BookedBy,
    BulkAct,
    BulkKind,
    GroupVisit,
    Urgency,
    VisitState,
)
from wellrun.practice.scheduling.operations.advance import ReasonNeeded, advance_locked
from wellrun.practice.scheduling.operations.book import announce_move
from wellrun.practice.scheduling.operations.checks import (
    NotBookable,
    PatientElsewhere,
    TimePassed,
    refuse_not_offered,
    refuse_unavailable,
)
from wellrun.practice.scheduling.operations.fitting import refuse_unfitting
from wellrun.practice.scheduling.operations.seats import GroupOver, free_seat, lock_group
from wellrun.practice.scheduling.operations.steps import Place, move_step, write_booked
from wellrun.practice.scheduling.operations.take_time import ONE_PLACE, refuse_taken, take_time
from wellrun.practice.scheduling.queries.slots import Slot, slot_at
from wellrun.practice.scheduling.rules import MOVABLE
from wellrun.practice.timebook.api import release


class NoGroup(Refused):
    """The visit type is for one patient at a time."""

    field = "visit_type"


def open_group(
    *,
    visit_type_id: uuid.UUID,
    provider_id: uuid.UUID,
    starts_at: datetime,
    title: str = "",
    capacity: int | None = None,
    by: Actor,
    at: datetime,
) -> GroupVisit:
    """Take the time of a group visit: provider, room and device under the group's id. It has as many seats as the
    visit type says, or `capacity`. Raises like `book_appointment`."""
    group_id = new_id()
    slot = _slot(visit_type_id, provider_id, starts_at, group_id, by, at)
    kind = slot.visit_type
    if kind.capacity < 2:
        raise NoGroup(f"{kind.name} is for one patient at a time. Give the visit type more seats first.")
    if capacity is not None and not 1 <= capacity <= 50:
        raise NoGroup("A group has from 1 to 50 seats.", field="capacity")
    taken = take_time(slot, appointment_id=group_id, kind="group", by=by, at=at)
    group = GroupVisit.objects.create(
        id=group_id,
        organization_id=kind.organization_id,
        unit_id=kind.unit_id,
        visit_type_id=kind.id,
        provider_id=provider_id,
        room_id=taken.room_id,
        starts_at=starts_at,
        ends_at=slot.ends_at,
        capacity=capacity or kind.capacity,
        title=title[:80],
        made_at=at,
        made_by_id=by.person_id,
    )
    record_act("group_visit.opened", subject_type="group_visit", subject_id=group.id)
    return group


def join_group(
    *,
    group_id: uuid.UUID,
    patient_id: uuid.UUID,
    reason: str = "",
    note: str = "",
    through: BookedBy = BookedBy.DESK,
    by: Actor,
    at: datetime,
) -> Appointment:
    """Give a patient a seat: a visit of the group. Raises `GroupFull`, `GroupOver`, `PatientElsewhere`,
    `NotBookable` or `Unfitting`. Seats are given out one after another, so that two never have the last one."""
    group = lock_group(group_id)
    require(by, "appointments.book", group.unit_id)
    if group.cancelled_at is not None or group.starts_at < at:
        raise GroupOver("This group visit is over or was canceled.")
    patient = find_patient(patient_id)
    if patient is None:
        raise NotFound()
    if patient.deceased_on is not None:
        raise NotBookable("This patient is recorded as deceased. Nothing can be booked.", field="patient")
    refuse_unfitting(visit_type=group.visit_type, patient_id=patient_id, starts_at=group.starts_at, note=note)
    visit = Appointment(
        organization_id=group.organization_id,
        unit_id=group.unit_id,
        compartment=patient.compartment,
        patient_id=patient_id,
        provider_id=group.provider_id,
        visit_type_id=group.visit_type_id,
        room_id=group.room_id,
        starts_at=group.starts_at,
        ends_at=group.ends_at,
        state=VisitState.BOOKED,
        state_at=at,
        reason=reason,
        note=note,
        urgency=Urgency.ROUTINE,
        booked_through=through,
        booked_at=at,
        booked_by_id=by.person_id,
        group_id=group.id,
        seat=free_seat(group),
    )
    if not write_booked(visit, by, at):
        raise PatientElsewhere(
            "This patient has another visit at that time, or a seat in this group already."
        )
    record_act("appointment.booked", subject_type="appointment", subject_id=visit.id, patients=[patient_id])
    publish(AppointmentBooked(visit.id, patient_id, visit.unit_id, visit.starts_at, at))
    return visit


def book_seat(
    *,
    patient_id: uuid.UUID,
    visit_type_id: uuid.UUID,
    provider_id: uuid.UUID,
    starts_at: datetime,
    reason: str = "",
    note: str = "",
    by: Actor,
    at: datetime,
) -> Appointment:
    """A seat of the group visit of this type, provider and time; the group is opened where there is none yet. Raises
    like `open_group` and `join_group`."""
    rows = GroupVisit.objects.filter(
        visit_type_id=visit_type_id, provider_id=provider_id, starts_at=starts_at, cancelled_at__isnull=True
    )
    group = rows.first() or open_group(
        visit_type_id=visit_type_id, provider_id=provider_id, starts_at=starts_at, by=by, at=at
    )
    return join_group(group_id=group.id, patient_id=patient_id, reason=reason, note=note, by=by, at=at)


def move_group(
    *,
    group_id: uuid.UUID,
    starts_at: datetime,
    provider_id: uuid.UUID | None = None,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> BulkAct:
    """Give a group another time or provider, and every visit of it with it, or none; `undo_bulk` takes it back."""
    group = lock_group(group_id)
    require(by, "appointments.book", group.unit_id)
    if group.cancelled_at is not None or group.starts_at < at:
        raise GroupOver("This group visit is over or was canceled.")
    before = Place(group.starts_at, group.ends_at, group.provider_id, group.room_id)
    with in_compartments(ALL_COMPARTMENTS):
        visits = _standing(group)
        if any(visit.state not in MOVABLE for visit in visits):
            raise NotBookable("The group visit has begun. It cannot be moved.")
    # What stands in the way is told as far as `by` may see it.
    place_group(group, starts_at, provider_id or group.provider_id, by=by, at=at)
    with in_compartments(ALL_COMPARTMENTS):
        _take_along(visits, group, reason, by, at)
    return _noted(BulkKind.MOVE, group, visits, reason, by, at, before)


def _take_along(visits: list[Appointment], group: GroupVisit, reason: str, by: Actor, at: datetime) -> None:
    try:
        with transaction.atomic():
            for visit in visits:
                follow_group(visit, group, reason=reason, by=by, at=at)
    except IntegrityError as fault:
        if getattr(getattr(fault.__cause__, "diag", None), "constraint_name", None) != ONE_PLACE:
            raise
        raise PatientElsewhere("One of the patients has another visit at that time.") from fault


def place_group(
    group: GroupVisit, starts_at: datetime, provider_id: uuid.UUID, *, by: Actor, at: datetime
) -> None:
    """Take another time for a group and write it; its visits are not touched."""
    slot = _slot(group.visit_type_id, provider_id, starts_at, group.id, by, at)
    taken = take_time(
        slot, appointment_id=group.id, room_id=group.room_id, moving=True, kind="group", by=by, at=at
    )
    group.starts_at, group.ends_at = slot.starts_at, slot.ends_at
    group.provider_id, group.room_id = provider_id, taken.room_id
    group.save(update_fields=["starts_at", "ends_at", "provider_id", "room_id"])


def follow_group(visit: Appointment, group: GroupVisit, *, reason: str, by: Actor, at: datetime) -> None:
    """Put a visit where its group is, as a step of its history."""
    before = Place.of(visit)
    visit.starts_at, visit.ends_at = group.starts_at, group.ends_at
    visit.provider_id, visit.room_id = group.provider_id, group.room_id
    visit.version += 1
    visit.save(update_fields=["starts_at", "ends_at", "provider_id", "room_id", "version"])
    move_step(visit, before=before, reason=reason, by=by, at=at)
    announce_move(visit, "appointment.moved", at)


def cancel_group(*, group_id: uuid.UUID, reason: str, code: str = "", by: Actor, at: datetime) -> BulkAct:
    """Cancel a group and every visit of it, saying why; its time is free at once. `undo_bulk` takes it back."""
    group = lock_group(group_id)
    require(by, "appointments.book", group.unit_id)
    if not reason.strip():
        raise ReasonNeeded()
    if group.cancelled_at is not None:
        raise GroupOver("This group visit was canceled already.")
    with in_compartments(ALL_COMPARTMENTS):
        visits = _standing(group)
        for visit in visits:
            advance_locked(visit, to=VisitState.CANCELLED, reason=reason, code=code, by=by, at=at)
    release(booking_id=group.id)
    group.cancelled_at, group.cancel_reason = at, reason.strip()[:200]
    group.save(update_fields=["cancelled_at", "cancel_reason"])
    return _noted(BulkKind.CANCEL, group, visits, reason, by, at, None)


def take_group_back(group: GroupVisit, *, by: Actor, at: datetime) -> None:
    """Take the time of a canceled group again, for whoever undoes its cancellation."""
    place_group(group, group.starts_at, group.provider_id, by=by, at=at)
    group.cancelled_at, group.cancel_reason = None, ""
    group.save(update_fields=["cancelled_at", "cancel_reason"])


def _standing(group: GroupVisit) -> list[Appointment]:
    rows = Appointment.objects.select_for_update().filter(group=group)
    return list(rows.exclude(state__in=[VisitState.CANCELLED, VisitState.NO_SHOW]).order_by("seat"))


def _slot(
    visit_type_id: uuid.UUID,
    provider_id: uuid.UUID,
    starts_at: datetime,
    group_id: uuid.UUID,
    by: Actor,
    at: datetime,
) -> Slot:
    slot = slot_at(
        visit_type_id=visit_type_id,
        provider_id=provider_id,
        patient_id=None,
        starts_at=starts_at,
        at=at,
        booking_id=group_id,
    )
    if slot is None:
        raise NotFound()
    require(by, "appointments.book", slot.visit_type.unit_id)
    if starts_at < at:
        raise TimePassed()
    refuse_not_offered(slot)
    refuse_taken(slot, by=by, at=at)
    refuse_unavailable(slot)
    return slot


def _noted(
    kind: BulkKind,
    group: GroupVisit,
    visits: list[Appointment],
    reason: str,
    by: Actor,
    at: datetime,
    before: Place | None,
) -> BulkAct:
    record_act(f"group_visit.{kind.value}", subject_type="group_visit", subject_id=group.id)
    return BulkAct.objects.create(
        organization_id=group.organization_id,
        unit_id=group.unit_id,
        kind=kind,
        reason=reason[:200],
        appointment_ids=[visit.id for visit in visits],
        versions=[visit.version for visit in visits],
        group=group,
        from_starts_at=before and before.starts_at,
        from_provider_id=before and before.provider_id,
        from_room_id=before and before.room_id,
        at=at,
        by_id=by.person_id,
    )
