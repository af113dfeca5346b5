"""Holidays and other days on which a site or department is closed; the federal ones are suggested."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import holidays
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import Actor, NotFound, attempt, screen, show
from wellrun.platform.clock import now, today_in
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.organization.api import Unit, departments_among, units_by_id, units_under
from wellrun.practice.scheduling.models import ClosedDay
from wellrun.practice.scheduling.operations.closed_days import close_day, open_day
from wellrun.practice.scheduling.queries.availability import closed_days_of
from wellrun.practice.scheduling.queries.stranded import stranded_by_closed_day
from wellrun.practice.scheduling.rules import DayPart, parts_text
from wellrun.practice.scheduling.screens.availability import left_text, told_of
from wellrun.practice.scheduling.screens.chips import place_of
from wellrun.practice.scheduling.screens.week_forms import ClosedDayForm

#: So many federal holidays still to come are suggested: a year's.
SUGGESTED = 11


@screen("appointments.configure")
def closed_days(request: HttpRequest) -> HttpResponse:
    """The closed days of one's places; POST closes another, after showing which booked visits it strands."""
    places = _places(request.actor)
    choices = [(str(unit.id), _named(unit)) for unit in places]
    form = ClosedDayForm(request.POST or None, initial=request.GET.dict(), places=choices)
    stranded: list[Any] = []
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        unit = next(each for each in places if str(each.id) == told["place"])
        part = told["hours"]
        span = {"on": told["on"], "starts": part and part.starts, "ends": part and part.ends}
        stranded = _stranded(unit, request.actor, **span)
        if not stranded or "confirmed" in request.POST:
            closed = attempt(
                form, close_day, unit=unit, name=told["name"], by=request.actor, at=now(), **span
            )
            if closed is not None:
                level = "warning" if stranded else "success"
                add_toast(request, f"{unit.name} is closed on that day.{left_text(stranded)}", level=level)
                return HttpResponseRedirect(reverse("scheduling:closed_days"))
    return _page(request, places, form, stranded)


def _page(
    request: HttpRequest, places: list[Unit], form: ClosedDayForm, stranded: list[tuple[Any, str]]
) -> HttpResponse:
    today = today_in(places[0].zone) if places else now().date()
    mine = {unit.id for unit in places}
    above = {each for unit in places for each in unit.lineage}
    closed = closed_days_of(above, since=today)
    context = {
        "page_title": "Closed days",
        "form": form,
        "stranded": stranded,
        "closed": [(each, _named(each.unit), _span(each), each.unit_id in mine) for each in closed],
        "suggested": suggested(today, {each.on for each in closed}),
        "places": places,
    }
    return show(request, "scheduling/closed_days.html", context, status=422 if form.errors else 200)


def _places(by: Actor) -> list[Unit]:
    """The departments that one configures, and what of the tree above them one configures whole."""
    reach = by.reach["appointments.configure"]
    units = departments_among(reach)
    above = {each for unit in units for each in unit.lineage[:-1]} & set(reach)
    found = units_by_id(above).values()
    return [*sorted(found, key=lambda unit: (len(unit.lineage), unit.position, unit.name)), *units]


def _named(unit: Unit) -> str:
    return place_of(unit) if len(unit.lineage) > 2 else unit.name


def _span(closed: ClosedDay) -> str:
    if closed.starts is None or closed.ends is None:
        return "all day"
    return parts_text([DayPart(closed.starts, closed.ends)])


def _stranded(unit: Unit, by: Actor, **span: Any) -> list[tuple[Any, str]]:
    reach = by.reach["appointments.configure"]
    below = departments_among(each for each in units_under(unit.id) if each in reach)
    return [
        told
        for department in below
        for told in told_of(
            stranded_by_closed_day(unit_ids=[department.id], zone=department.zone, at=now(), **span),
            department,
        )
    ]


def suggested(today: date, known: set[date]) -> list[tuple[date, str]]:
    """The federal holidays of the year from a day on that are not closed yet, as they are observed."""
    years = holidays.country_holidays("US", years=[today.year, today.year + 1], observed=True)
    coming = sorted((on, name) for on, name in years.items() if on >= today and on not in known)
    return coming[:SUGGESTED]


@screen("appointments.configure")
@require_POST
def removal(request: HttpRequest, closed_day_id: uuid.UUID) -> HttpResponse:
    """Let a closed day be like the others again."""
    mine = {unit.id for unit in _places(request.actor)}
    if not ClosedDay.objects.filter(id=closed_day_id, unit_id__in=mine).exists():
        raise NotFound()
    open_day(closed_day_id=closed_day_id, by=request.actor, at=now())
    add_toast(request, "The day is like the others again.")
    return HttpResponseRedirect(reverse("scheduling:closed_days"))
