"""Rooms, devices and faults."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from wellrun.platform.access.api import NotAllowed, NotFound
from wellrun.practice.facilities import api as facilities
from wellrun.practice.facilities.testing import make_device, make_room
from wellrun.practice.organization.testing import NOW
from wellrun.practice.timebook import api as timebook


def report(office, who="north_desk", **options):
    return facilities.report_fault(
        starts_at=NOW,
        ends_at=options.pop("ends_at", NOW + timedelta(hours=4)),
        note="Does not lock",
        by=office.actor(who),
        at=NOW,
        **options,
    )


def test_a_room_is_a_resource_with_its_kinds(office):
    room = make_room(office, kinds=("procedure", "exam"))
    resource = timebook.resource_for(room.id)
    assert (resource.kind, resource.tags, resource.zone) == ("room", ["exam", "procedure"], "America/Chicago")


def test_rooms_and_devices_are_found_by_kind(office):
    exam, lab = make_room(office), make_room(office, name="Lab", kinds=("lab",))
    echo = make_device(office)
    units = [office.cardiology.id]
    assert facilities.rooms_of(units, "lab") == [lab]
    assert facilities.rooms_of(units) == [lab, exam]
    assert facilities.devices_of(units, "echo") == [echo]


@pytest.mark.parametrize("kinds", [(), ("ballroom",)])
def test_a_room_serves_as_something_known(office, kinds):
    with pytest.raises(facilities.UnknownKind):
        make_room(office, kinds=kinds)


def test_one_name_is_one_room_in_a_department(office):
    make_room(office)
    with pytest.raises(facilities.NameInUse):
        make_room(office)
    make_room(office, unit=office.family_north)


def test_a_desk_adds_no_rooms_but_says_what_is_broken(office):
    room = make_room(office)
    with pytest.raises(NotAllowed):
        facilities.add_room(
            unit=office.cardiology, name="2", kinds=["exam"], by=office.actor("north_desk"), at=NOW
        )
    report(office, room_id=room.id)
    with pytest.raises(NotAllowed):
        report(office, "south_desk", room_id=room.id)


def test_a_fault_ends_after_it_starts_and_later_than_now(office):
    room = make_room(office)
    for ends_at in (NOW, NOW - timedelta(days=1)):
        with pytest.raises(facilities.FaultEnds):
            report(office, room_id=room.id, ends_at=ends_at)


def test_clearing_is_for_the_one_who_reported_and_for_facilities(office):
    room = make_room(office)
    for who in ("north_desk", "facilities"):
        report(office, room_id=room.id)
        fault = facilities.open_faults([office.cardiology.id], NOW)[0]
        with pytest.raises((NotAllowed, NotFound)):
            facilities.clear_fault(fault_id=fault.id, by=office.actor("cardio_lead"), at=NOW)
        facilities.clear_fault(fault_id=fault.id, by=office.actor(who), at=NOW)
        with pytest.raises(facilities.AlreadyCleared):
            facilities.clear_fault(fault_id=fault.id, by=office.actor("facilities"), at=NOW)
    assert facilities.open_faults([office.cardiology.id], NOW) == []


def test_calibration_is_kept_by_day(office):
    device = make_device(office, calibrated_until=date(2026, 6, 30))
    assert facilities.calibration_ends([office.cardiology.id], "echo") == {device.id: date(2026, 6, 30)}
    facilities.record_calibration(
        device_id=device.id, until=date(2027, 6, 30), by=office.actor("facilities"), at=NOW
    )
    assert facilities.calibration_ends([office.cardiology.id], "echo") == {device.id: date(2027, 6, 30)}
