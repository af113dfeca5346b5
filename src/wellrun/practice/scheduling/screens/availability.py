"""Hours of the providers: weekly, and the days that differ. A change first says whom it strands."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, attempt, screen, show
from wellrun.platform.clock import now, today_in
from wellrun.platform.ui.formatting import format_clock, format_day, in_zone
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.organization.api import Unit, departments_among
from wellrun.practice.scheduling.models import Appointment, AvailabilityException
from wellrun.practice.scheduling.operations.configure import (
    add_exception,
    refuse_impossible_hours,
    remove_exception,
    set_availability,
)
from wellrun.practice.scheduling.queries.availability import (
    blocks_of,
    closed_days_of,
    exceptions_of,
    limits_of,
    pattern_version,
    weekly_of,
)
from wellrun.practice.scheduling.queries.stranded import (
    stranded_by_closing,
    stranded_by_hours,
    stranded_by_removal,
)
from wellrun.practice.scheduling.queries.visit_types import visit_types_of
from wellrun.practice.scheduling.rules import DayPart, HoursOn, parts_text
from wellrun.practice.scheduling.screens.chips import place_of
from wellrun.practice.scheduling.screens.hour_texts import WEEKDAYS, week_text, written
from wellrun.practice.scheduling.screens.week_forms import DayForm, HoursForm, KeepForm, LimitForm
from wellrun.practice.scheduling.screens.week_grid import kept_text, limit_text, week_grid
from wellrun.practice.workforce.api import Provider, providers_of
from wellrun.practice.workforce.api import provider as find_provider


@screen("appointments.configure")
def availability(request: HttpRequest) -> HttpResponse:
    """Who sees patients when, department by department."""
    units = departments_among(request.actor.reach["appointments.configure"])
    providers = providers_of(organization_id=request.actor.organization_id)
    weekly = weekly_of([unit.id for unit in units], today_in(units[0].zone)) if units else {}
    places = [
        (
            unit,
            place_of(unit),
            [(who, week_text(weekly.get((unit.id, who.id), ()))) for who in _of(unit, providers, weekly)],
        )
        for unit in units
    ]
    return show(request, "scheduling/availability.html", {"page_title": "Availability", "places": places})


def _of(unit: Unit, providers: Iterable[Provider], weekly: dict[Any, Any]) -> list[Provider]:
    return [who for who in providers if who.unit_id == unit.id or (unit.id, who.id) in weekly]


def place_asked(request: HttpRequest, unit_id: uuid.UUID, provider_id: uuid.UUID) -> tuple[Unit, Provider]:
    """The department and the provider of an address; raises `NotFound` for what one does not configure."""
    units = departments_among(request.actor.reach["appointments.configure"])
    unit = next((unit for unit in units if unit.id == unit_id), None)
    who = find_provider(provider_id)
    if unit is None or who is None:
        raise NotFound()
    return unit, who


@screen("appointments.configure")
def hours(request: HttpRequest, unit_id: uuid.UUID, provider_id: uuid.UUID) -> HttpResponse:
    """Change weekly hours: the first press shows which booked visits the change strands, the second saves."""
    unit, who = place_asked(request, unit_id, provider_id)
    form = HoursForm(request.POST or None, initial=_written(unit, who))
    stranded: list[Appointment] | None = None
    if request.method == "POST" and form.is_valid():
        wanted = form.hours()
        asked = {
            "hours": wanted,
            "effective_from": form.cleaned_data["effective_from"],
            "effective_to": form.cleaned_data["effective_to"],
        }
        if not form.errors and attempt(form, _checked, **asked):
            ids = {"provider_id": who.id, "at": now()}
            stranded = stranded_by_hours(unit_id=unit.id, zone=unit.zone, **ids, **asked)
            if not stranded or "confirmed" in request.POST:
                seen = form.cleaned_data["version"] or None
                if attempt(form, _set, unit=unit, expected_version=seen, by=request.actor, **ids, **asked):
                    return saved(request, unit, who, stranded)
    return hours_page(request, unit, who, form=form, stranded=stranded)


def _set(**asked: Any) -> bool:
    set_availability(**asked)
    return True


def _checked(hours: Sequence[HoursOn], effective_from: date, effective_to: date | None) -> bool:
    refuse_impossible_hours(hours, effective_from, effective_to)
    return True


def _written(unit: Unit, who: Provider) -> dict[str, Any]:
    rows = weekly_of([unit.id], today_in(unit.zone)).get((unit.id, who.id), ())
    initial: dict[str, Any] = {
        "effective_from": today_in(unit.zone).isoformat(),
        "version": pattern_version(who.id, unit.id),
    }
    for number in range(7):
        parts = sorted(DayPart(row.starts, row.ends) for row in rows if row.weekday == number)
        initial[f"day{number}"] = written(parts)
    return initial


def saved(request: HttpRequest, unit: Unit, who: Provider, stranded: Sequence[Appointment]) -> HttpResponse:
    """Back to the page, saying how many visits must be moved."""
    add_toast(
        request,
        f"Hours of {who.display_name} saved.{left_text(stranded)}",
        level="warning" if stranded else "success",
    )
    return HttpResponseRedirect(reverse("scheduling:hours", args=[unit.id, who.id]))


def left_text(stranded: Sequence[object]) -> str:
    """What a change leaves to do, as the end of a sentence; "" for nothing."""
    if not stranded:
        return ""
    return (
        " 1 booked visit must be moved."
        if len(stranded) == 1
        else f" {len(stranded)} booked visits must be moved."
    )


def hours_page(
    request: HttpRequest,
    unit: Unit,
    who: Provider,
    *,
    form: HoursForm | None = None,
    day_form: DayForm | None = None,
    keep_form: KeepForm | None = None,
    limit_form: LimitForm | None = None,
    stranded: Sequence[Appointment] | None = None,
    day_stranded: Sequence[Appointment] | None = None,
    keep_stranded: Sequence[Appointment] | None = None,
) -> HttpResponse:
    """The availability of a provider in a department: the week, the days that differ, and the rules on it."""
    refused = any(each is not None and each.errors for each in (form, day_form, keep_form, limit_form))
    today = today_in(unit.zone)
    kinds = visit_types_of([unit.id])
    names = {kind.id: kind.name for kind in visit_types_of([unit.id], also_inactive=True)}
    weekly = weekly_of([unit.id], today).get((unit.id, who.id), ())
    blocks, limits = (
        blocks_of(who.id, unit.id, since=today),
        limits_of(who.id, unit.id, since=today),
    )
    rule = {"effective_from": today.isoformat()}
    context = {
        "page_title": f"Hours of {who.display_name}",
        "unit": unit,
        "who": who,
        "place": place_of(unit),
        "grid": week_grid(weekly, _in_force(blocks, today), _in_force(limits, today), names),
        "form": form or HoursForm(initial=_written(unit, who)),
        "day_form": day_form or DayForm(initial={"extra": "no"}),
        "keep_form": keep_form or KeepForm(initial=rule | {"release": 2}, kinds=kinds),
        "limit_form": limit_form or LimitForm(initial=rule, kinds=kinds),
        "kinds": kinds,
        "stranded": told_of(stranded, unit),
        "day_stranded": told_of(day_stranded, unit),
        "keep_stranded": told_of(keep_stranded, unit),
        "exceptions": [(each, _said(each)) for each in exceptions_of(who.id, unit.id, since=today)],
        "closed_days": closed_days_of(unit.lineage, since=today),
        "blocks": [(each, WEEKDAYS[each.weekday], kept_text(each, names)) for each in blocks],
        "limits": [(each, WEEKDAYS[each.weekday], limit_text(each)) for each in limits],
    }
    return show(request, "scheduling/hours.html", context, status=422 if refused else 200)


def _in_force(rows: Iterable[Any], on: date) -> list[Any]:
    return [row for row in rows if row.effective_from <= on]


def told_of(stranded: Sequence[Appointment] | None, unit: Unit) -> list[tuple[Appointment, str]]:
    """Stranded visits, each with its sentence."""
    return [(visit, _told(visit, unit)) for visit in stranded or ()]


def _told(visit: Appointment, unit: Unit) -> str:
    wall = in_zone(visit.starts_at, unit.zone)
    return f"{format_day(wall)}, {format_clock(wall)}: {visit.visit_type.name}"


def _said(each: AvailabilityException) -> str:
    what = "Extra hours" if each.extra else "Closed"
    if each.starts is None or each.ends is None:
        return f"{what} all day"
    return f"{what} {parts_text([DayPart(each.starts, each.ends)])}"


@screen("appointments.configure")
@require_POST
def day(request: HttpRequest, unit_id: uuid.UUID, provider_id: uuid.UUID) -> HttpResponse:
    """Let one day differ; closing it first shows which booked visits it strands."""
    unit, who = place_asked(request, unit_id, provider_id)
    form = DayForm(request.POST)
    if not form.is_valid():
        return hours_page(request, unit, who, day_form=form)
    extra, part = form.cleaned_data["extra"] == "yes", form.cleaned_data["hours"]
    span = {"on": form.cleaned_data["on"], "starts": part and part.starts, "ends": part and part.ends}
    stranded: list[Appointment] = []
    if not extra:
        stranded = stranded_by_closing(
            provider_id=who.id, unit_ids=[unit.id], zone=unit.zone, at=now(), **span
        )
    if stranded and "confirmed" not in request.POST:
        return hours_page(request, unit, who, day_form=form, day_stranded=stranded)
    added = attempt(
        form,
        add_exception,
        provider_id=who.id,
        unit=unit,
        extra=extra,
        note=form.cleaned_data["note"],
        by=request.actor,
        at=now(),
        **span,
    )
    if added is None:
        return hours_page(request, unit, who, day_form=form)
    return saved(request, unit, who, stranded)


@screen("appointments.configure")
@require_POST
def removal(
    request: HttpRequest, unit_id: uuid.UUID, provider_id: uuid.UUID, exception_id: uuid.UUID
) -> HttpResponse:
    """Let a day be like the others again; taking extra hours away first shows which booked visits it strands."""
    unit, who = place_asked(request, unit_id, provider_id)
    exceptions = {each.id: each for each in exceptions_of(who.id, unit.id, since=date.min)}
    if exception_id not in exceptions:
        raise NotFound()
    stranded = stranded_by_removal(exception=exceptions[exception_id], zone=unit.zone, at=now())
    if stranded and "confirmed" not in request.POST:
        context = {
            "page_title": f"Hours of {who.display_name}",
            "stranded": told_of(stranded, unit),
            "back_url": reverse("scheduling:hours", args=[unit.id, who.id]),
        }
        return show(request, "scheduling/removal.html", context)
    remove_exception(exception_id=exception_id, by=request.actor, at=now())
    add_toast(
        request,
        f"The day is like the others again.{left_text(stranded)}",
        level="warning" if stranded else "success",
    )
    return HttpResponseRedirect(reverse("scheduling:hours", args=[unit.id, who.id]))
