"""Moving a visit: by the list of free times, by dragging in the calendar, or by its keyboard."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from wellrun.platform.access.api import screen, show
from wellrun.platform.clock import asked_day, now
from wellrun.platform.ui.formatting import format_clock, format_day
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.organization.api import departments_among
from wellrun.practice.scheduling.models import Appointment
from wellrun.practice.scheduling.operations.book import move_appointment
from wellrun.practice.scheduling.queries.appointments import appointment_for
from wellrun.practice.scheduling.queries.find_times import find_times
from wellrun.practice.scheduling.queries.why_none import why_none
from wellrun.practice.scheduling.rules import MOVABLE, NoSuchTime, instant_of
from wellrun.practice.scheduling.screens.appointment import facts, outcome
from wellrun.practice.scheduling.screens.chips import chips_of
from wellrun.practice.scheduling.screens.forms import MoveForm

OFFERS = 40


@screen("appointments.book")
def move(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Show where a visit could go; POST moves it. Answers JSON to the calendar."""
    visit = appointment_for(request.actor, appointment_id, "appointments.book")
    if request.method != "POST":
        return _shown(request, visit)
    form = MoveForm(_posted(request))
    refusal = _moved(request, visit, form) if form.is_valid() else str(next(iter(form.errors.values()))[0])
    undo_url = reverse("scheduling:undo", args=[visit.id])
    if "json" in request.headers.get("Accept", ""):
        if isinstance(refusal, str):
            return JsonResponse({"sentence": refusal}, status=422)
        return JsonResponse({"sentence": _told(refusal, visit), "undo_url": undo_url})
    if isinstance(refusal, str):
        return _shown(request, visit, refusal=refusal, status=422)
    add_toast(request, _told(refusal, visit), undo_url=undo_url)
    return HttpResponseRedirect(reverse("scheduling:appointment", args=[visit.id]))


def _posted(request: HttpRequest) -> dict[str, str]:
    """The form as the calendar sends it; a pressed chip says time and provider in one value."""
    posted = request.POST.dict()
    wall, _, provider_id = posted.pop("choice", "").partition("|")
    return posted | ({"starts_at": wall, "resource": provider_id} if wall else {})


def _moved(request: HttpRequest, visit: Appointment, form: MoveForm) -> Appointment | str:
    asked = form.cleaned_data
    try:
        starts_at = instant_of(asked["starts_at"], visit.unit.zone)
    except NoSuchTime as skipped:
        return skipped.sentence
    return outcome(
        move_appointment,
        appointment_id=visit.id,
        starts_at=starts_at,
        provider_id=asked["resource"],
        expected_version=asked["version"],
        minutes=asked["minutes"],
        reason=asked["why"],
        by=request.actor,
        at=now(),
    )


def _told(moved: Appointment, before: Appointment) -> str:
    wall = moved.starts_at.astimezone(ZoneInfo(before.unit.zone))
    return f"Moved to {format_day(wall)}, {format_clock(wall)}."


def _shown(request: HttpRequest, visit: Appointment, *, refusal: str = "", status: int = 200) -> HttpResponse:
    at, by = now(), request.actor
    wall = visit.starts_at.astimezone(ZoneInfo(visit.unit.zone)).date()
    today = at.astimezone(ZoneInfo(visit.unit.zone)).date()
    starts_on = max(asked_day(request.GET.get("from")) or wall, today)
    any_provider = request.GET.get("who", "same") == "any"
    context: dict[str, Any] = facts(visit) | {
        "page_title": f"Move {visit.patient.spoken_name}'s visit",
        "refusal": refusal,
        "starts_on": starts_on,
        "week_later": starts_on + timedelta(days=7),
        "any_provider": any_provider,
        "movable": visit.state in MOVABLE,
    }
    if visit.state in MOVABLE:
        offers = find_times(
            visit_type_id=visit.visit_type_id,
            provider_id=None if any_provider else visit.provider_id,
            starts_on=starts_on,
            limit=OFFERS,
            by=by,
            at=at,
        )
        context["days"] = chips_of(offers, {unit.id: unit for unit in departments_among([visit.unit_id])})
        if not offers:
            context["reasons"] = why_none(
                visit_type_id=visit.visit_type_id,
                provider_id=None if any_provider else visit.provider_id,
                starts_on=starts_on,
                at=at,
            )
    return show(
        request, "scheduling/move.html", context, patients=[visit.patient_id], subject=visit.id, status=status
    )
