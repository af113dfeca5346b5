"""Visits that repeat: the rule, every visit of it before anything is booked, and changes from one on."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wellrun.platform.access.api import NotFound, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.formatting import format_clock
from wellrun.platform.ui.forms import KitForm, PlainTextField
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.patients.api import patient_rows
from wellrun.practice.scheduling.models import Repeats
from wellrun.practice.scheduling.operations.bulk import BulkResult
from wellrun.practice.scheduling.operations.series import (
    Occurrence,
    Scope,
    book_series,
    cancel_series,
    move_series,
    preview_series,
)
from wellrun.practice.scheduling.queries.appointments import appointment_for
from wellrun.practice.scheduling.queries.attendance import cancel_reasons
from wellrun.practice.scheduling.queries.groups import series_of
from wellrun.practice.scheduling.queries.recurrence import SeriesRule
from wellrun.practice.scheduling.queries.visit_types import visit_type
from wellrun.practice.scheduling.rules import MOVABLE, day_text
from wellrun.practice.scheduling.screens.appointment import facts
from wellrun.practice.scheduling.screens.chips import instant_from, place_of
from wellrun.practice.scheduling.screens.forms import day_field
from wellrun.practice.workforce.api import provider, providers_of

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class SeriesForm(KitForm):
    """How a visit repeats."""

    every = forms.IntegerField(label="Every", min_value=1, max_value=52, initial=1)
    repeats = forms.ChoiceField(label="Days, weeks or months", choices=Repeats.choices, initial=Repeats.WEEKS)
    weekdays = forms.MultipleChoiceField(
        label="On (for weeks; none: the day of the first visit)",
        choices=[(str(number), name) for number, name in enumerate(WEEKDAYS)],
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )
    count = forms.IntegerField(label="How many visits", min_value=2, max_value=104, required=False)
    until_on = day_field(label="Or until", required=False)
    reason = PlainTextField(label="Reason for the visits", required=False)

    def clean(self) -> dict[str, Any]:
        """A series ends: after so many visits, or on a day."""
        told = super().clean() or self.cleaned_data
        if not self.errors and not told.get("count") and not told.get("until_on"):
            self.add_error("count", "Say how many visits, or until when.")
        return told

    def rule(self) -> SeriesRule:
        """The rule as it was filled in."""
        told = self.cleaned_data
        repeats = Repeats(told["repeats"])
        weekdays = tuple(int(each) for each in told["weekdays"]) if repeats == Repeats.WEEKS else ()
        return SeriesRule(repeats, told["every"], weekdays, None, told["count"], told["until_on"])


class ChangeForm(KitForm):
    """What changes, for how much of a series."""

    act = forms.ChoiceField(choices=[("move", "Move"), ("cancel", "Cancel")], widget=forms.HiddenInput())
    scope = forms.ChoiceField(
        label="For",
        choices=[
            (Scope.LATER.value, "This visit and the later ones"),
            (Scope.ALL.value, "All visits to come"),
            (Scope.THIS.value, "This visit alone"),
        ],
    )
    clock = forms.TimeField(
        label="New time", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    shift_days = forms.IntegerField(
        label="Days later", required=False, initial=0, min_value=-60, max_value=60,
        help_text="7 is a week later, -1 the day before",
    )  # fmt: skip
    provider = forms.ChoiceField(label="Provider", required=False)
    nearest = forms.BooleanField(label="Where it is taken, the nearest free time of the day", required=False)
    why = forms.ChoiceField(label="Reason")

    def clean(self) -> dict[str, Any]:
        """A move has a time."""
        told = super().clean() or self.cleaned_data
        if told.get("act") == "move" and not told.get("clock") and "clock" not in self.errors:
            self.add_error("clock", "Say at which time.")
        return told


@screen("appointments.book")
def new(request: HttpRequest) -> HttpResponse:
    """The rule; POST with `preview` shows every visit of it, with `book` books those that were chosen."""
    wanted = _wanted(request)
    form = SeriesForm(request.POST or None)
    context = {"page_title": "Repeat a visit", "form": form, **wanted["shown"]}
    asked = wanted["asked"] | {"by": request.actor, "at": now()}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            asked["rule"] = form.rule()
            seen = attempt(form, preview_series, **asked)
            if seen is not None:
                context["rows"] = [_row(each, wanted["zone"], request) for each in seen]
                status = 200
            if seen is not None and "book" in request.POST:
                booked = attempt(
                    form, book_series, choices=_choices(request, seen), reason=form.cleaned_data["reason"], **asked
                )  # fmt: skip
                if booked is not None:
                    return _booked(request, booked)
                status = 422
    context["free"] = sum(not row["problem"] for row in context.get("rows", ()))
    return show(request, "scheduling/series_new.html", context, patients=[asked["patient_id"]], status=status)


def _wanted(request: HttpRequest) -> dict[str, Any]:
    try:
        kind = visit_type(uuid.UUID(request.GET.get("type", "")))
        whom = provider(uuid.UUID(request.GET.get("provider", "")))
        patient = patient_rows([uuid.UUID(request.GET.get("patient", ""))])
    except ValueError:
        raise NotFound() from None
    starts_at = instant_from(request.GET.get("at", ""))
    if kind is None or whom is None or not patient or starts_at is None:
        raise NotFound()
    if not request.actor.may("appointments.book", kind.unit_id):
        raise NotFound()
    row = next(iter(patient.values()))
    wall = starts_at.astimezone(ZoneInfo(kind.unit.zone))
    return {
        "zone": kind.unit.zone,
        "asked": {
            "patient_id": row.id,
            "visit_type_id": kind.id,
            "provider_id": whom.id,
            "first_starts_at": starts_at,
        },
        "shown": {
            "patient": row,
            "kind": kind,
            "provider": whom,
            "place": place_of(kind.unit),
            "when": f"{day_text(wall.date())}, {format_clock(wall)}",
            "back_url": f"{reverse('scheduling:book')}?{request.GET.urlencode()}",
        },
    }


def _row(each: Occurrence, zone: str, request: HttpRequest) -> dict[str, Any]:
    said = ""
    if each.alternative is not None:
        wall = each.alternative.starts_at.astimezone(ZoneInfo(zone))
        said = f"{day_text(wall.date())}, {format_clock(wall)}"
    default = "own" if not each.problem else ("other" if said else "skip")
    clock = each.starts_at and format_clock(each.starts_at.astimezone(ZoneInfo(zone)))
    return {
        "position": each.position,
        "when": f"{day_text(each.on)}, {clock}" if clock else day_text(each.on),
        "holiday": each.holiday,
        "problem": each.problem,
        "alternative": said,
        "alternative_at": each.alternative.starts_at.isoformat() if each.alternative else "",
        "chosen": request.POST.get(f"choice{each.position}", default),
    }


def _choices(request: HttpRequest, seen: list[Occurrence]) -> dict[int, datetime | None]:
    """What the page chose for each visit: its own time, the alternative that was shown, or none."""
    choices: dict[int, datetime | None] = {}
    for each in seen:
        chosen = request.POST.get(f"choice{each.position}", "own")
        if chosen == "skip":
            choices[each.position] = None
        elif chosen == "other":
            choices[each.position] = instant_from(request.POST.get(f"other{each.position}", ""))
    return choices


def _booked(request: HttpRequest, booked: BulkResult) -> HttpResponse:
    assert booked.act is not None
    add_toast(
        request,
        f"{len(booked.done)} visits booked.",
        undo_url=reverse("scheduling:bulk_undo", args=[booked.act.id]),
    )
    return HttpResponseRedirect(reverse("scheduling:series", args=[booked.done[0].appointment_id]))


@screen("appointments.read")
def series(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Every visit of a series; POST moves or cancels this, this and the later ones, or all."""
    visit = appointment_for(request.actor, appointment_id)
    if visit.series_id is None:
        raise NotFound()
    reasons = cancel_reasons(visit.organization_id)
    form = ChangeForm(request.POST or None, initial={"clock": facts(visit)["starts"].time()})
    providers = providers_of(organization_id=visit.organization_id)
    form.fields["provider"].choices = [
        ("", "As it is"),
        *((str(each.id), each.display_name) for each in providers),
    ]
    form.fields["why"].choices = [("", "Choose…"), *((each.code, each.name) for each in reasons)]
    if request.method == "POST":
        if not request.actor.may("appointments.book", visit.unit_id):
            raise NotFound()
        if form.is_valid() and (result := _changed(request, form, visit, {r.code: r.name for r in reasons})):
            _tell(request, result)
            return HttpResponseRedirect(request.path)
    _, rows = series_of(visit.series_id)
    context = facts(visit) | {
        "page_title": f"{visit.patient.spoken_name}: series",
        "form": form,
        "rows": [(each, facts(each)) for each in rows],
        "movable": MOVABLE,
        "may_book": request.actor.may("appointments.book", visit.unit_id),
    }
    return show(
        request, "scheduling/series.html", context, patients=[visit.patient_id],
        status=422 if form.errors else 200,
    )  # fmt: skip


def _changed(request: HttpRequest, form: ChangeForm, visit: Any, names: dict[str, str]) -> BulkResult | None:
    told = form.cleaned_data
    asked: dict[str, Any] = {"visit": visit, "scope": Scope(told["scope"]), "by": request.actor, "at": now()}
    if told["act"] == "cancel":
        return attempt(form, cancel_series, reason=names[told["why"]], code=told["why"], **asked)
    return attempt(
        form,
        move_series,
        wall=told["clock"],
        shift_days=told["shift_days"] or 0,
        provider_id=uuid.UUID(told["provider"]) if told["provider"] else None,
        nearest=told["nearest"],
        reason=names[told["why"]],
        **asked,
    )


def _tell(request: HttpRequest, result: BulkResult) -> None:
    for each in result.refused:
        add_toast(request, each.sentence, level="warning")
    if result.act is not None:
        undo_url = reverse("scheduling:bulk_undo", args=[result.act.id])
        add_toast(request, f"{len(result.done)} visits changed.", undo_url=undo_url)
