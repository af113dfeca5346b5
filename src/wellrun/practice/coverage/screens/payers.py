"""Payers and their plans."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, Refused, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.tables import Column, EmptyState, Table
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.coverage.models import FilingIndicator, Payer, PayerKind
from wellrun.practice.coverage.operations.payers import (
    PayerDetails,
    add_payer,
    add_plan,
    change_payer,
    change_plan,
)
from wellrun.practice.coverage.queries.coverage import payer as find_payer
from wellrun.practice.coverage.queries.coverage import payers, plans_of
from wellrun.practice.coverage.rules.member_id import in_words
from wellrun.practice.coverage.screens.forms import PayerForm, PlanChangeForm, PlanForm


@screen("payers.manage")
def payer_list(request: HttpRequest) -> HttpResponse:
    """Every payer, those no longer used at the end."""
    rows = sorted(payers(request.actor.organization_id, also_inactive=True), key=lambda row: not row.active)
    table = Table(
        caption="Payers",
        caption_hidden=True,
        columns=[
            Column(label="Payer", value="name", heading=True),
            Column(label="Payer id", value="electronic_id"),
            Column(label="Kind", value=lambda row: PayerKind(row.kind).label),
            Column(label="On claims", value=lambda row: FilingIndicator(row.filing_indicator).value),
            Column(label="Timely filing, days", value="timely_filing_days", kind="number"),
            Column(label="Phone", value="phone", kind="phone"),
            Column(label="State", value=lambda row: "active" if row.active else "inactive", kind="status"),
        ],
        rows=rows,
        empty=EmptyState(
            title="No payers yet",
            text="Add whoever pays your claims; the desk chooses among them.",
            action_label="Add a payer",
            action_url=reverse("coverage:payer-new"),
            icon="building",
        ),
        row_url=lambda row: reverse("coverage:payer", args=[row.id]),
    )
    return show(request, "coverage/payers.html", {"page_title": "Payers", "table": table})


@screen("payers.manage")
def payer_new(request: HttpRequest) -> HttpResponse:
    """The form for a new payer."""
    form = PayerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        added = attempt(form, add_payer, details=_details(form), by=request.actor, at=now())
        if added:
            add_toast(request, f"{added.name} is added.")
            return HttpResponseRedirect(reverse("coverage:payer", args=[added.id]))
    context = {"page_title": "Add a payer", "form": form}
    return show(request, "coverage/payer.html", context, status=422 if form.errors else 200)


@screen("payers.manage")
def payer(request: HttpRequest, payer_id: uuid.UUID) -> HttpResponse:
    """One payer with its plans, to look at and to change."""
    found = _payer(payer_id)
    initial = {name: getattr(found, name) for name in PayerForm.base_fields}
    form = PayerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            change_payer,
            payer_id=found.id,
            details=_details(form),
            expected_version=form.cleaned_data["version"] or 0,
            by=request.actor,
            at=now(),
        )
        if saved:
            add_toast(request, "Saved.")
            return HttpResponseRedirect(reverse("coverage:payer", args=[found.id]))
    return _show_payer(request, found, form, PlanForm())


@screen("payers.manage")
def plan_new(request: HttpRequest, payer_id: uuid.UUID) -> HttpResponse:
    """Add a plan to a payer."""
    found = _payer(payer_id)
    plan_form = PlanForm(request.POST or None)
    if request.method == "POST" and plan_form.is_valid():
        added = attempt(
            plan_form,
            add_plan,
            payer_id=found.id,
            name=plan_form.cleaned_data["plan_name"],
            copay_cents=plan_form.cleaned_data["copay_cents"],
            by=request.actor,
            at=now(),
        )
        if added:
            add_toast(request, f"{added.name} is added.")
            return HttpResponseRedirect(reverse("coverage:payer", args=[found.id]))
    initial = {name: getattr(found, name) for name in PayerForm.base_fields}
    return _show_payer(request, found, PayerForm(initial=initial), plan_form)


@screen("payers.manage")
@require_POST
def plan(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Save a plan's copay and whether it is in use."""
    form = PlanChangeForm(request.POST, prefix=str(plan_id))
    if not form.is_valid():
        raise Refused("Enter the copay as an amount in dollars, such as 30 or 12.50.")
    changed = change_plan(plan_id=plan_id, by=request.actor, at=now(), **form.cleaned_data)
    add_toast(request, f"Saved {changed.name}.")
    return HttpResponseRedirect(reverse("coverage:payer", args=[changed.payer_id]))


def _payer(payer_id: uuid.UUID) -> Payer:
    found = find_payer(payer_id)
    if found is None:
        raise NotFound()
    return found


def _details(form: PayerForm) -> PayerDetails:
    return PayerDetails(**{name: value for name, value in form.cleaned_data.items() if name != "version"})


def _show_payer(request: HttpRequest, found: Payer, form: PayerForm, plan_form: PlanForm) -> HttpResponse:
    plans = [
        (
            plan,
            PlanChangeForm(
                prefix=str(plan.id), initial={"copay_cents": plan.copay_cents, "active": plan.active}
            ),
        )
        for plan in plans_of(found.id)
    ]
    context = {
        "page_title": found.name,
        "payer": found,
        "form": form,
        "plan_form": plan_form,
        "plans": plans,
        "ids_in_words": in_words(found.member_id_pattern) if found.member_id_pattern else "",
    }
    status = 422 if form.errors or plan_form.errors else 200
    return show(request, "coverage/payer.html", context, status=status)
