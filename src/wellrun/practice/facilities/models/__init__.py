"""The tables of facilities."""

from wellrun.practice.facilities.models.device import Device
from wellrun.practice.facilities.models.fault import Fault
from wellrun.practice.facilities.models.room import Room, RoomKind

__all__ = ["Device", "Fault", "Room", "RoomKind"]
