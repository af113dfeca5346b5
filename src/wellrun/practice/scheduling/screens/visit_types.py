"""Visit types of the departments that one configures."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wellrun.platform.access.api import NotFound, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.forms import KitForm, PlainTextField
from wellrun.platform.ui.tables import Column, EmptyState, Table
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.facilities.api import RoomKind
from wellrun.practice.organization.api import Unit, departments_among
from wellrun.practice.scheduling.models import VisitType
from wellrun.practice.scheduling.operations.configure import EDITABLE, add_visit_type, change_visit_type
from wellrun.practice.scheduling.queries.visit_types import visit_type, visit_types_of
from wellrun.practice.scheduling.screens.chips import place_of

FOR_WHOM = {"": None, "new": True, "known": False}


class VisitTypeForm(KitForm):
    """What a department books."""

    name = PlainTextField(label="Name", max_length=60)
    short_name = PlainTextField(
        label="Short name", max_length=16, required=False, help_text="As the calendar shows it"
    )
    minutes = forms.IntegerField(label="Minutes", min_value=5, max_value=600, initial=30)
    buffer_after_minutes = forms.IntegerField(
        label="Minutes to clean up",
        min_value=0,
        max_value=120,
        initial=0,
        help_text="Room and device stay taken",
    )
    room_kind = forms.ChoiceField(label="Room", required=False, choices=[("", "No room"), *RoomKind.choices])
    device_kind = PlainTextField(
        label="Device", max_length=30, required=False, help_text="Such as echo or ultrasound"
    )
    for_whom = forms.ChoiceField(
        label="For whom",
        required=False,
        choices=[("", "New and known patients"), ("new", "New patients"), ("known", "Known patients")],
    )
    color = forms.CharField(label="Color", widget=forms.TextInput(attrs={"type": "color"}), initial="#4f6d8f")
    instructions = PlainTextField(
        label="What the patient is told",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    active = forms.BooleanField(label="Offered", required=False, initial=True)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def details(self) -> dict[str, Any]:
        """The fields as the operations take them."""
        told = dict(self.cleaned_data)
        told["new_patient"] = FOR_WHOM[told.pop("for_whom")]
        told["device_kind"] = told["device_kind"].strip().lower()
        told["short_name"] = told["short_name"] or told["name"][:16]
        return {name: told[name] for name in EDITABLE}


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
    needs = [f"{kind.room_kind} room" if kind.room_kind else "", kind.device_kind]
    return ", ".join(need for need in needs if need) or "provider only"


class NewForm(VisitTypeForm):
    """The same, with the department."""

    unit = forms.ChoiceField(label="Department")
    field_order = ("unit",)

    def __init__(self, *arguments: Any, units: list[Unit], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["unit"].choices = [(str(unit.id), place_of(unit)) for unit in units]
        del self.fields["active"]

    def details(self) -> dict[str, Any]:
        """The fields of a new visit type, which is offered."""
        self.cleaned_data["active"] = True
        told = super().details()
        del told["active"]
        return told


@screen("appointments.configure")
def new(request: HttpRequest) -> HttpResponse:
    """Add a visit type."""
    units = departments_among(request.actor.reach["appointments.configure"])
    form = NewForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        unit = next(unit for unit in units if str(unit.id) == form.cleaned_data["unit"])
        added = attempt(form, add_visit_type, unit=unit, by=request.actor, at=now(), **form.details())
        if added is not None:
            add_toast(request, f"{added.name} can be booked now.")
            return HttpResponseRedirect(reverse("scheduling:visit_types"))
    context = {"page_title": "New visit type", "form": form, "act": "Add"}
    return show(request, "scheduling/visit_type.html", context, status=422 if form.errors else 200)


@screen("appointments.configure")
def change(request: HttpRequest, visit_type_id: uuid.UUID) -> HttpResponse:
    """Change a visit type for what is booked from now on."""
    kind = visit_type(visit_type_id)
    if kind is None or not request.actor.may("appointments.configure", kind.unit_id):
        raise NotFound()
    whom = next(key for key, value in FOR_WHOM.items() if value is kind.new_patient)
    initial = {name: getattr(kind, name) for name in (*EDITABLE, "version")} | {"for_whom": whom}
    form = VisitTypeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        changed = attempt(
            form,
            change_visit_type,
            visit_type_id=kind.id,
            changes=form.details(),
            expected_version=form.cleaned_data["version"] or 0,
            by=request.actor,
            at=now(),
        )
        if changed is not None:
            add_toast(request, f"{changed.name} is changed for visits booked from now on.")
            return HttpResponseRedirect(reverse("scheduling:visit_types"))
    context = {"page_title": kind.name, "form": form, "act": "Save", "kind": kind}
    return show(request, "scheduling/visit_type.html", context, status=422 if form.errors else 200)
