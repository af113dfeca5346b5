"""Group visits: which there are, who sits in them, and what happens to all of them at once."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import attempt, screen, show
from wellrun.platform.clock import now, today_in
from wellrun.platform.ui.formatting import format_clock, in_zone
from wellrun.platform.ui.forms import KitForm, PlainTextField
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.scheduling.models import GroupVisit
from wellrun.practice.scheduling.models.appointment import RELEASED
from wellrun.practice.scheduling.operations.groups import cancel_group, join_group, move_group, open_group
from wellrun.practice.scheduling.queries.attendance import cancel_reasons
from wellrun.practice.scheduling.queries.groups import group_for, groups_of, visits_of_group
from wellrun.practice.scheduling.queries.visit_types import visit_types_of
from wellrun.practice.scheduling.rules import NoSuchTime, instant_of
from wellrun.practice.scheduling.screens.chips import place_of
from wellrun.practice.scheduling.screens.forms import CancelForm, by_department, day_field
from wellrun.practice.workforce.api import providers_of

#: Three forms share the page of a group: their fields have ids of their own.
MOVE_IDS, CANCEL_IDS = "move_%s", "cancel_%s"
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class WhenForm(KitForm):
    """A time with a provider."""

    provider = forms.ChoiceField(label="Provider")
    day = day_field(label="Day")
    clock = forms.TimeField(label="Time", widget=TIME)

    def instant(self, zone: str) -> datetime | None:
        """The instant in a zone; None, and refused beside the time, where the clocks skip it."""
        try:
            return instant_of(datetime.combine(self.cleaned_data["day"], self.cleaned_data["clock"]), zone)
        except NoSuchTime as skipped:
            self.add_error("clock", skipped.sentence)
            return None


class NewForm(WhenForm):
    """A new group visit."""

    type = forms.ChoiceField(label="Visit")
    title = PlainTextField(
        label="Title", required=False, max_length=80, help_text="For example: Living with diabetes"
    )
    capacity = forms.IntegerField(
        label="Seats", required=False, min_value=1, max_value=50, help_text="Empty: as the visit type says"
    )
    field_order = ("type", "provider", "day", "clock", "title", "capacity")


class MoveGroupForm(WhenForm):
    """Another time for a group."""

    why = PlainTextField(label="Why", max_length=150)


class SeatForm(KitForm):
    """Who takes a seat."""

    patient = forms.UUIDField(
        label="Patient",
        error_messages={"required": "Choose the patient from the list that opens as you type."},
    )
    reason = PlainTextField(label="Reason for the visit", required=False)


@screen("appointments.read")
def groups(request: HttpRequest) -> HttpResponse:
    """The group visits to come, with their free seats."""
    found = groups_of(request.actor.reach["appointments.read"], since=now() - timedelta(hours=12))
    context = {
        "page_title": "Group visits",
        "groups": [(each, _facts(each), each.capacity - each.taken) for each in found],
        "may_book": request.actor.may("appointments.book"),
    }
    return show(request, "scheduling/groups.html", context, patients=[])


@screen("appointments.book")
def new(request: HttpRequest) -> HttpResponse:
    """Open a group visit."""
    by = request.actor
    kinds = [kind for kind in visit_types_of(by.reach["appointments.book"]) if kind.capacity > 1]
    initial = {"day": today_in(kinds[0].unit.zone).isoformat()} if kinds else {}
    form = NewForm(request.POST or None, initial=initial)
    form.fields["type"].choices = by_department(kinds)
    _offer_providers(form, by.organization_id)
    if request.method == "POST" and form.is_valid():
        kind = next(each for each in kinds if str(each.id) == form.cleaned_data["type"])
        starts_at = form.instant(kind.unit.zone)
        made = starts_at and attempt(
            form,
            open_group,
            visit_type_id=kind.id,
            provider_id=uuid.UUID(form.cleaned_data["provider"]),
            starts_at=starts_at,
            title=form.cleaned_data["title"],
            capacity=form.cleaned_data["capacity"],
            by=by,
            at=now(),
        )
        if made:
            add_toast(request, "The group visit is open.")
            return HttpResponseRedirect(reverse("scheduling:group", args=[made.id]))
    context = {"page_title": "New group visit", "form": form, "kinds": kinds}
    return show(
        request, "scheduling/group_new.html", context, patients=[], status=422 if form.errors else 200
    )


def _offer_providers(form: WhenForm, organization_id: uuid.UUID) -> None:
    providers = providers_of(organization_id=organization_id)
    form.fields["provider"].choices = [(str(each.id), each.display_name) for each in providers]


def _facts(group: GroupVisit) -> dict[str, Any]:
    starts, ends = in_zone(group.starts_at, group.unit.zone), in_zone(group.ends_at, group.unit.zone)
    return {
        "starts": starts,
        "day_name": f"{starts:%A}",
        "clock": f"{format_clock(starts)} to {format_clock(ends)}",
        "place": place_of(group.unit),
        "title": group.title or group.visit_type.name,
    }


@screen("appointments.read")
def group(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """One group visit with its seats."""
    return _shown(request, group_for(request.actor, group_id))


def _shown(request: HttpRequest, group: GroupVisit, *, status: int = 200, **forms_: Any) -> HttpResponse:
    visits = visits_of_group(group.id)
    standing = [visit for visit in visits if visit.state not in RELEASED]
    told = _facts(group)
    move = forms_.get("move") or MoveGroupForm(
        auto_id=MOVE_IDS,
        initial={"provider": group.provider_id, "day": told["starts"].date(), "clock": told["starts"].time()},
    )
    if "move" not in forms_:
        _offer_providers(move, group.organization_id)
    context = told | {
        "page_title": told["title"],
        "group": group,
        "visits": visits,
        "free": group.capacity - len(standing),
        "taken": len(standing),
        "may_book": request.actor.may("appointments.book", group.unit_id) and group.cancelled_at is None,
        "seat": forms_.get("seat") or SeatForm(),
        "move": move,
        "cancel": forms_.get("cancel")
        or CancelForm(auto_id=CANCEL_IDS, reasons=cancel_reasons(group.organization_id)),
        "opened": next(iter(forms_), ""),
        "typeahead_url": f"{reverse('patients:typeahead')}?q=",
    }
    return show(
        request,
        "scheduling/group.html",
        context,
        patients=[visit.patient_id for visit in visits],
        status=status,
    )


def _back(group: GroupVisit) -> HttpResponse:
    return HttpResponseRedirect(reverse("scheduling:group", args=[group.id]))


@screen("appointments.book")
@require_POST
def seats(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Give a patient a seat."""
    group = group_for(request.actor, group_id, "appointments.book")
    form = SeatForm(request.POST)
    visit = form.is_valid() and attempt(
        form,
        join_group,
        group_id=group.id,
        patient_id=form.cleaned_data["patient"],
        reason=form.cleaned_data["reason"],
        by=request.actor,
        at=now(),
    )
    if not visit:
        return _shown(request, group, seat=form, status=422)
    add_toast(request, f"Seat {visit.seat} is taken.", undo_url=reverse("scheduling:undo", args=[visit.id]))
    return _back(group)


