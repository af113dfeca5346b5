"""Rooms and devices: what there is, what state it is in."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wellrun.platform.access.api import NotFound, attempt, screen, show
from wellrun.platform.clock import now, today_in
from wellrun.platform.ui.formatting import format_day
from wellrun.platform.ui.forms import KitForm, PlainTextField
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.facilities.models import Device, Fault, Room, RoomKind
from wellrun.practice.facilities.operations.equip import add_device, add_room, record_calibration
from wellrun.practice.facilities.queries.equipment import device as find_device
from wellrun.practice.facilities.queries.equipment import devices_of, open_faults, rooms_of
from wellrun.practice.organization.api import Unit, departments_among


@dataclass(frozen=True)
class EquipmentRow:
    """A room or device as the list shows it. `state` is a word of the kit's general vocabulary."""

    name: str
    serves_as: str
    state: str
    detail: str
    report_url: str
    fault_url: str
    calibration_url: str = ""


def day_field(**options: Any) -> forms.DateField:
    """A day, chosen in the browser's own calendar."""
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class RoomForm(KitForm):
    """A new room."""

    unit = forms.ChoiceField(label="Department")
    name = PlainTextField(label="Name", max_length=40)
    kinds = forms.MultipleChoiceField(
        label="Serves as", choices=RoomKind.choices, widget=forms.CheckboxSelectMultiple, initial=["exam"]
    )


class DeviceForm(KitForm):
    """A new device."""

    unit = forms.ChoiceField(label="Department")
    name = PlainTextField(label="Name", max_length=60)
    kind = PlainTextField(label="Kind", max_length=30, help_text="As visit types ask for it, such as echo")
    serial = PlainTextField(label="Serial number", max_length=40, required=False)
    calibrated_until = day_field(
        label="Calibrated through", required=False, help_text="Empty: needs no calibration"
    )


class CalibrationForm(KitForm):
    """Until when a device is calibrated."""

    until = day_field(
        label="Calibrated through", required=False, help_text="The last day; empty: none needed"
    )


@screen("facilities.read")
def rooms(request: HttpRequest) -> HttpResponse:
    """Every room and device of the departments one sees, with what is out of order."""
    by, at = request.actor, now()
    units = departments_among(by.reach["facilities.read"])
    ids = [unit.id for unit in units]
    faults = {each.room_id or each.device_id: each for each in open_faults(ids, at) if each.starts_at <= at}
    places = {unit.id: (f"{unit.name}, {unit.parent.name}", [], []) for unit in units}
    for room in rooms_of(ids):
        places[room.unit_id][1].append(_room_row(room, faults.get(room.id)))
    zones = {unit.id: unit.zone for unit in units}
    for device in devices_of(ids):
        places[device.unit_id][2].append(_device_row(device, faults.get(device.id), zones[device.unit_id]))
    context = {
        "page_title": "Rooms and devices",
        "places": list(places.values()),
        "may_manage": by.may("facilities.manage"),
        "out": len(faults),
    }
    return show(request, "facilities/rooms.html", context)


def _room_row(room: Room, fault: Fault | None) -> EquipmentRow:
    return EquipmentRow(
        name=room.name,
        serves_as=", ".join(RoomKind(kind).label for kind in room.kinds),
        state="out_of_service" if fault else "active",
        detail=fault.note if fault else "",
        report_url=reverse("facilities:room_fault", args=[room.id]),
        fault_url=reverse("facilities:fault", args=[fault.id]) if fault else "",
    )


def _device_row(device: Device, fault: Fault | None, zone: str) -> EquipmentRow:
    until = device.calibrated_until
    lapsed = until is not None and until < today_in(zone)
    detail = f"calibrated through {format_day(until)}" if until else ""
    return EquipmentRow(
        name=device.name,
        serves_as=device.kind,
        state="out_of_service" if fault else "expired" if lapsed else "active",
        detail=fault.note if fault else detail,
        report_url=reverse("facilities:device_fault", args=[device.id]),
        fault_url=reverse("facilities:fault", args=[fault.id]) if fault else "",
        calibration_url=reverse("facilities:calibration", args=[device.id]),
    )


def _add(
    request: HttpRequest, form_class: type[KitForm], operation: Callable[..., Any], title: str
) -> HttpResponse:
    units = departments_among(request.actor.reach["facilities.manage"])
    form = form_class(request.POST or None)
    form.fields["unit"].choices = [(str(unit.id), f"{unit.name}, {unit.parent.name}") for unit in units]
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        unit = _unit(units, told.pop("unit"))
        added = attempt(form, operation, unit=unit, by=request.actor, at=now(), **told)
        if added is not None:
            add_toast(request, f"{added.name} can be booked now.")
            return HttpResponseRedirect(reverse("facilities:rooms"))
    context = {"page_title": title, "form": form, "act": "Add"}
    return show(request, "facilities/form.html", context, status=422 if form.errors else 200)


def _unit(units: list[Unit], wanted: str) -> Unit:
    return next(unit for unit in units if str(unit.id) == wanted)


@screen("facilities.manage")
def new_room(request: HttpRequest) -> HttpResponse:
    """Bring a room into use."""
    return _add(request, RoomForm, add_room, "New room")


@screen("facilities.manage")
def new_device(request: HttpRequest) -> HttpResponse:
    """Bring a device into use."""
    return _add(request, DeviceForm, add_device, "New device")


@screen("facilities.manage")
def calibration(request: HttpRequest, device_id: uuid.UUID) -> HttpResponse:
    """Note until when a device is calibrated."""
    device = find_device(device_id)
    if device is None or not request.actor.may("facilities.manage", device.unit_id):
        raise NotFound()
    form = CalibrationForm(request.POST or None, initial={"until": device.calibrated_until})
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]
        if attempt(form, record_calibration, device_id=device.id, until=until, by=request.actor, at=now()):
            add_toast(request, f"Calibration of {device.name} noted.")
            return HttpResponseRedirect(reverse("facilities:rooms"))
    context = {"page_title": f"Calibration of {device.name}", "form": form, "act": "Save"}
    return show(request, "facilities/form.html", context, status=422 if form.errors else 200)
