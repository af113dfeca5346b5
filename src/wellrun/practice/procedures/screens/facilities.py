"""Hospitals and surgery centers."""

from __future__ import annotations

import uuid
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wellrun.platform.access.api import NotFound, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.forms import KitForm, PhoneField, PlainTextField
from wellrun.platform.ui.tables import Column, EmptyState, Table
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.organization.api import units_by_id
from wellrun.practice.procedures.models import ConfirmsBy, Facility, FacilityKind
from wellrun.practice.procedures.operations.configure import FACILITY_FIELDS, keep_facility
from wellrun.practice.procedures.queries.facilities import facilities_of, facility

PLACES_OF_SERVICE = (
    ("21", "21: inpatient"),
    ("22", "22: outpatient at a hospital"),
    ("24", "24: surgery center"),
)


#: The form in parts, as a coordinator reads it.
GROUPS = (
    ("The place", ("name", "short_name", "kind", "desk_unit", "place_of_service", "active")),
    ("Address", ("street", "city", "state", "zip", "zone")),
    ("Scheduling desk", ("confirms_by", "phone", "fax", "email")),
    ("Only with HL7 messages", ("hl7_host", "hl7_port", "their_application", "their_facility", "our_application",
                               "our_facility")),
    ("The surgeon's day, and how ready a case must be", ("travel_minutes", "gate_7", "gate_3")),
)  # fmt: skip


class FacilityForm(KitForm):
    """One facility."""

    name = PlainTextField(label="Name", max_length=100)
    short_name = PlainTextField(label="Short name", max_length=20, required=False)
    kind = forms.ChoiceField(label="Kind", choices=FacilityKind.choices)
    desk_unit = forms.ChoiceField(label="Who works with it")
    street = PlainTextField(label="Street", max_length=55, required=False)
    city = PlainTextField(label="City", max_length=30, required=False)
    state = PlainTextField(label="State", max_length=2, required=False)
    zip = PlainTextField(label="ZIP", max_length=9, required=False)
    zone = PlainTextField(label="Time zone", max_length=50, help_text="Such as America/Chicago")
    phone = PhoneField(label="Scheduling desk, phone", required=False)
    fax = PhoneField(label="Fax", required=False)
    email = forms.EmailField(label="Email", required=False, max_length=120)
    confirms_by = forms.ChoiceField(label="Confirms by", choices=ConfirmsBy.choices, initial="packet")
    hl7_host = PlainTextField(
        label="HL7 host", max_length=120, required=False, help_text="Where the hospital takes messages"
    )
    hl7_port = forms.IntegerField(label="HL7 port", min_value=1, max_value=65535, required=False)
    their_application = PlainTextField(label="Their application (MSH-3)", max_length=60, required=False)
    their_facility = PlainTextField(
        label="Their facility (MSH-4)",
        max_length=60,
        required=False,
        help_text="The name by which its messages are known",
    )
    our_application = PlainTextField(
        label="Our application", max_length=60, initial="WELLRUN", required=False
    )
    our_facility = PlainTextField(label="Our facility", max_length=60, required=False)
    travel_minutes = forms.IntegerField(
        label="Travel, minutes each way", min_value=0, max_value=240, initial=30
    )
    place_of_service = forms.ChoiceField(label="Place of service", choices=PLACES_OF_SERVICE, initial="22")
    gate_7 = forms.IntegerField(label="Ready 7 days before, %", min_value=0, max_value=100, initial=60)
    gate_3 = forms.IntegerField(label="Ready 3 days before, %", min_value=0, max_value=100, initial=90)
    active = forms.BooleanField(label="In use", required=False, initial=True)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *arguments: Any, units: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["desk_unit"].choices = units

    def clean_zone(self) -> str:
        """A zone of the IANA data."""
        zone = self.cleaned_data["zone"]
        if zone not in available_timezones():
            raise forms.ValidationError("There is no such time zone. Write it like America/Chicago.")
        return zone


@screen("blocks.manage")
def facilities(request: HttpRequest) -> HttpResponse:
    """The hospitals and centers of the practice."""
    new_url = reverse("procedures:facility_new")
    table = Table(
        caption="Hospitals",
        caption_hidden=True,
        columns=[
            Column(label="Name", value="name", heading=True),
            Column(label="Kind", value=lambda one: one.get_kind_display()),
            Column(label="Confirms by", value=lambda one: one.get_confirms_by_display()),
            Column(label="Scheduling desk", value="phone", kind="phone"),
            Column(label="State", value=lambda one: "active" if one.active else "inactive", kind="status"),
        ],
        rows=facilities_of(request.actor.organization_id, also_inactive=True),
        row_url=lambda one: reverse("procedures:facility", args=[one.id]),
        empty=EmptyState(
            title="No hospital yet",
            text="Add where your surgeons operate: its desk, its zone, and how it confirms.",
            action_label="Add a hospital",
            action_url=new_url,
            icon="building-hospital",
        ),
    )
    return show(request, "procedures/facilities.html", {"page_title": "Hospitals", "table": table})


@screen("blocks.manage")
def facility_new(request: HttpRequest) -> HttpResponse:
    """Add a facility."""
    return _kept(request, None)


@screen("blocks.manage")
def facility_page(request: HttpRequest, facility_id: uuid.UUID) -> HttpResponse:
    """Change a facility."""
    found = facility(facility_id)
    if found is None or not request.actor.may("blocks.manage", found.desk_unit_id):
        raise NotFound()
    return _kept(request, found)


def _kept(request: HttpRequest, found: Facility | None) -> HttpResponse:
    reach = units_by_id(request.actor.reach["blocks.manage"])
    order = {"organization": 0, "site": 1, "department": 2}
    units = sorted(reach.values(), key=lambda unit: (order[unit.kind], unit.name))
    initial: dict[str, Any] = {"zone": units[0].zone} if units else {}
    if found:
        initial = {name: getattr(found, name) for name in (*FACILITY_FIELDS, "version")}
        initial["desk_unit"] = str(found.desk_unit_id)
    form = FacilityForm(
        request.POST or None, initial=initial, units=[(str(unit.id), unit.name) for unit in units]
    )
    if request.method == "POST" and form.is_valid():
        kept = attempt(
            form,
            keep_facility,
            facility_id=found.id if found else None,
            desk_unit_id=uuid.UUID(form.cleaned_data["desk_unit"]),
            details={name: form.cleaned_data[name] for name in FACILITY_FIELDS},
            expected_version=form.cleaned_data["version"],
            by=request.actor,
            at=now(),
        )
        if kept is not None:
            add_toast(request, f"{kept.name} is kept.")
            return HttpResponseRedirect(reverse("procedures:facilities"))
    context = {
        "page_title": found.name if found else "New hospital",
        "form": form,
        "facility": found,
        "back_url": reverse("procedures:facilities"),
        "groups": [(title, [form[name] for name in names]) for title, names in GROUPS],
        "hint": "What cases hold already stays as it is.",
    }
    return show(request, "procedures/keep.html", context, status=422 if form.errors else 200)
