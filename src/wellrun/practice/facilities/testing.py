"""Rooms and devices for the tests of every room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from wellrun.practice.facilities.models import Device, Room
from wellrun.practice.facilities.operations.equip import add_device, add_room
from wellrun.practice.organization.api import Unit
from wellrun.practice.organization.testing import NOW


def make_room(
    office: Any, *, unit: Unit | None = None, name: str = "Room 1", kinds: Sequence[str] = ("exam",)
) -> Room:
    """A room; in cardiology unless a unit is given."""
    return add_room(unit=unit or office.cardiology, name=name, kinds=kinds, by=office.program(), at=NOW)


def make_device(
    office: Any,
    *,
    unit: Unit | None = None,
    name: str = "Echo 1",
    kind: str = "echo",
    calibrated_until: date | None = None,
) -> Device:
    """A device; in cardiology unless a unit is given."""
    return add_device(
        unit=unit or office.cardiology,
        name=name,
        kind=kind,
        calibrated_until=calibrated_until,
        by=office.program(),
        at=NOW,
    )
