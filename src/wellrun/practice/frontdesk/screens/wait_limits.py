"""The page on which an assistant manager says how long waits may be."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wellrun.platform.access.api import NotFound, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.forms import KitForm
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.frontdesk.operations.wait_limits import set_wait_limits
from wellrun.practice.frontdesk.queries.wait_limits import USUAL, Limits, wait_limits_of
from wellrun.practice.organization.api import departments_among
from wellrun.practice.scheduling.api import VisitState

_MINUTES = {"min_value": 1, "max_value": 600}


class LimitsForm(KitForm):
    """Two numbers of minutes for each state in which a patient waits."""

    def __init__(self, *arguments: Any, limits: Limits, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for state in USUAL:
            label = VisitState(state).label
            slow, bad = limits[state]
            self.fields[f"{state}_slow"] = forms.IntegerField(
                label=f"{label}: long after", initial=slow, **_MINUTES
            )
            self.fields[f"{state}_bad"] = forms.IntegerField(
                label=f"{label}: too long after", initial=bad, **_MINUTES
            )
        self.speak()

    def limits(self) -> Limits:
        """What was typed."""
        typed = self.cleaned_data
        return {state: (typed[f"{state}_slow"], typed[f"{state}_bad"]) for state in USUAL}


@screen("appointments.configure")
def index(request: HttpRequest) -> HttpResponse:
    """The departments whose limits one may set, with their limits."""
    units = departments_among(request.actor.reach["appointments.configure"])
    limits = wait_limits_of(unit.id for unit in units)
    states = [VisitState(state).label for state in USUAL]
    rows = [(unit, [limits[unit.id][state] for state in USUAL]) for unit in units]
    return show(
        request, "frontdesk/wait_limits.html", {"page_title": "Waits", "rows": rows, "states": states}
    )


@screen("appointments.configure")
def unit(request: HttpRequest, unit_id: uuid.UUID) -> HttpResponse:
    """The limits of one department; a POST sets them."""
    by = request.actor
    found = next(
        (each for each in departments_among(by.reach["appointments.configure"]) if each.id == unit_id), None
    )
    if found is None:
        raise NotFound()
    form = LimitsForm(request.POST or None, limits=wait_limits_of([unit_id])[unit_id])
    if request.method == "POST" and form.is_valid():
        attempt(form, set_wait_limits, unit_id=unit_id, limits=form.limits(), by=by, at=now())
        if not form.errors:
            add_toast(request, f"The board of {found.name} goes by these minutes now.")
            return HttpResponseRedirect(reverse("frontdesk:wait-limits"))
    context = {"page_title": f"Waits in {found.name}", "form": form, "unit": found}
    return show(request, "frontdesk/wait_limit.html", context, status=422 if form.errors else 200)
