"""Block time: the month of a facility with its utilization, and keeping blocks."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, attempt, screen, show
from wellrun.platform.clock import asked_day, now, today_in
from wellrun.platform.ui.forms import KitForm, PlainTextField
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.procedures.models import BlockTime, Facility, Recurrence
from wellrun.practice.procedures.operations.configure import BLOCK_FIELDS, decide_block, keep_block
from wellrun.practice.procedures.queries.block_days import BlockDay, block_days, blocks_of, utilization
from wellrun.practice.procedures.queries.facilities import facilities_of, facility
from wellrun.practice.procedures.screens.forms import clock_field, day_field
from wellrun.practice.workforce.api import providers_of

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NTH = ((1, "First"), (2, "Second"), (3, "Third"), (4, "Fourth"), (5, "Last"))


@screen("cases.read")
def blocks(request: HttpRequest) -> HttpResponse:
    """A month of a facility's block time: whose, how much is used, what is given back."""
    by = request.actor
    places = facilities_of(by.organization_id)
    chosen = next((one for one in places if str(one.id) == request.GET.get("facility")), None)
    if chosen is None and places:
        allotting = set(BlockTime.objects.filter(facility__in=places).values_list("facility_id", flat=True))
        chosen = next((one for one in places if one.id in allotting), places[0])
    if chosen is None:
        return show(request, "procedures/blocks.html", {"page_title": "Block time"}, patients=[])
    today = today_in(chosen.zone)
    first = (asked_day(request.GET.get("on")) or today).replace(day=1)
    until = (first + timedelta(days=32)).replace(day=1)
    days = block_days(facility=chosen, first_on=first, until_on=until, today=today)
    context = {
        "page_title": "Block time",
        "facility": chosen,
        "facilities": places,
        "first": first,
        "earlier": (first - timedelta(days=1)).replace(day=1).isoformat(),
        "later": until.isoformat(),
        "weeks": _weeks(first, until, days),
        "weekdays": [name[:3] for name in WEEKDAYS],
        "days": days,
        "today": today,
        "percent": utilization(days),
        "owners": _by_owner(days),
        "blocks": [(one, said(one)) for one in blocks_of(chosen.id)],
        "may_manage": by.may("blocks.manage", chosen.desk_unit_id),
    }
    return show(request, "procedures/blocks.html", context, patients=[])


def said(block: BlockTime) -> str:
    """When a block recurs, in words."""
    day = WEEKDAYS[block.weekday]
    if block.recurrence == Recurrence.NTH:
        return f"{dict(NTH)[block.nth]} {day} of the month"
    return f"Every {'other ' if block.recurrence == Recurrence.EVERY_OTHER else ''}{day}"


def _weeks(first: date, until: date, days: list[BlockDay]) -> list[list[tuple[date, bool, list[BlockDay]]]]:
    by_day: dict[date, list[BlockDay]] = {}
    for one in days:
        by_day.setdefault(one.on, []).append(one)
    on, weeks = first - timedelta(days=first.weekday()), []
    while on < until:
        week = [on + timedelta(days=step) for step in range(7)]
        weeks.append([(day, first <= day < until, by_day.get(day, [])) for day in week])
        on += timedelta(days=7)
    return weeks


def _by_owner(days: list[BlockDay]) -> list[tuple[str, int, int, int | None]]:
    owners = sorted({day.owner for day in days})
    rows = [(owner, [day for day in days if day.owner == owner]) for owner in owners]
    return [
        (owner, sum(day.minutes for day in own), sum(day.used for day in own), utilization(own))
        for owner, own in rows
    ]


class BlockForm(KitForm):
    """One block."""

    provider = forms.ChoiceField(label="Surgeon", required=False)
    group_name = PlainTextField(label="Or group", max_length=60, required=False)
    recurrence = forms.ChoiceField(label="Recurs", choices=Recurrence.choices)
    weekday = forms.TypedChoiceField(label="Weekday", choices=list(enumerate(WEEKDAYS)), coerce=int)
    nth = forms.TypedChoiceField(
        label="Which of the month", choices=[("", "—"), *NTH], coerce=int, empty_value=None, required=False
    )
    starts = clock_field(label="From")
    ends = clock_field(label="To")
    effective_from = day_field(label="First day")
    effective_to = day_field(label="No more from", required=False)
    release_days = forms.IntegerField(label="Released, days before", min_value=0, max_value=120, initial=7)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *arguments: Any, organization_id: uuid.UUID, **options: Any) -> None:
        super().__init__(*arguments, **options)
        names = [(str(one.id), one.display_name) for one in providers_of(organization_id=organization_id)]
        self.fields["provider"].choices = [("", "A group"), *names]

    def details(self) -> dict[str, Any]:
        """The block as the operation takes it."""
        told = dict(self.cleaned_data)
        told["provider_id"] = uuid.UUID(told["provider"]) if told["provider"] else None
        return {name: told[name] for name in BLOCK_FIELDS}


@screen("blocks.manage")
def block_new(request: HttpRequest, facility_id: uuid.UUID) -> HttpResponse:
    """Add block time at a facility."""
    return _kept(request, _facility_for(request, facility_id), None)


@screen("blocks.manage")
def block(request: HttpRequest, block_id: uuid.UUID) -> HttpResponse:
    """Change block time."""
    found = BlockTime.objects.select_related("facility").filter(id=block_id).first()
    if found is None:
        raise NotFound()
    return _kept(request, _facility_for(request, found.facility_id), found)


def _facility_for(request: HttpRequest, facility_id: uuid.UUID) -> Facility:
    found = facility(facility_id)
    if found is None or not request.actor.may("blocks.manage", found.desk_unit_id):
        raise NotFound()
    return found


def _kept(request: HttpRequest, place: Facility, found: BlockTime | None) -> HttpResponse:
    initial = {name: getattr(found, name) for name in (*BLOCK_FIELDS, "version")} if found else {}
    if found:
        initial["provider"] = str(found.provider_id or "")
    form = BlockForm(request.POST or None, initial=initial, organization_id=place.organization_id)
    if request.method == "POST" and form.is_valid():
        kept = attempt(
            form,
            keep_block,
            block_id=found.id if found else None,
            facility_id=place.id,
            details=form.details(),
            expected_version=form.cleaned_data["version"],
            by=request.actor,
            at=now(),
        )
        if kept is not None:
            add_toast(request, "The block is kept.")
            return HttpResponseRedirect(f"{reverse('procedures:blocks')}?facility={place.id}")
    context = {
        "page_title": "Block" if found else "New block",
        "form": form,
        "facility": place,
        "back_url": f"{reverse('procedures:blocks')}?facility={place.id}",
        "fields": [form[name] for name in form.fields if name != "version"],
        "hint": f"Wall times of {place.zone}.",
    }
    return show(request, "procedures/keep.html", context, status=422 if form.errors else 200)


@screen("blocks.manage")
@require_POST
def decision(request: HttpRequest, block_id: uuid.UUID, on: str) -> HttpResponse:
    """Give a day of a block back, or keep it."""
    day = asked_day(on)
    found = BlockTime.objects.filter(id=block_id).first()
    if day is None or found is None:
        raise NotFound()
    released = request.POST.get("released") == "yes"
    decide_block(block_id=block_id, on=day, released=released, by=request.actor, at=now())
    add_toast(request, "Given back." if released else "Kept.")
    query = f"?facility={found.facility_id}&on={day.isoformat()}"
    return HttpResponseRedirect(reverse("procedures:blocks") + query)
