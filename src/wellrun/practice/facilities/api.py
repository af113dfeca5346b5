"""The door of facilities for other rooms."""

from wellrun.practice.facilities.models import Device, Fault, Room, RoomKind
from wellrun.practice.facilities.operations.equip import (
    NameInUse,
    UnknownKind,
    add_device,
    add_room,
    record_calibration,
)
from wellrun.practice.facilities.operations.faults import AlreadyCleared, FaultEnds, clear_fault, report_fault
from wellrun.practice.facilities.queries.equipment import (
    calibration_ends,
    device,
    devices_of,
    fault,
    open_faults,
    room,
    rooms_of,
)
from wellrun.practice.facilities.queries.stranded import Stranded, describe_bookings, register_describer

__all__ = [
    "AlreadyCleared",
    "Device",
    "Fault",
    "FaultEnds",
    "NameInUse",
    "Room",
    "RoomKind",
    "Stranded",
    "UnknownKind",
    "add_device",
    "add_room",
    "calibration_ends",
    "clear_fault",
    "describe_bookings",
    "device",
    "devices_of",
    "fault",
    "open_faults",
    "record_calibration",
    "register_describer",
    "report_fault",
    "room",
    "rooms_of",
]
