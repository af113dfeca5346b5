"""How far the sites are apart: one number for each pair."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wellrun.platform.access.api import Actor, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.forms import KitForm
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.organization.api import Unit, sites_of
from wellrun.practice.scheduling.operations.travel import LONGEST_MINUTES, set_travel
from wellrun.practice.scheduling.queries.travel import travel_of


class TravelForm(KitForm):
    """Minutes for each pair of sites; empty where nobody knows."""

    def __init__(self, *arguments: Any, pairs: list[tuple[Unit, Unit]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.pairs = {f"{one.id}_{other.id}": (one, other) for one, other in pairs}
        for name, (one, other) in self.pairs.items():
            self.fields[name] = forms.IntegerField(
                label=f"{one.name} and {other.name}",
                required=False,
                min_value=1,
                max_value=LONGEST_MINUTES,
            )
        self.speak()


@screen("appointments.configure")
def travel(request: HttpRequest) -> HttpResponse:
    """The minutes by car between the sites; a POST changes those between sites that one configures."""
    by = request.actor
    pairs = list(combinations(sites_of(by.organization_id), 2))
    known = travel_of(by.organization_id)
    mine = [pair for pair in pairs if _may(by, *pair)]
    said = {f"{one.id}_{other.id}": known.minutes.get(frozenset({one.id, other.id})) for one, other in mine}
    form = TravelForm(request.POST or None, initial=said, pairs=mine)
    if request.method == "POST" and form.is_valid() and _saved(form, by):
        add_toast(request, "Saved. Times near a site are found by it.")
        return HttpResponseRedirect(reverse("scheduling:travel"))
    others = [
        (f"{one.name} and {other.name}", known.minutes.get(frozenset({one.id, other.id})))
        for one, other in pairs
        if (one, other) not in mine
    ]
    context = {
        "page_title": "Between sites",
        "form": form,
        "pairs": pairs,
        "others": others,
        "usual": known.usual,
    }
    return show(request, "scheduling/travel.html", context, status=422 if form.errors else 200)


def _may(by: Actor, one: Unit, other: Unit) -> bool:
    if by.may("organization.manage", by.organization_id):
        return True
    return by.may("appointments.configure", one.id) and by.may("appointments.configure", other.id)


def _saved(form: TravelForm, by: Actor) -> bool:
    """Whether every pair that changed was taken; all of them or none."""
    with transaction.atomic():
        for name in form.changed_data:
            one, other = form.pairs[name]
            attempt(
                form,
                set_travel,
                one_site_id=one.id,
                other_site_id=other.id,
                minutes=form.cleaned_data[name],
                by=by,
                at=now(),
            )
    return not form.errors
