"""Reporting a fault, seeing whom it strands, and clearing it."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, Refused, attempt, screen, show
from wellrun.platform.audit.api import record_read
from wellrun.platform.clock import now
from wellrun.platform.ui.formatting import in_zone
from wellrun.platform.ui.forms import KitForm, PlainTextField
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.facilities.models import Device, Room
from wellrun.practice.facilities.operations.faults import clear_fault, report_fault
from wellrun.practice.facilities.queries.equipment import device as find_device
from wellrun.practice.facilities.queries.equipment import fault as find_fault
from wellrun.practice.facilities.queries.equipment import open_faults
from wellrun.practice.facilities.queries.equipment import room as find_room
from wellrun.practice.facilities.queries.stranded import describe_bookings
from wellrun.practice.timebook.api import stranded_by

LENGTHS = (
    ("4", "The next 4 hours"),
    ("24", "Until this time tomorrow"),
    ("168", "A week"),
    ("720", "30 days"),
)


class FaultForm(KitForm):
    """What is wrong, and for how long it will be."""

    note = PlainTextField(label="What is wrong?")
    hours = forms.ChoiceField(label="Out of order for", choices=LENGTHS)


@screen("facilities.read")
def room_fault(request: HttpRequest, room_id: uuid.UUID) -> HttpResponse:
    """Report that a room is out of order."""
    return _report(request, find_room(room_id))


@screen("facilities.read")
def device_fault(request: HttpRequest, device_id: uuid.UUID) -> HttpResponse:
    """Report that a device is out of order."""
    return _report(request, find_device(device_id))


def _report(request: HttpRequest, thing: Room | Device | None) -> HttpResponse:
    if thing is None or not request.actor.may("facilities.read", thing.unit_id):
        raise NotFound()
    form = FaultForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at = now()
        which = {"room_id": thing.id} if isinstance(thing, Room) else {"device_id": thing.id}
        stranded = attempt(
            form,
            report_fault,
            starts_at=at,
            ends_at=at + timedelta(hours=int(form.cleaned_data["hours"])),
            note=form.cleaned_data["note"],
            by=request.actor,
            at=at,
            **which,
        )
        if stranded is not None:
            fault = next(
                each
                for each in open_faults([thing.unit_id], at)
                if thing.id in (each.room_id, each.device_id)
            )
            undo_url = reverse("facilities:clearance", args=[fault.id])
            add_toast(request, f"{thing.name} is out of order: nobody can book it.", undo_url=undo_url)
            return HttpResponseRedirect(reverse("facilities:fault", args=[fault.id]))
    context = {"page_title": f"{thing.name} is out of order", "form": form, "act": "Report the fault"}
    return show(request, "facilities/form.html", context, status=422 if form.errors else 200)


@screen("facilities.read")
def fault(request: HttpRequest, fault_id: uuid.UUID) -> HttpResponse:
    """One fault, and the visits it strands as far as one may see them."""
    found = find_fault(fault_id)
    if found is None or not request.actor.may("facilities.read", found.unit_id):
        raise NotFound()
    bookings = stranded_by(found.block) if found.cleared_at is None else []
    rows = describe_bookings(request.actor, bookings)
    seen = sorted({row.patient_id for row in rows if row.patient_id})
    if seen:
        record_read("appointments.read", subject_type="fault", subject_id=found.id, patients=seen)
    mine = found.reported_by_id is not None and found.reported_by_id == request.actor.person_id
    context = {
        "page_title": f"{found.room or found.device} is out of order",
        "fault": found,
        "zone": found.unit.zone,
        "ends": in_zone(found.ends_at, found.unit.zone),
        "stranded": rows,
        "unseen": len(bookings) - len(rows),
        "may_clear": found.cleared_at is None
        and (mine or request.actor.may("facilities.manage", found.unit_id)),
    }
    return show(request, "facilities/fault.html", context)


@screen("facilities.read")
@require_POST
def clearance(request: HttpRequest, fault_id: uuid.UUID) -> HttpResponse:
    """Put a room or device in order again."""
    try:
        clear_fault(fault_id=fault_id, by=request.actor, at=now())
    except NotFound:
        raise
    except Refused as refused:
        add_toast(request, refused.sentence, level="error")
    else:
        add_toast(request, "In order again: it can be booked.")
    return HttpResponseRedirect(reverse("facilities:rooms"))
