"""A provider's day, or a stretch of days, in one act: seen before, told where it fails, undone whole."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, Refused, attempt, screen, show
from wellrun.platform.clock import asked_day, now, today_in
from wellrun.platform.ui.formatting import format_clock, format_day, in_zone
from wellrun.platform.ui.forms import KitForm, PlainTextField
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.organization.api import Unit, departments_among
from wellrun.practice.scheduling.models import Appointment
from wellrun.practice.scheduling.operations.bulk import (
    BulkResult,
    Wanted,
    cancel_visits,
    hand_over,
    move_visits,
    rehearse,
    undo_bulk,
)
from wellrun.practice.scheduling.queries.appointments import visits_to_change
from wellrun.practice.scheduling.queries.attendance import cancel_reasons
from wellrun.practice.scheduling.rules import NoSuchTime, instant_of
from wellrun.practice.scheduling.screens.chips import place_of
from wellrun.practice.scheduling.screens.forms import day_field
from wellrun.practice.workforce.api import Provider, providers_of

ACTS = (
    ("provider", "Move to another provider, same time"),
    ("day", "Move to another day, same time"),
    ("cancel", "Cancel"),
    ("hand over", "Hand to the worklist, to be rebooked one by one"),
)


class BulkForm(KitForm):
    """What happens to the visits that are checked."""

    act = forms.ChoiceField(label="What", choices=ACTS)
    to_provider = forms.ChoiceField(label="To", required=False)
    to_day = day_field(label="To the day", required=False)
    nearest = forms.BooleanField(
        label="Where the time is taken, the nearest free time of that day", required=False, initial=True
    )
    reason = forms.ChoiceField(label="Reason")
    more = PlainTextField(label="More about it", required=False, max_length=150)

    def clean(self) -> dict[str, Any]:
        """A move says where to."""
        told = super().clean() or self.cleaned_data
        if told.get("act") == "provider" and not told.get("to_provider"):
            self.add_error("to_provider", "Choose the provider who takes them.")
        if told.get("act") == "day" and not told.get("to_day"):
            self.add_error("to_day", "Choose the day.")
        return told


@screen("appointments.book")
def bulk(request: HttpRequest) -> HttpResponse:
    """Choose whose day; see every visit; POST with `preview` tells what would happen, with `go` does it."""
    by, at = request.actor, now()
    units = departments_among(by.reach["appointments.book"])
    providers = providers_of(organization_id=by.organization_id)
    unit = next(
        (each for each in units if str(each.id) == request.GET.get("unit")), units[0] if units else None
    )
    who = next((each for each in providers if str(each.id) == request.GET.get("provider")), None)
    if unit is None:
        return show(request, "scheduling/bulk.html", {"page_title": "Change a day"}, patients=[])
    first_on = asked_day(request.GET.get("on")) or today_in(unit.zone)
    last_on = max(asked_day(request.GET.get("until")) or first_on, first_on)
    visits = _visits(unit, who, first_on, last_on, at)
    form = _form(request, providers, unit)
    asked = request.POST.getlist("visit")
    checked = [each for each in visits if str(each.id) in asked or request.method != "POST"]
    context: dict[str, Any] = {
        "page_title": "Change a day",
        "units": [(each.id, place_of(each)) for each in units],
        "unit": unit,
        "providers": providers,
        "who": who,
        "first_on": first_on,
        "last_on": last_on,
        "form": form,
    }
    if request.method == "POST" and form.is_valid():
        if not checked:
            form.add_error(None, "Check the visits to change.")
        else:
            going = "go" in request.POST
            result = attempt(form, partial(_act, request, form, checked, unit, at, only_look=not going))
            if result is not None and going:
                return _done(request, result)
            if result is not None:
                context["result"] = result
                context["told"] = {
                    each.appointment_id: _told(each.visit, each.sentence, unit) for each in result.outcomes
                }
    told = context.get("told", {})
    context["rows"] = [(visit, *_when(visit, unit), visit in checked, told.get(visit.id)) for visit in visits]
    return show(
        request, "scheduling/bulk.html", context, patients=[visit.patient_id for visit in visits],
        status=422 if form.errors else 200,
    )  # fmt: skip


def _visits(
    unit: Unit, who: Provider | None, first_on: date, last_on: date, at: datetime
) -> list[Appointment]:
    if who is None:
        return []
    return visits_to_change(
        provider_id=who.id, unit_id=unit.id, first_on=first_on, until_on=last_on + timedelta(days=1),
        zone=unit.zone, at=at,
    )  # fmt: skip


def _form(request: HttpRequest, providers: list[Provider], unit: Unit) -> BulkForm:
    form = BulkForm(request.POST or None)
    names = [
        (str(each.id), each.display_name) for each in providers if str(each.id) != request.GET.get("provider")
    ]
    form.fields["to_provider"].choices = [("", "Choose…"), *names]
    reasons = [(each.code, each.name) for each in cancel_reasons(unit.organization_id)]
    form.fields["reason"].choices = [("", "Choose…"), *reasons]
    return form


def _when(visit: Appointment, unit: Unit) -> tuple[str, str]:
    wall = in_zone(visit.starts_at, unit.zone)
    return f"{wall:%a}, {format_day(wall)}", format_clock(wall)


def _told(visit: Appointment | None, sentence: str, unit: Unit) -> tuple[str, str]:
    if visit is None:
        return "bad", sentence
    if visit.state == "cancelled":
        return "good", "would be canceled"
    wall = in_zone(visit.starts_at, unit.zone)
    return "good", f"{wall:%a}, {format_day(wall)}, {format_clock(wall)}"


def _act(
    request: HttpRequest,
    form: BulkForm,
    visits: list[Appointment],
    unit: Unit,
    at: datetime,
    *,
    only_look: bool = False,
) -> BulkResult:
    told = form.cleaned_data
    named = dict(form.fields["reason"].choices)[told["reason"]]
    reason = f"{named}: {told['more']}" if told["more"] else named
    asked: dict[str, Any] = {"reason": reason, "by": request.actor, "at": at}
    if told["act"] in ("provider", "day"):
        operation: Any = move_visits
        asked["moves"] = [_wanted(visit, told, unit) for visit in visits]
    else:
        operation = cancel_visits if told["act"] == "cancel" else hand_over
        asked["appointment_ids"] = [visit.id for visit in visits]
        if told["act"] == "cancel":
            asked["code"] = told["reason"]
    return rehearse(operation, **asked) if only_look else operation(**asked)


def _wanted(visit: Appointment, told: dict[str, Any], unit: Unit) -> Wanted:
    if told["act"] == "provider":
        return Wanted(visit.id, visit.starts_at, uuid.UUID(told["to_provider"]), told["nearest"])
    wall = visit.starts_at.astimezone(ZoneInfo(unit.zone)).time()
    try:
        starts_at = instant_of(datetime.combine(told["to_day"], wall), unit.zone)
    except NoSuchTime:
        starts_at = instant_of(datetime.combine(told["to_day"], wall) + timedelta(hours=1), unit.zone)
    return Wanted(visit.id, starts_at, visit.provider_id, told["nearest"])


def _done(request: HttpRequest, result: BulkResult) -> HttpResponse:
    for each in result.refused:
        add_toast(request, f"Left as it is: {each.sentence}", level="warning")
    if result.act is not None:
        undo_url = reverse("scheduling:bulk_undo", args=[result.act.id])
        add_toast(request, f"{len(result.done)} visits: done.", undo_url=undo_url)
    return HttpResponseRedirect(f"{request.path}?{request.GET.urlencode()}")


@screen("appointments.book")
@require_POST
def undo(request: HttpRequest, act_id: uuid.UUID) -> HttpResponse:
    """Take a whole act back."""
    try:
        with transaction.atomic():
            result = undo_bulk(act_id=act_id, by=request.actor, at=now())
    except NotFound:
        raise
    except Refused as refused:
        add_toast(request, refused.sentence, level="error")
        return HttpResponseRedirect(reverse("scheduling:calendar"))
    for each in result.refused:
        add_toast(request, f"Not undone: {each.sentence}", level="warning")
    add_toast(request, f"Undone: {len(result.done)} visits are as they were.", level="info")
    first = next((each.visit for each in result.outcomes if each.visit), None)
    if result.act is not None and result.act.group_id:
        return HttpResponseRedirect(reverse("scheduling:group", args=[result.act.group_id]))
    if first is not None:
        return HttpResponseRedirect(reverse("scheduling:appointment", args=[first.id]))
    return HttpResponseRedirect(reverse("scheduling:calendar"))
