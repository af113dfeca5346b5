"""Booking a time that is taken: which one, for those who may."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wellrun.platform.access.api import Refused, screen, show
from wellrun.platform.clock import now, today_in
from wellrun.platform.ui.forms import KitForm
from wellrun.practice.scheduling.queries.visit_types import visit_types_of
from wellrun.practice.scheduling.rules import instant_of
from wellrun.practice.scheduling.screens.forms import by_department, day_field
from wellrun.practice.workforce.api import providers_of


class OverbookForm(KitForm):
    """What visit, with whom, when."""

    type = forms.ChoiceField(label="Visit")
    provider = forms.ChoiceField(label="Provider")
    day = day_field(label="Day")
    clock = forms.TimeField(label="Time", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    patient = forms.UUIDField(required=False, widget=forms.HiddenInput())


@screen("appointments.overbook")
def overbook(request: HttpRequest) -> HttpResponse:
    """Choose any time of a provider's hours; the booking page says who is there and asks why."""
    by = request.actor
    kinds = visit_types_of(by.reach["appointments.overbook"])
    asked = request.GET.dict()
    sent = "clock" in asked
    if kinds and not sent:
        asked.setdefault("day", today_in(kinds[0].unit.zone).isoformat())
    form = OverbookForm(asked if sent else None, initial=asked)
    form.fields["type"].choices = by_department(kinds)
    providers = providers_of(organization_id=by.organization_id)
    form.fields["provider"].choices = [(str(each.id), each.display_name) for each in providers]
    if sent and form.is_valid():
        kind = next(each for each in kinds if str(each.id) == form.cleaned_data["type"])
        wall = datetime.combine(form.cleaned_data["day"], form.cleaned_data["clock"])
        try:
            starts_at = instant_of(wall, kind.unit.zone)
        except Refused as refused:
            form.add_error("clock", refused.sentence)
        else:
            if starts_at >= now():
                return HttpResponseRedirect(_booking(form, f"{starts_at:%Y-%m-%dT%H:%MZ}"))
            form.add_error("clock", "That time has passed. Choose a time that is still to come.")
    context = {"page_title": "Overbook", "form": form, "kinds": kinds}
    return show(
        request, "scheduling/overbook.html", context, patients=[], status=422 if sent and form.errors else 200
    )


def _booking(form: OverbookForm, at: str) -> str:
    query = {"type": form.cleaned_data["type"], "provider": form.cleaned_data["provider"], "at": at}
    query |= {"overbook": "yes", "patient": form.cleaned_data["patient"] or ""}
    return f"{reverse('scheduling:book')}?{urlencode(query)}"
