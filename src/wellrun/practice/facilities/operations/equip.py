"""Bringing rooms and devices into use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from wellrun.platform.access.api import Actor, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.facilities.models import Device, Room, RoomKind
from wellrun.practice.organization.api import Unit
from wellrun.practice.timebook.api import ResourceKind, add_resource


class NameInUse(Refused):
    """The department has one of that name."""

    status = 409
    sentence = "This department already has one of that name. Choose another name."
    field = "name"


class UnknownKind(Refused):
    """A room serves as at least one of the kinds there are."""

    sentence = "Choose at least one of exam, procedure, imaging and lab."
    field = "kinds"


def add_room(*, unit: Unit, name: str, kinds: Sequence[str], by: Actor, at: datetime) -> Room:
    """Bring a room of a department into use and make it bookable."""
    require(by, "facilities.manage", unit.id)
    if not kinds or not set(kinds) <= set(RoomKind.values):
        raise UnknownKind()
    room = Room(organization_id=unit.organization_id, unit=unit, name=name, kinds=sorted(set(kinds)))
    _insert(room)
    _make_bookable(room, ResourceKind.ROOM, unit, room.kinds)
    record_act("room.added", subject_type="room", subject_id=room.id)
    return room


def add_device(
    *,
    unit: Unit,
    name: str,
    kind: str,
    serial: str = "",
    calibrated_until: date | None = None,
    by: Actor,
    at: datetime,
) -> Device:
    """Bring a device of a department into use and make it bookable. `kind` is what visit types ask for."""
    require(by, "facilities.manage", unit.id)
    device = Device(
        organization_id=unit.organization_id,
        unit=unit,
        name=name,
        kind=kind.strip().lower(),
        serial=serial,
        calibrated_until=calibrated_until,
    )
    _insert(device)
    _make_bookable(device, ResourceKind.DEVICE, unit, [device.kind])
    record_act("device.added", subject_type="device", subject_id=device.id)
    return device


def record_calibration(*, device_id: object, until: date | None, by: Actor, at: datetime) -> Device:
    """Note until which day, inclusive, a device is calibrated; visits are offered with it up to that day."""
    device = Device.objects.select_for_update().get(id=device_id)
    require(by, "facilities.manage", device.unit_id)
    device.calibrated_until = until
    device.save(update_fields=["calibrated_until"])
    record_act("device.calibrated", subject_type="device", subject_id=device.id)
    return device


def _insert(thing: Room | Device) -> None:
    try:
        with transaction.atomic():
            thing.save(force_insert=True)
    except IntegrityError as refused:
        if "name_once_in_unit" not in str(refused):
            raise
        raise NameInUse() from refused


def _make_bookable(thing: Room | Device, kind: ResourceKind, unit: Unit, tags: Sequence[str]) -> None:
    add_resource(
        organization_id=unit.organization_id,
        unit_id=unit.id,
        kind=kind,
        subject_id=thing.id,
        name=thing.name,
        zone=unit.zone,
        tags=tags,
    )
