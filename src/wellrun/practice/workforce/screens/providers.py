"""Providers, their credentials, and when these end."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wellrun.platform.access.api import Actor, NotAllowed, NotFound, attempt, screen, show
from wellrun.platform.clock import now, today_in
from wellrun.platform.ui.formatting import format_day
from wellrun.platform.ui.forms import KitForm, PlainTextField
from wellrun.platform.ui.tables import Column, EmptyState, Table
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.coverage.api import payers
from wellrun.practice.workforce.models import Credential, CredentialKind, Provider
from wellrun.practice.workforce.operations.credentials import NOTICE_DAYS, add_credential
from wellrun.practice.workforce.queries.providers import (
    credential_gaps,
    credentials_of,
    providers_of,
)
from wellrun.practice.workforce.queries.providers import provider as find_provider
from wellrun.practice.workforce.rules import STATES


@dataclass(frozen=True)
class ProviderRow:
    """A provider as the list shows one: what ends next, and what stands in the way today."""

    provider: Provider
    ends: date | None
    what_ends: str
    gap: str
    ends_soon: bool = False

    @property
    def state(self) -> str:
        """A word of the kit's general vocabulary."""
        if self.gap:
            return "expired"
        return "expiring" if self.ends_soon else "active"


class CredentialForm(KitForm):
    """A new credential."""

    kind = forms.ChoiceField(label="Kind", choices=CredentialKind.choices)
    number = PlainTextField(label="Number", max_length=40, required=False)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "–"), *STATES.items()], help_text="For licenses"
    )
    payer_id = forms.ChoiceField(label="Payer", required=False, help_text="For enrollments")
    starts_on = forms.DateField(label="In force from", widget=forms.DateInput(attrs={"type": "date"}))
    expires_on = forms.DateField(
        label="Through",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="The last day",
    )
    verified_on = forms.DateField(
        label="Primary source seen on", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *arguments: Any, payer_choices: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["payer_id"].choices = [("", "–"), *payer_choices]

    def details(self) -> dict[str, Any]:
        """The fields as the operation takes them."""
        told = dict(self.cleaned_data)
        told["payer_id"] = uuid.UUID(told["payer_id"]) if told["payer_id"] else None
        return told


@screen("workforce.read")
def providers(request: HttpRequest) -> HttpResponse:
    """Every provider one sees, the one whose credential ends first in front."""
    table = Table(
        caption="Providers",
        caption_hidden=True,
        columns=[
            Column(label="Provider", value="provider.display_name", heading=True),
            Column(label="Home department", value="provider.unit.name"),
            Column(label="NPI", value="provider.npi"),
            Column(label="State", value="state", kind="status"),
            Column(label="Ends next", value="what_ends"),
            Column(label="On", value="ends", kind="day"),
        ],
        rows=_rows(request.actor),
        row_url=lambda row: reverse("workforce:provider", args=[row.provider.id]),
        row_tone=lambda row: "bad" if row.gap else "",
        empty=EmptyState(
            title="No providers yet",
            text="Providers are entered when they join the practice.",
            icon="stethoscope",
        ),
    )
    return show(request, "workforce/providers.html", {"page_title": "Providers", "table": table})


def _rows(by: Actor) -> list[ProviderRow]:
    found = providers_of(organization_id=by.organization_id, unit_ids=by.reach["workforce.read"])
    if not found:
        return []
    on, ids = today_in(found[0].unit.zone), [each.id for each in found]
    credentials, gaps = credentials_of(ids), credential_gaps(provider_ids=ids, on=on)
    rows = [_row(each, credentials.get(each.id, []), gaps.get(each.id, ""), on) for each in found]
    return sorted(rows, key=lambda row: (not row.gap, row.ends or date.max, row.provider.display_name))


def _row(each: Provider, credentials: list[Credential], gap: str, on: date) -> ProviderRow:
    ending = next((held for held in credentials if held.expires_on is not None), None)
    if ending is None or ending.expires_on is None:
        return ProviderRow(each, None, "", gap)
    soon = (ending.expires_on - on).days <= NOTICE_DAYS
    return ProviderRow(each, ending.expires_on, CredentialKind(ending.kind).label, gap, ends_soon=soon)


@screen("workforce.read")
def provider(request: HttpRequest, provider_id: uuid.UUID) -> HttpResponse:
    """One provider with the credentials on file; POST adds one."""
    who = find_provider(provider_id)
    if who is None or not request.actor.may("workforce.read", who.unit_id):
        raise NotFound()
    may_manage = request.actor.may("workforce.manage", who.unit_id)
    if request.method == "POST" and not may_manage:
        raise NotAllowed()
    choices = [(str(payer.id), payer.name) for payer in payers(who.organization_id)]
    form = CredentialForm(request.POST or None, payer_choices=choices)
    if request.method == "POST" and form.is_valid():
        added = attempt(
            form, add_credential, provider_id=who.id, by=request.actor, at=now(), **form.details()
        )
        if added is not None:
            add_toast(request, f"{CredentialKind(added.kind).label} of {who.display_name} is on file.")
            return HttpResponseRedirect(reverse("workforce:provider", args=[who.id]))
    on = today_in(who.unit.zone)
    context = {
        "page_title": who.display_name,
        "who": who,
        "gap": credential_gaps(provider_ids=[who.id], on=on).get(who.id, ""),
        "table": _credentials(credentials_of([who.id]).get(who.id, []), dict(choices), on),
        "form": form,
        "may_manage": may_manage,
    }
    return show(request, "workforce/provider.html", context, status=422 if form.errors else 200)


def _credentials(rows: list[Credential], payer_names: dict[str, str], on: date) -> Table:
    def state(held: Credential) -> str:
        if held.expires_on is None or (held.expires_on - on).days > NOTICE_DAYS:
            return "active"
        return "expired" if held.expires_on < on else "expiring"

    return Table(
        caption="Credentials",
        caption_hidden=True,
        columns=[
            Column(label="Kind", value=lambda held: CredentialKind(held.kind).label, heading=True),
            Column(label="Of", value=lambda held: held.state or payer_names.get(str(held.payer_id), "")),
            Column(label="Number", value="number"),
            Column(label="State", value=state, kind="status"),
            Column(label="From", value="starts_on", kind="day"),
            Column(label="Through", value="expires_on", kind="day"),
            Column(
                label="Source seen", value=lambda h: format_day(h.verified_on) if h.verified_on else "not yet"
            ),
        ],
        rows=rows,
        empty=EmptyState(
            title="No credentials on file",
            text="Without a license on file nobody can be booked with this provider.",
            icon="certificate",
        ),
    )
