"""What is done on the calendar itself: put a visit elsewhere, make it longer, bring it along, take it back. The answers
are JSON, {"sentence", "undo_url"}, with status 422 when refused."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, screen
from wellrun.platform.clock import now
from wellrun.platform.ui.formatting import format_clock, format_day
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.organization.api import zone_of
from wellrun.practice.scheduling.models import Appointment, VisitState
from wellrun.practice.scheduling.operations.advance import advance_visit, undo_step
from wellrun.practice.scheduling.operations.book import move_appointment
from wellrun.practice.scheduling.queries.appointments import appointment_for
from wellrun.practice.scheduling.queries.arrival import arrivals_are_asked
from wellrun.practice.scheduling.queries.calendar import NO_ROOM
from wellrun.practice.scheduling.rules import NoSuchTime, instant_of
from wellrun.practice.scheduling.screens.appointment import outcome
from wellrun.practice.scheduling.screens.calendar_cancel import cancel_here
from wellrun.practice.scheduling.screens.forms import MoveForm, StepForm


class PlaceForm(MoveForm):
    """Where a visit was dropped: wall time of the calendar's department, its column, its length when that is new."""

    minutes = forms.IntegerField(required=False, min_value=5, max_value=600)


@screen("appointments.book")
@require_POST
def place(request: HttpRequest, appointment_id: uuid.UUID) -> JsonResponse:
    """Put a visit where it was dropped. `?unit=` is the department whose wall time the calendar shows, `?by=` says
    whether `resource` is a provider or a room."""
    visit = appointment_for(request.actor, appointment_id, "appointments.book")
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return _answer(str(next(iter(form.errors.values()))[0]), None)
    try:
        starts_at = instant_of(form.cleaned_data["starts_at"], _zone(request, visit))
    except NoSuchTime as skipped:
        return _answer(skipped.sentence, None)
    before = visit.ends_at - visit.starts_at
    moved = outcome(move_appointment, **_wanted(request, visit, form, starts_at), by=request.actor, at=now())
    return _answer(moved if isinstance(moved, str) else _told(moved, visit, before), moved)


def _zone(request: HttpRequest, visit: Appointment) -> str:
    """The zone of the calendar's clock, which is not always the visit's."""
    try:
        unit_id = uuid.UUID(request.GET.get("unit", ""))
    except ValueError:
        return visit.unit.zone
    if not request.actor.may("appointments.read", unit_id):
        raise NotFound()
    return zone_of(unit_id)


def _wanted(request: HttpRequest, visit: Appointment, form: PlaceForm, starts_at: datetime) -> dict[str, Any]:
    asked = form.cleaned_data
    by_room = request.GET.get("by") == "room"
    room_id = asked["resource"] if by_room and asked["resource"] not in (NO_ROOM, visit.room_id) else None
    wanted = {
        "appointment_id": visit.id,
        "starts_at": starts_at,
        "provider_id": None if by_room else asked["resource"],
        "room_id": room_id,
        "expected_version": asked["version"],
    }
    if asked["minutes"]:
        wanted["minutes"] = asked["minutes"]
    return wanted


def _told(moved: Appointment, visit: Appointment, before: timedelta) -> str:
    zone = ZoneInfo(visit.unit.zone)
    wall, until = moved.starts_at.astimezone(zone), moved.ends_at.astimezone(zone)
    if moved.ends_at - moved.starts_at != before:
        minutes = int((moved.ends_at - moved.starts_at).total_seconds()) // 60
        return f"Now {minutes} minutes, {format_clock(wall)} to {format_clock(until)}."
    return f"Moved to {format_day(wall)}, {format_clock(wall)}."


@screen("appointments.read")
@require_POST
def step(request: HttpRequest, appointment_id: uuid.UUID) -> JsonResponse:
    """Confirm a visit, note the arrival, or cancel it for a reason."""
    form = StepForm(request.POST)
    if not form.is_valid() or form.cleaned_data["to"] not in ("confirmed", "arrived", "cancelled"):
        raise NotFound()
    to = VisitState(form.cleaned_data["to"])
    if to == VisitState.CANCELLED:
        visit = cancel_here(request, appointment_id)
    else:
        visit = outcome(
            advance_visit,
            appointment_id=appointment_id,
            to=to,
            expected_version=form.cleaned_data["version"],
            by=request.actor,
            at=now(),
        )
    return _answer(visit if isinstance(visit, str) else _stepped(visit), visit)


def _stepped(visit: Appointment) -> str:
    said = f"{visit.patient.spoken_name}: {VisitState(visit.state).label.lower()}."
    if visit.state == VisitState.ARRIVED and arrivals_are_asked():
        said += " Nothing was asked of the patient: the day board shows that the check-in is missing."
    return said


@screen("appointments.read")
@require_POST
def undo(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Take the last step back and stay on the calendar."""
    version = request.GET.get("version", "")
    visit = outcome(
        undo_step,
        appointment_id=appointment_id,
        expected_version=int(version) if version.isdecimal() else None,
        by=request.actor,
        at=now(),
    )
    refused = isinstance(visit, str)
    said = visit if refused else f"Undone: the visit is {visit.get_state_display().lower()}."
    if "json" in request.headers.get("Accept", ""):
        return JsonResponse({"sentence": said}, status=422 if refused else 200)
    add_toast(request, said, level="error" if refused else "info")
    return HttpResponseRedirect(reverse("scheduling:calendar"))


def _answer(said: str, visit: Appointment | str | None) -> JsonResponse:
    """What was done, with the way back; or why not, when there is no visit."""
    if visit is None or isinstance(visit, str):
        return JsonResponse({"sentence": said}, status=422)
    undo_url = f"{reverse('scheduling:calendar_undo', args=[visit.id])}?version={visit.version}"
    return JsonResponse({"sentence": said, "undo_url": undo_url})
