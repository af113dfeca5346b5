"""Gateways, quiet hours, and what messages say."""

from __future__ import annotations

import uuid

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.forms import KitForm, PhoneField
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.organization.api import sites_of, units_by_id
from wellrun.practice.outreach.models import Channel, Gateway, Security
from wellrun.practice.outreach.operations.configure import send_test, set_gateway, set_quiet_hours
from wellrun.practice.outreach.queries.quiet import hours_of
from wellrun.practice.outreach.rules.wording import kind_said, kinds_of_notices

_CHANNELS = (Channel.EMAIL, Channel.TEXT)


class GatewayForm(KitForm):
    """What both kinds of gateway have."""

    username = forms.CharField(label="User name", max_length=120, required=False)
    password = forms.CharField(
        label="Password",
        required=False,
        widget=forms.PasswordInput(),
        help_text="Left empty, the one that is kept stays",
    )
    active = forms.BooleanField(label="Messages leave", required=False, initial=True)


class MailForm(GatewayForm):
    """A mail server."""

    host = forms.CharField(label="Server", max_length=120)
    port = forms.IntegerField(label="Port", min_value=1, max_value=65535, initial=587)
    security = forms.ChoiceField(label="Protection", choices=Security.choices, initial=Security.STARTTLS)
    sender = forms.EmailField(label="Sender", max_length=120)
    field_order = ("host", "port", "security", "sender")


class TextForm(GatewayForm):
    """A text gateway."""

    url = forms.CharField(
        label="Address", max_length=300, help_text="Where messages are posted, beginning with https"
    )
    sender = PhoneField(label="Number patients see")
    field_order = ("url", "sender")


class TestForm(KitForm):
    """Where a test message goes."""

    __test__ = False
    address = forms.CharField(label="Send a test message to", max_length=120)


_FORMS: dict[str, type[GatewayForm]] = {"email": MailForm, "text": TextForm}


@screen("organization.manage")
def gateways(request: HttpRequest) -> HttpResponse:
    """The ways out, each with its state, its settings and a test."""
    return _page(request, {}, {})


@screen("organization.manage")
@require_POST
def gateway(request: HttpRequest, channel: str) -> HttpResponse:
    """Save the settings of one gateway."""
    form = _form_of(channel)(request.POST, prefix=channel)
    if form.is_valid():
        told = dict(form.cleaned_data)
        told["password"] = told["password"] or None
        saved = attempt(
            form,
            set_gateway,
            organization_id=request.actor.organization_id,
            channel=Channel(channel),
            by=request.actor,
            at=now(),
            **told,
        )
        if saved is not None:
            add_toast(request, f"{Channel(channel).label}: saved.")
            return HttpResponseRedirect(reverse("outreach:gateways"))
    return _page(request, {channel: form}, {})


@screen("organization.manage")
@require_POST
def test(request: HttpRequest, channel: str) -> HttpResponse:
    """Send a test message."""
    _form_of(channel)
    form = TestForm(request.POST, prefix=f"test-{channel}")
    if form.is_valid():
        before = len(form.errors)
        attempt(
            form,
            send_test,
            organization_id=request.actor.organization_id,
            channel=Channel(channel),
            address=form.cleaned_data["address"],
            by=request.actor,
            at=now(),
        )
        if len(form.errors) == before:
            add_toast(request, "The gateway took the test message.")
            return HttpResponseRedirect(reverse("outreach:gateways"))
    return _page(request, {}, {channel: form})


def _form_of(channel: str) -> type[GatewayForm]:
    if channel not in _FORMS:
        raise NotFound()
    return _FORMS[channel]


def _page(request: HttpRequest, forms_by: dict, tests: dict) -> HttpResponse:
    organization_id = request.actor.organization_id
    known = {row.channel: row for row in Gateway.objects.filter(organization_id=organization_id)}
    parts = []
    for channel in _CHANNELS:
        row = known.get(channel)
        form = forms_by.get(channel) or _FORMS[channel](prefix=channel, initial=_initial(row))
        parts.append((channel, row, form, tests.get(channel) or TestForm(prefix=f"test-{channel}")))
    context = {
        "page_title": "Gateways",
        "parts": parts,
        "hours": _hours(organization_id),
        "zone": request.actor.zone,
    }
    refused = any(form.errors for form in [*forms_by.values(), *tests.values()])
    return show(request, "outreach/gateways.html", context, status=422 if refused else 200)


def _initial(row: Gateway | None) -> dict[str, object]:
    names = ("host", "port", "security", "sender", "url", "username", "active")
    return {name: getattr(row, name) for name in names} if row else {}


class HoursForm(KitForm):
    """From when to when."""

    unit_id = forms.UUIDField(widget=forms.HiddenInput())
    wakes = forms.TimeField(label="From", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    sleeps = forms.TimeField(label="Until", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


def _hours(organization_id: uuid.UUID) -> list[tuple[str, HoursForm]]:
    units = [*units_by_id([organization_id]).values(), *sites_of(organization_id)]
    rows = []
    for unit in units:
        wakes, sleeps = hours_of(unit.id)
        initial = {"unit_id": unit.id, "wakes": wakes, "sleeps": sleeps}
        rows.append((unit.name, HoursForm(initial=initial, auto_id=f"id_{unit.id}_%s")))
    return rows


@screen("organization.manage")
@require_POST
def quiet_hours(request: HttpRequest) -> HttpResponse:
    """Save when patients of a site may be written to."""
    form = HoursForm(request.POST)
    saved = form.is_valid() and attempt(
        form, set_quiet_hours, by=request.actor, at=now(), **form.cleaned_data
    )
    if saved:
        add_toast(request, "Saved.")
    else:
        sentences = [sentence for errors in form.errors.values() for sentence in errors]
        add_toast(request, " ".join(str(each) for each in sentences), level="error")
    return HttpResponseRedirect(reverse("outreach:gateways"))


@screen("outreach.manage")
def wordings(request: HttpRequest) -> HttpResponse:
    """What each kind of message says, in each language."""
    kinds = [(kind_said(kind), languages) for kind, languages in kinds_of_notices()]
    return show(request, "outreach/wordings.html", {"page_title": "Wordings", "kinds": kinds})
