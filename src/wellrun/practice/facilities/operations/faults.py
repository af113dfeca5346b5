"""Reporting and clearing faults: the state of a room or device is the state of its schedule."""

from __future__ import annotations

import uuid
from datetime import datetime

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.platform.events import publish
from wellrun.practice.facilities.events import FaultCleared, FaultReported
from wellrun.practice.facilities.models import Device, Fault, Room
from wellrun.practice.timebook.api import lift_block, open_block, resource_for, stranded_by


class FaultEnds(Refused):
    """A fault ends after it starts."""

    sentence = "Say until when it is out of order: a time after the start, and still to come."
    field = "ends_at"


class AlreadyCleared(Refused):
    """The fault is cleared already."""

    status = 409
    sentence = "This fault is cleared already."


def report_fault(
    *,
    room_id: uuid.UUID | None = None,
    device_id: uuid.UUID | None = None,
    starts_at: datetime,
    ends_at: datetime,
    note: str,
    by: Actor,
    at: datetime,
) -> list[uuid.UUID]:
    """Take a room or a device out of order during [starts_at, ends_at); returns the bookings it strands, in time
    order. Whoever may see the room may say that it is broken."""
    thing = _thing(room_id, device_id)
    require(by, "facilities.read", thing.unit_id)
    if ends_at <= starts_at or ends_at <= at:
        raise FaultEnds()
    block, stranded = open_block(
        resource=resource_for(thing.id), starts_at=starts_at, ends_at=ends_at, kind="repair", note=note
    )
    fault = Fault.objects.create(
        organization_id=thing.organization_id,
        unit_id=thing.unit_id,
        room_id=room_id,
        device_id=device_id,
        block=block,
        starts_at=starts_at,
        ends_at=ends_at,
        note=note,
        reported_at=at,
        reported_by_id=by.person_id,
    )
    record_act("fault.reported", subject_type="fault", subject_id=fault.id)
    publish(
        FaultReported(fault.id, thing.organization_id, thing.unit_id, thing.name, note, tuple(stranded), at)
    )
    return stranded


def clear_fault(*, fault_id: uuid.UUID, by: Actor, at: datetime) -> Fault:
    """Put a room or device in order again; its time is free at once. The one who reported a fault may clear it."""
    fault = Fault.objects.select_for_update(of=("self",)).select_related("block").filter(id=fault_id).first()
    if fault is None:
        raise NotFound()
    mine = by.person_id is not None and by.person_id == fault.reported_by_id
    require(by, "facilities.read" if mine else "facilities.manage", fault.unit_id)
    if fault.cleared_at is not None:
        raise AlreadyCleared()
    waiting = stranded_by(fault.block)
    lift_block(block=fault.block, at=at)
    fault.cleared_at, fault.cleared_by_id = at, by.person_id
    fault.save(update_fields=["cleared_at", "cleared_by_id"])
    record_act("fault.cleared", subject_type="fault", subject_id=fault.id)
    publish(FaultCleared(fault.id, fault.organization_id, tuple(waiting), at))
    return fault


def _thing(room_id: uuid.UUID | None, device_id: uuid.UUID | None) -> Room | Device:
    if (room_id is None) == (device_id is None):
        raise ValueError("A fault is of one room or of one device.")
    found: Room | Device | None = (
        Room.objects.filter(id=room_id).first() if room_id else Device.objects.filter(id=device_id).first()
    )
    if found is None:
        raise NotFound()
    return found
