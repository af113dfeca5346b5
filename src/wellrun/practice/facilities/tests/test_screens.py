"""The pages of rooms and devices over HTTP."""

from __future__ import annotations

import pytest
from django.urls import reverse

from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.facilities import api as facilities
from wellrun.practice.facilities.testing import make_device, make_room
from wellrun.practice.organization.testing import NOW


@pytest.fixture(autouse=True)
def clock():
    with running(VirtualClock(NOW)):
        yield


def test_a_fault_is_reported_shown_and_undone(office, client):
    room = make_room(office)
    client.force_login(office.users["north_desk"])
    url = reverse("facilities:room_fault", args=[room.id])
    page = client.post(url, {"note": "Water on the floor", "hours": "24"}, follow=True)
    assert "No booked visit needs it" in page.text
    listed = client.get(reverse("facilities:rooms")).text
    assert "Out of service" in listed
    assert "Water on the floor" in listed
    fault = facilities.open_faults([office.cardiology.id], NOW)[0]
    client.post(reverse("facilities:clearance", args=[fault.id]))
    assert "Out of service" not in client.get(reverse("facilities:rooms")).text


def test_rooms_and_devices_are_added_by_those_who_manage_them(office, client):
    client.force_login(office.users["facilities"])
    room = {"unit": office.cardiology.id, "name": "Room 7", "kinds": ["exam", "procedure"]}
    client.post(reverse("facilities:room_new"), room)
    device = {
        "unit": office.cardiology.id,
        "name": "Echo 3",
        "kind": "Echo",
        "calibrated_until": "2026-05-31",
    }
    client.post(reverse("facilities:device_new"), device)
    page = client.get(reverse("facilities:rooms")).text
    assert "Exam room, Procedure room" in page
    assert "Expired" in page
    assert "one of that name" in client.post(reverse("facilities:room_new"), room).text


def test_rooms_of_another_site_are_not_shown(office, client):
    elsewhere = make_device(office, unit=office.family_south)
    client.force_login(office.users["north_desk"])
    assert elsewhere.name not in client.get(reverse("facilities:rooms")).text
    assert client.get(reverse("facilities:device_fault", args=[elsewhere.id])).status_code == 404


@pytest.mark.parametrize("who", ["provider", "biller", "hr", "auditor"])
def test_who_has_nothing_to_do_with_rooms_sees_none(office, client, who):
    client.force_login(office.users[who])
    assert client.get(reverse("facilities:rooms")).status_code in (200, 404)
    assert client.get(reverse("facilities:room_new")).status_code == 404
