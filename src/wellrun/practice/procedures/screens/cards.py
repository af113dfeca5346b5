"""Preference cards."""

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
from wellrun.practice.organization.api import place_of
from wellrun.practice.procedures.models import Anesthesia, PatientClass, PreferenceCard
from wellrun.practice.procedures.operations.configure import CARD_FIELDS, keep_card
from wellrun.practice.procedures.queries.facilities import card, cards_of, versions_of
from wellrun.practice.procedures.screens.forms import GLOBAL_DAYS, minutes_field
from wellrun.practice.workforce.api import providers_of


class CardForm(KitForm):
    """One card."""

    provider = forms.ChoiceField(label="Surgeon")
    code = PlainTextField(label="Procedure code", max_length=5)
    words = PlainTextField(label="In our words", max_length=120)
    setup_minutes = minutes_field("Set-up", 240, 20)
    procedure_minutes = minutes_field("Procedure", 720, 60, 5)
    cleanup_minutes = minutes_field("Clean-up", 240, 20)
    anesthesia = forms.ChoiceField(label="Anesthesia", choices=Anesthesia.choices)
    patient_class = forms.ChoiceField(label="Taken in as", choices=PatientClass.choices)
    position = PlainTextField(label="Position", max_length=60, required=False)
    global_days = forms.TypedChoiceField(
        label="Global period", choices=GLOBAL_DAYS, coerce=int, empty_value=None, required=False
    )
    needs_assistant = forms.BooleanField(label="Needs an assistant", required=False)
    equipment = PlainTextField(label="Equipment", max_length=500, required=False)
    implants = PlainTextField(
        label="Implants",
        max_length=750,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line: what | vendor | representative | phone",
    )
    note = PlainTextField(label="Note", max_length=500, required=False)

    def __init__(self, *arguments: Any, providers: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["provider"].choices = [("", "Choose…"), *providers]

    def clean_implants(self) -> list[str]:
        """The lines, at most eight of at most 250 characters."""
        lines = [line.strip() for line in self.cleaned_data["implants"].splitlines() if line.strip()]
        if len(lines) > 8 or any(len(line) > 250 for line in lines):
            raise forms.ValidationError("At most eight lines of 250 characters.")
        return lines


@screen("blocks.manage")
def cards(request: HttpRequest) -> HttpResponse:
    """The cards in force."""
    table = Table(
        caption="Preference cards",
        caption_hidden=True,
        columns=[
            Column(label="Surgeon", value="provider.display_name", heading=True),
            Column(label="Code", value="code"),
            Column(label="Procedure", value="words"),
            Column(
                label="Minutes",
                value=lambda one: one.setup_minutes + one.procedure_minutes + one.cleanup_minutes,
                kind="number",
            ),
            Column(label="Version", value="version", kind="number"),
        ],
        rows=cards_of(request.actor.organization_id),
        row_url=lambda one: reverse("procedures:card", args=[one.id]),
        empty=EmptyState(
            title="No cards yet",
            text="Write down what a surgeon needs for a procedure; it then fills the booking sheet.",
            action_label="Add a card",
            action_url=reverse("procedures:card_new"),
            icon="id",
        ),
    )
    return show(request, "procedures/cards.html", {"page_title": "Preference cards", "table": table})


@screen("blocks.manage")
def card_new(request: HttpRequest) -> HttpResponse:
    """Add a card."""
    return _kept(request, None)


@screen("blocks.manage")
def card_page(request: HttpRequest, card_id: uuid.UUID) -> HttpResponse:
    """Change a card: that makes its next version, and cases keep the one they were filled from."""
    found = card(card_id)
    if found is None or not request.actor.may("blocks.manage", found.provider.unit_id):
        raise NotFound()
    return _kept(request, found)


def _kept(request: HttpRequest, found: PreferenceCard | None) -> HttpResponse:
    by = request.actor
    who = providers_of(organization_id=by.organization_id, unit_ids=by.reach["blocks.manage"])
    initial: dict[str, Any] = {}
    if found:
        initial = {name: getattr(found, name) for name in CARD_FIELDS}
        initial |= {
            "provider": str(found.provider_id),
            "code": found.code,
            "implants": "\n".join(found.implants),
            "global_days": "" if found.global_days is None else str(found.global_days),
        }
    form = CardForm(
        request.POST or None, initial=initial, providers=[(str(one.id), one.display_name) for one in who]
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        kept = attempt(
            form,
            keep_card,
            provider_id=uuid.UUID(told["provider"]),
            code=told["code"].strip().upper(),
            details={name: told[name] for name in CARD_FIELDS},
            by=by,
            at=now(),
        )
        if kept is not None:
            add_toast(request, f"Version {kept.version} of the card is in force.")
            return HttpResponseRedirect(reverse("procedures:cards"))
    context = {
        "page_title": f"{found.code} {found.words}" if found else "New preference card",
        "form": form,
        "back_url": reverse("procedures:cards"),
        "fields": [form[name] for name in form.fields],
        "versions": versions_of(found) if found else [],
        "zone": place_of(by.organization_id).zone,
        "hint": "A change makes the next version; cases keep the one they were filled from.",
    }
    return show(request, "procedures/keep.html", context, status=422 if form.errors else 200)
