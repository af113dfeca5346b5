"""Visit types of the departments that one configures."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wellrun.platform.access.api import NotFound, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.tables import Column, EmptyState, Table
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.facilities.api import devices_of
from wellrun.practice.organization.api import departments_among
from wellrun.practice.scheduling.models import VisitType
from wellrun.practice.scheduling.operations.configure import add_visit_type, change_visit_type
from wellrun.practice.scheduling.operations.fitting import ages_text
from wellrun.practice.scheduling.operations.lengths import set_lengths
from wellrun.practice.scheduling.queries.visit_types import lengths_of, visit_type, visit_types_of
from wellrun.practice.scheduling.screens.chips import place_of
from wellrun.practice.scheduling.screens.visit_type_form import NewForm, VisitTypeForm, initial_of
from wellrun.practice.workforce.api import providers_of, skill_names


@screen("appointments.configure")
def visit_types(request: HttpRequest) -> HttpResponse:
    """The visit types of one's departments."""
    rows = visit_types_of(request.actor.reach["appointments.configure"], also_inactive=True)
    table = Table(
        caption="Visit types",
        caption_hidden=True,
        columns=[
            Column(label="Name", value="name", heading=True),
            Column(label="Department", value=lambda kind: place_of(kind.unit)),
            Column(label="Minutes", value="minutes", kind="number"),
            Column(label="Clean-up", value="buffer_after_minutes", kind="number"),
            Column(label="Needs", value=_needs),
            Column(label="For", value=_for),
            Column(label="Online", value=lambda kind: "yes" if kind.online else "desk only"),
            Column(label="State", value=lambda kind: "active" if kind.active else "inactive", kind="status"),
        ],
        rows=rows,
        row_url=lambda kind: reverse("scheduling:visit_type", args=[kind.id]),
        empty=EmptyState(
            title="No visit types yet",
            text="Say which visits your department books, how long they take and what they need.",
            action_label="Add a visit type",
            action_url=reverse("scheduling:visit_type_new"),
            icon="list",
        ),
    )
    return show(request, "scheduling/visit_types.html", {"page_title": "Visit types", "table": table})


def _needs(kind: VisitType) -> str:
    needs = [
        f"{kind.room_kind} room" if kind.room_kind else "",
        kind.device_kind,
        f"assistant for {kind.staff_skill}" if kind.staff_skill else "",
    ]
    return ", ".join(need for need in needs if need) or "provider only"


def _for(kind: VisitType) -> str:
    whom = {True: "new patients", False: "known patients", None: ""}[kind.new_patient]
    said = [whom, {"F": "female", "M": "male"}.get(kind.sex, ""), ages_text(kind.age_from, kind.age_below)]
    if kind.capacity > 1:
        said.append(f"{kind.capacity} at once")
    return ", ".join(each for each in said if each) or "anybody"


@screen("appointments.configure")
def new(request: HttpRequest) -> HttpResponse:
    """Add a visit type."""
    by = request.actor
    units = departments_among(by.reach["appointments.configure"])
    form = NewForm(request.POST or None, units=units, devices=devices_of([unit.id for unit in units]))
    if request.method == "POST" and form.is_valid():
        unit = next(unit for unit in units if str(unit.id) == form.cleaned_data["unit"])
        lengths = form.lengths()

        def added_with_lengths(**details: Any) -> VisitType:
            kind = add_visit_type(unit=unit, by=by, at=now(), **details)
            set_lengths(visit_type_id=kind.id, by=by, at=now(), **lengths)
            return kind

        added = attempt(form, added_with_lengths, **form.details())
        if added is not None:
            add_toast(request, f"{added.name} can be booked now.")
            return HttpResponseRedirect(reverse("scheduling:visit_types"))
    context = {
        "page_title": "New visit type",
        "form": form,
        "act": "Add",
        "skills": skill_names(by.organization_id),
    }
    return show(request, "scheduling/visit_type.html", context, status=422 if form.errors else 200)


@screen("appointments.configure")
def change(request: HttpRequest, visit_type_id: uuid.UUID) -> HttpResponse:
    """Change a visit type for what is booked from now on."""
    by, kind = request.actor, visit_type(visit_type_id)
    if kind is None or not by.may("appointments.configure", kind.unit_id):
        raise NotFound()
    lengths = lengths_of(kind.id)
    own = {each.provider_id for each in lengths}
    providers = [
        who
        for who in providers_of(organization_id=by.organization_id)
        if who.unit_id == kind.unit_id or who.id in own
    ]
    form = VisitTypeForm(
        request.POST or None,
        initial=initial_of(kind, lengths),
        devices=devices_of([kind.unit_id]),
        providers=providers,
    )
    if request.method == "POST" and form.is_valid():

        def changed_with_lengths(**details: Any) -> VisitType:
            changed = change_visit_type(
                visit_type_id=kind.id,
                changes=details,
                expected_version=form.cleaned_data["version"] or 0,
                by=by,
                at=now(),
            )
            set_lengths(visit_type_id=kind.id, by=by, at=now(), **form.lengths())
            return changed

        changed = attempt(form, changed_with_lengths, **form.details())
        if changed is not None:
            add_toast(request, f"{changed.name} is changed for visits booked from now on.")
            return HttpResponseRedirect(reverse("scheduling:visit_types"))
    context = {
        "page_title": kind.name,
        "form": form,
        "act": "Save",
        "kind": kind,
        "skills": skill_names(by.organization_id),
    }
    return show(request, "scheduling/visit_type.html", context, status=422 if form.errors else 200)