@screen("appointments.book")
@require_POST
def move(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Give the group and every visit of it another time."""
    group = group_for(request.actor, group_id, "appointments.book")
    form = MoveGroupForm(request.POST, auto_id=MOVE_IDS)
    _offer_providers(form, group.organization_id)
    starts_at = form.instant(group.unit.zone) if form.is_valid() else None
    act = starts_at and attempt(
        form,
        move_group,
        group_id=group.id,
        starts_at=starts_at,
        provider_id=uuid.UUID(form.cleaned_data["provider"]),
        reason=form.cleaned_data["why"],
        by=request.actor,
        at=now(),
    )
    if not act:
        return _shown(request, group, move=form, status=422)
    undo_url = reverse("scheduling:bulk_undo", args=[act.id])
    add_toast(request, f"The group and {len(act.appointment_ids)} visits are moved.", undo_url=undo_url)
    return _back(group)


@screen("appointments.book")
@require_POST
def cancellation(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Cancel the group and every visit of it."""
    group = group_for(request.actor, group_id, "appointments.book")
    form = CancelForm(request.POST, auto_id=CANCEL_IDS, reasons=cancel_reasons(group.organization_id))
    act = form.is_valid() and attempt(
        form,
        cancel_group,
        group_id=group.id,
        reason=form.sentence(),
        code=form.code(),
        by=request.actor,
        at=now(),
    )
    if not act:
        return _shown(request, group, cancel=form, status=422)
    undo_url = reverse("scheduling:bulk_undo", args=[act.id])
    add_toast(request, f"The group and {len(act.appointment_ids)} visits are canceled.", undo_url=undo_url)
    return _back(group)
