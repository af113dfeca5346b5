"""Hours of the providers: weekly, and the days that differ. A change first says whom it strands."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, attempt, screen, show
from wellrun.platform.clock import now, today_in
from wellrun.platform.ui.formatting import format_clock, format_day, in_zone
from wellrun.platform.ui.forms import KitForm, PlainTextField
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.organization.api import Unit, departments_among
from wellrun.practice.scheduling.models import Appointment, Availability, AvailabilityException
from wellrun.practice.scheduling.operations.configure import (
    add_exception,
    refuse_impossible_hours,
    remove_exception,
    set_availability,
)
from wellrun.practice.scheduling.queries.availability import exceptions_of, weekly_of
from wellrun.practice.scheduling.queries.stranded import stranded_by_closing, stranded_by_hours
from wellrun.practice.scheduling.rules import DayPart, HoursOn, parts_text
from wellrun.practice.scheduling.screens.chips import place_of
from wellrun.practice.scheduling.screens.forms import day_field
from wellrun.practice.workforce.api import Provider, providers_of
from wellrun.practice.workforce.api import provider as find_provider

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def parts_from(text: str) -> list[DayPart]:
    """Hours as people write them, "8:00-12:00, 13:00-17:00"; raises ValidationError for what is none."""
    parts = []
    for piece in (piece.strip() for piece in text.split(",") if piece.strip()):
        begins, _, ends = piece.replace("–", "-").replace(" to ", "-").partition("-")
        try:
            parts.append(DayPart(_time(begins), _time(ends)))
        except ValueError:
            raise ValidationError(
                f"“{piece}” is no stretch of time. Write hours like 8:00-12:00, 13:00-17:00."
            ) from None
    return parts


def _time(text: str) -> time:
    text = text.strip().upper().replace(" ", "")
    for form in ("%H:%M", "%I:%M%p", "%I%p", "%H"):
        try:
            return datetime.strptime(text, form).time()  # noqa: DTZ007 (a time of day has no zone)
        except ValueError:
            continue
    raise ValueError(text)


class HoursForm(KitForm):
    """Weekly hours, a line a weekday, from a day on."""

    effective_from = day_field(label="From")
    effective_to = day_field(label="Until before", required=False, help_text="Empty: until further notice")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for number, name in enumerate(WEEKDAYS):
            self.fields[f"day{number}"] = forms.CharField(label=name, required=False, max_length=100)
        self.speak()

    def days(self) -> list[Any]:
        """The seven fields."""
        return [self[f"day{number}"] for number in range(7)]

    def hours(self) -> list[HoursOn]:
        """What was written, refused beside its day."""
        found = []
        for number in range(7):
            try:
                parts = parts_from(self.cleaned_data.get(f"day{number}", ""))
            except ValidationError as wrong:
                self.add_error(f"day{number}", wrong)
                continue
            found += [HoursOn(number, part.starts, part.ends) for part in parts]
        return found


class DayForm(KitForm):
    """A day that differs."""

    on = day_field(label="Day")
    extra = forms.ChoiceField(label="What", choices=[("no", "Closed"), ("yes", "Extra hours")])
    hours = forms.CharField(label="Hours", required=False, max_length=40, help_text="Empty: the whole day")
    note = PlainTextField(label="Note", required=False, max_length=120)


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
            [(who, _week(weekly.get((unit.id, who.id), ()))) for who in _of(unit, providers, weekly)],
        )
        for unit in units
    ]
    return show(request, "scheduling/availability.html", {"page_title": "Availability", "places": places})


def _of(unit: Unit, providers: Iterable[Provider], weekly: dict[Any, Any]) -> list[Provider]:
    return [who for who in providers if who.unit_id == unit.id or (unit.id, who.id) in weekly]


def _week(rows: Iterable[Availability]) -> str:
    """Weekly hours in one line, days in a row with the same hours joined: "Mon to Fri 8:00 AM to 5:00 PM"."""
    by_day: dict[int, list[DayPart]] = {number: [] for number in range(7)}
    for row in rows:
        by_day[row.weekday].append(DayPart(row.starts, row.ends))
    said = []
    for parts, days in groupby(range(7), key=lambda number: sorted(by_day[number])):
        names = [WEEKDAYS[number][:3] for number in days]
        if parts:
            span = names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"
            said.append(f"{span} {parts_text(parts)}")
    return "; ".join(said)


def _place(request: HttpRequest, unit_id: uuid.UUID, provider_id: uuid.UUID) -> tuple[Unit, Provider]:
    units = departments_among(request.actor.reach["appointments.configure"])
    unit = next((unit for unit in units if unit.id == unit_id), None)
    who = find_provider(provider_id)
    if unit is None or who is None:
        raise NotFound()
    return unit, who


@screen("appointments.configure")
def hours(request: HttpRequest, unit_id: uuid.UUID, provider_id: uuid.UUID) -> HttpResponse:
    """Change weekly hours: the first press shows which booked visits the change strands, the second saves."""
    unit, who = _place(request, unit_id, provider_id)
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
                set_availability(unit=unit, by=request.actor, **ids, **asked)
                return _saved(request, unit, who, stranded)
    return _page(request, unit, who, form=form, stranded=stranded)


def _checked(hours: Sequence[HoursOn], effective_from: date, effective_to: date | None) -> bool:
    refuse_impossible_hours(hours, effective_from, effective_to)
    return True


def _written(unit: Unit, who: Provider) -> dict[str, Any]:
    rows = weekly_of([unit.id], today_in(unit.zone)).get((unit.id, who.id), ())
    initial: dict[str, Any] = {"effective_from": today_in(unit.zone).isoformat()}
    for number in range(7):
        parts = sorted(DayPart(row.starts, row.ends) for row in rows if row.weekday == number)
        initial[f"day{number}"] = ", ".join(f"{p.starts:%H:%M}-{p.ends:%H:%M}" for p in parts)
    return initial


def _saved(request: HttpRequest, unit: Unit, who: Provider, stranded: Sequence[Appointment]) -> HttpResponse:
    left = f" {len(stranded)} booked visits must be moved." if stranded else ""
    add_toast(
        request, f"Hours of {who.display_name} saved.{left}", level="warning" if stranded else "success"
    )
    return HttpResponseRedirect(reverse("scheduling:hours", args=[unit.id, who.id]))


def _page(
    request: HttpRequest,
    unit: Unit,
    who: Provider,
    *,
    form: HoursForm | None = None,
    day_form: DayForm | None = None,
    stranded: Sequence[Appointment] | None = None,
    day_stranded: Sequence[Appointment] | None = None,
) -> HttpResponse:
    refused = any(each is not None and each.errors for each in (form, day_form))
    exceptions = exceptions_of(who.id, unit.id, since=today_in(unit.zone))
    context = {
        "page_title": f"Hours of {who.display_name}",
        "unit": unit,
        "who": who,
        "place": place_of(unit),
        "form": form or HoursForm(initial=_written(unit, who)),
        "day_form": day_form or DayForm(initial={"extra": "no"}),
        "stranded": [(visit, _told(visit, unit)) for visit in stranded or ()],
        "day_stranded": [(visit, _told(visit, unit)) for visit in day_stranded or ()],
        "exceptions": [(each, _said(each)) for each in exceptions],
    }
    return show(request, "scheduling/hours.html", context, status=422 if refused else 200)


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
    unit, who = _place(request, unit_id, provider_id)
    form = DayForm(request.POST)
    if not form.is_valid():
        return _page(request, unit, who, day_form=form)
    try:
        parts = parts_from(form.cleaned_data["hours"])
    except ValidationError as wrong:
        form.add_error("hours", wrong)
        return _page(request, unit, who, day_form=form)
    extra, part = form.cleaned_data["extra"] == "yes", parts[0] if parts else None
    span = {"on": form.cleaned_data["on"], "starts": part and part.starts, "ends": part and part.ends}
    stranded: list[Appointment] = []
    if not extra:
        stranded = stranded_by_closing(
            provider_id=who.id, unit_ids=[unit.id], zone=unit.zone, at=now(), **span
        )
    if stranded and "confirmed" not in request.POST:
        return _page(request, unit, who, day_form=form, day_stranded=stranded)
    saved = attempt(
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
    return _saved(request, unit, who, stranded) if saved else _page(request, unit, who, day_form=form)


@screen("appointments.configure")
@require_POST
def removal(
    request: HttpRequest, unit_id: uuid.UUID, provider_id: uuid.UUID, exception_id: uuid.UUID
) -> HttpResponse:
    """Let a day be like the others again."""
    unit, who = _place(request, unit_id, provider_id)
    remove_exception(exception_id=exception_id, by=request.actor, at=now())
    add_toast(request, "The day is like the others again.")
    return HttpResponseRedirect(reverse("scheduling:hours", args=[unit.id, who.id]))
