"""Reading rooms, devices and their faults."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q

from wellrun.practice.facilities.models import Device, Fault, Room


def rooms_of(unit_ids: Iterable[uuid.UUID], kind: str = "") -> list[Room]:
    """The rooms in use at these units, of one kind when it is named, by unit and name."""
    rows = Room.objects.filter(unit_id__in=list(unit_ids), retired_at__isnull=True)
    if kind:
        rows = rows.filter(kinds__contains=[kind])
    return list(rows.order_by("unit_id", "name"))


def devices_of(unit_ids: Iterable[uuid.UUID], kind: str = "") -> list[Device]:
    """The devices in use at these units, of one kind when it is named, by unit and name."""
    rows = Device.objects.filter(unit_id__in=list(unit_ids), retired_at__isnull=True)
    if kind:
        rows = rows.filter(kind=kind)
    return list(rows.order_by("unit_id", "name"))


def calibration_ends(unit_ids: Iterable[uuid.UUID], kind: str) -> dict[uuid.UUID, date | None]:
    """The last calibrated day of each device in use of a kind, None where it needs no calibration."""
    rows = Device.objects.filter(unit_id__in=list(unit_ids), kind=kind, retired_at__isnull=True)
    return dict(rows.values_list("id", "calibrated_until"))


def room(room_id: uuid.UUID) -> Room | None:
    """One room, with its unit."""
    return Room.objects.select_related("unit").filter(id=room_id).first()


def device(device_id: uuid.UUID) -> Device | None:
    """One device, with its unit."""
    return Device.objects.select_related("unit").filter(id=device_id).first()


def open_faults(unit_ids: Iterable[uuid.UUID], at: datetime) -> list[Fault]:
    """Faults at these units that are neither cleared nor over, the ones that end last first."""
    rows = Fault.objects.filter(Q(unit_id__in=list(unit_ids)), cleared_at__isnull=True, ends_at__gt=at)
    return list(rows.select_related("room", "device", "block").order_by("-ends_at"))


def fault(fault_id: uuid.UUID) -> Fault | None:
    """One fault with what it is of."""
    return Fault.objects.select_related("room", "device", "block", "unit").filter(id=fault_id).first()
