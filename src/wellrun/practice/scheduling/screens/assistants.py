"""Who works beside providers, with which skills, and when."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wellrun.platform.access.api import NotFound, attempt, screen, show
from wellrun.platform.clock import now, today_in
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.organization.api import Unit, departments_among
from wellrun.practice.scheduling.models import Appointment, StaffHours
from wellrun.practice.scheduling.operations.staff_hours import set_staff_hours
from wellrun.practice.scheduling.queries.availability import staff_hours_of
from wellrun.practice.scheduling.queries.stranded import stranded_by_staff_hours
from wellrun.practice.scheduling.rules import DayPart
from wellrun.practice.scheduling.screens.availability import left_text, told_of
from wellrun.practice.scheduling.screens.chips import place_of
from wellrun.practice.scheduling.screens.hour_texts import week_text, written
from wellrun.practice.scheduling.screens.week_forms import StaffHoursForm
from wellrun.practice.timebook.api import ResourceKind, ResourceRef, resource_refs


@screen("appointments.configure")
def assistants(request: HttpRequest) -> HttpResponse:
    """The bookable assistants of one's departments, with skills and hours."""
    units = departments_among(request.actor.reach["appointments.configure"])
    hours = staff_hours_of([unit.id for unit in units], today_in(units[0].zone)) if units else {}
    staff = _staff(request.actor.organization_id, units)
    places = [
        (
            unit,
            place_of(unit),
            [
                (ref, ", ".join(ref.tags), week_text(hours.get(ref.subject_id, ())))
                for ref in staff
                if ref.unit_id == unit.id
            ],
        )
        for unit in units
    ]
    context = {
        "page_title": "Assistants",
        "places": places,
        "may_read_staff": request.actor.may("workforce.read"),
    }
    return show(request, "scheduling/assistants.html", context)


def _staff(organization_id: uuid.UUID, units: list[Unit]) -> list[ResourceRef]:
    refs = resource_refs(organization_id=organization_id, unit_ids=[unit.id for unit in units])
    return sorted((ref for ref in refs if ref.kind == ResourceKind.STAFF), key=lambda ref: ref.name)


@screen("appointments.configure")
def hours(request: HttpRequest, unit_id: uuid.UUID, employee_id: uuid.UUID) -> HttpResponse:
    """Change the weekly hours of an assistant from a day on; first shows which booked visits that strands."""
    units = departments_among(request.actor.reach["appointments.configure"])
    unit = next((each for each in units if each.id == unit_id), None)
    staff = _staff(request.actor.organization_id, [unit]) if unit else []
    who = next((ref for ref in staff if ref.subject_id == employee_id), None)
    if unit is None or who is None:
        raise NotFound()
    rows = staff_hours_of([unit.id], today_in(unit.zone)).get(employee_id, [])
    form = StaffHoursForm(request.POST or None, initial=_initial(rows, unit))
    stranded: list[Appointment] = []
    if request.method == "POST" and form.is_valid():
        wanted, since = form.hours(), form.cleaned_data["effective_from"]
        asked = {
            "employee_id": employee_id,
            "hours": wanted,
            "effective_from": since,
            "at": now(),
        }
        stranded = stranded_by_staff_hours(unit_id=unit.id, zone=unit.zone, **asked)
        sure = not stranded or "confirmed" in request.POST
        by = request.actor
        if sure and not form.errors and attempt(form, set_staff_hours, unit=unit, by=by, **asked) is not None:
            level = "warning" if stranded else "success"
            add_toast(request, f"Hours of {who.name} saved.{left_text(stranded)}", level=level)
            return HttpResponseRedirect(reverse("scheduling:assistants"))
    context = {
        "page_title": f"Hours of {who.name}",
        "who": who,
        "unit": unit,
        "place": place_of(unit),
        "form": form,
        "stranded": told_of(stranded, unit),
    }
    return show(request, "scheduling/assistant_hours.html", context, status=422 if form.errors else 200)


def _initial(rows: list[StaffHours], unit: Unit) -> dict[str, Any]:
    initial: dict[str, Any] = {"effective_from": today_in(unit.zone).isoformat()}
    for number in range(7):
        parts = sorted(DayPart(row.starts, row.ends) for row in rows if row.weekday == number)
        initial[f"day{number}"] = written(parts)
    return initial
