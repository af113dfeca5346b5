"""Absences of providers: who is away and when, and the visits that this strands."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import attempt, screen, show
from wellrun.platform.clock import now, today_in
from wellrun.platform.ui.formatting import format_day, in_zone
from wellrun.platform.ui.forms import KitForm, PlainTextField
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.organization.api import zone_of
from wellrun.practice.scheduling.models import Absence, AbsenceKind
from wellrun.practice.scheduling.operations.absences import change_absence, take_out
from wellrun.practice.scheduling.queries.absences import (
    absence_for,
    absences_to_come,
    visits_present,
    visits_to_move,
)
from wellrun.practice.scheduling.queries.rebooking import open_plan_for
from wellrun.practice.scheduling.rules import NoSuchTime, day_bounds, instant_of
from wellrun.practice.scheduling.screens.forms import day_field
from wellrun.practice.timebook.api import stranded_by
from wellrun.practice.workforce.api import Provider, providers_of


def _clock_field(label: str, help_text: str) -> forms.TimeField:
    return forms.TimeField(
        label=label, required=False, help_text=help_text, widget=forms.TimeInput(attrs={"type": "time"})
    )


class UntilForm(KitForm):
    """Until when, in wall time."""

    last_on = day_field(label="Last day")
    until = _clock_field("Until", "Empty: the whole day")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def ends_at(self, zone: str) -> datetime | None:
        """The instant; None, and a refusal beside the field, for one that the clocks skip."""
        return self._instant("last_on", "until", zone, last=True)

    def _instant(self, day: str, clock: str, zone: str, *, last: bool) -> datetime | None:
        on, at = self.cleaned_data[day], self.cleaned_data[clock]
        if at is None:
            return day_bounds(on, zone)[last]
        try:
            return instant_of(datetime.combine(on, at), zone)
        except NoSuchTime as skipped:
            self.add_error(clock, skipped.sentence)
            return None


class AbsenceForm(UntilForm):
    """Who is away, from when until when, and why."""

    provider = forms.ChoiceField(label="Provider")
    kind = forms.ChoiceField(label="Why", choices=AbsenceKind.choices)
    first_on = day_field(label="First day")
    since = _clock_field("From", "Empty: the whole day")
    note = PlainTextField(label="Note", required=False, max_length=120, help_text="No medical details")
    field_order = ("provider", "kind", "first_on", "since", "last_on", "until", "note")

    def __init__(self, *arguments: Any, providers: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["provider"].choices = [("", "Choose…"), *providers]

    def starts_at(self, zone: str) -> datetime | None:
        """The instant; None, and a refusal beside the field, for one that the clocks skip."""
        return self._instant("first_on", "since", zone, last=False)


@screen("appointments.configure")
def absences(request: HttpRequest) -> HttpResponse:
    """Who is away now and soon; POST takes somebody out."""
    by, at = request.actor, now()
    reach = by.reach["appointments.configure"]
    providers = {
        str(each.id): each
        for each in providers_of(organization_id=by.organization_id)
        if each.unit_id in reach
    }
    form = AbsenceForm(
        request.POST or None,
        providers=[(key, each.display_name) for key, each in providers.items()],
        initial=_begun(providers, request.GET.get("provider", "")),
    )
    if request.method == "POST" and form.is_valid():
        zone = zone_of(providers[form.cleaned_data["provider"]].unit_id)
        starts_at, ends_at = form.starts_at(zone), form.ends_at(zone)
        taken = (
            attempt(
                form,
                take_out,
                provider_id=uuid.UUID(form.cleaned_data["provider"]),
                starts_at=starts_at,
                ends_at=ends_at,
                kind=AbsenceKind(form.cleaned_data["kind"]),
                note=form.cleaned_data["note"],
                by=by,
                at=at,
            )
            if starts_at and ends_at
            else None
        )
        if taken:
            add_toast(request, f"{taken[0].provider.display_name} is away: nobody can be booked then.")
            return HttpResponseRedirect(reverse("scheduling:absence", args=[taken[0].id]))
    rows = [(row, *_span(row.absence)) for row in absences_to_come(by, at)]
    context = {"page_title": "Absences", "rows": rows, "form": form}
    return show(request, "scheduling/absences.html", context, status=422 if form.errors else 200)


def _begun(providers: Mapping[str, Provider], wanted: str) -> dict[str, object]:
    """A form for whoever calls in sick this morning."""
    begun: dict[str, object] = {"provider": wanted, "kind": AbsenceKind.SICK}
    if providers:
        today = today_in(zone_of(next(iter(providers.values())).unit_id)).isoformat()
        begun |= {"first_on": today, "last_on": today}
    return begun


def _span(absence: Absence) -> tuple[datetime, datetime]:
    zone = absence.unit.zone
    return in_zone(absence.starts_at, zone), in_zone(absence.ends_at, zone)


def _whole_days(starts: datetime, ends: datetime) -> str:
    """The days of an absence that takes whole days; empty for one that begins or ends within a day."""
    if starts.time() != time() or ends.time() != time():
        return ""
    last = ends.date() - timedelta(days=1)
    through = f" to {format_day(last)}" if last > starts.date() else ""
    return f"{format_day(starts)}{through}, all day"


@screen("appointments.configure")
def absence(request: HttpRequest, absence_id: uuid.UUID) -> HttpResponse:
    """One absence, and the visits that it strands as they stand; POST lets it end at another time."""
    by, at = request.actor, now()
    found = absence_for(by, absence_id)
    starts, ends = _span(found)
    form = UntilForm(request.POST or None, initial=_until(ends) | {"version": found.version})
    if request.method == "POST" and form.is_valid():
        ends_at = form.ends_at(found.unit.zone)
        changed = ends_at and attempt(
            form,
            change_absence,
            absence_id=found.id,
            ends_at=ends_at,
            expected_version=form.cleaned_data["version"],
            by=by,
            at=at,
        )
        if changed is not None and not form.errors:
            add_toast(request, "Saved.")
            return HttpResponseRedirect(reverse("scheduling:absence", args=[found.id]))
    over = found.ended_at is not None or found.ends_at <= at
    bookings = [] if over else stranded_by(found.block)
    visits = visits_to_move(bookings, by, at)
    context = {
        "page_title": f"{found.provider.display_name} is away",
        "absence": found,
        "starts": starts,
        "ends": ends,
        "whole_days": _whole_days(starts, ends),
        "zone": found.unit.zone,
        "over": over,
        "visits": visits,
        "present": visits_present(bookings, by, at) if bookings else 0,
        "plan": open_plan_for(found.id),
        "form": form,
        "today": today_in(found.unit.zone),
    }
    return show(
        request,
        "scheduling/_absence_visits.html" if request.htmx else "scheduling/absence.html",
        context,
        patients=[visit.patient_id for visit in visits],
        subject=found.id,
        status=422 if form.errors else 200,
    )


def _until(ends: datetime) -> dict[str, object]:
    if ends.time() == time():
        return {"last_on": (ends.date().fromordinal(ends.date().toordinal() - 1)).isoformat()}
    return {"last_on": ends.date().isoformat(), "until": f"{ends:%H:%M}"}


@screen("appointments.configure")
@require_POST
def absence_end(request: HttpRequest, absence_id: uuid.UUID) -> HttpResponse:
    """The provider is back, or does not go."""
    at = now()
    found = absence_for(request.actor, absence_id)
    form = UntilForm()
    ended = attempt(form, change_absence, absence_id=found.id, ends_at=at, by=request.actor, at=at)
    if ended is None:
        add_toast(request, " ".join(form.non_field_errors()), level="error")
    else:
        add_toast(request, f"{found.provider.display_name} can be booked again.")
    return HttpResponseRedirect(reverse("scheduling:absences"))
