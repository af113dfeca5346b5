"""The rules by which departments recall patients."""

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
from wellrun.practice.outreach.api import Channel
from wellrun.practice.scheduling.models import VisitType
from wellrun.practice.scheduling.operations.waiting_rules import (
    RECALL_FIELDS,
    add_recall_rule,
    change_recall_rule,
)
from wellrun.practice.scheduling.queries.recalls import recall_rules_of
from wellrun.practice.scheduling.queries.visit_types import visit_types_of
from wellrun.practice.scheduling.screens.chips import place_of
from wellrun.practice.scheduling.screens.forms import by_department

WAYS = [("", "As the patient prefers"), *Channel.choices]


class RuleForm(KitForm):
    """Who comes back when, and how they are asked."""

    name = PlainTextField(label="Name", max_length=60)
    visit_type = forms.ChoiceField(label="To book", help_text="What the patient comes back for")
    seen_type = forms.ChoiceField(
        label="Last seen for",
        required=False,
        help_text="A visit of the same department, or any of its visits",
    )
    interval_months = forms.IntegerField(label="Months after", min_value=1, max_value=120, initial=12)
    lead_days = forms.IntegerField(label="Asked days before", min_value=0, max_value=180, initial=30)
    diagnosis = PlainTextField(
        label="Only with diagnosis", max_length=8, required=False, help_text="Beginning of an ICD-10-CM code"
    )
    age_from = forms.IntegerField(label="From age", required=False, min_value=0, max_value=120)
    age_below = forms.IntegerField(label="Below age", required=False, min_value=1, max_value=121)
    sex = forms.ChoiceField(
        label="Sex", required=False, choices=[("", "Any"), ("F", "Female"), ("M", "Male")]
    )
    first = forms.ChoiceField(label="First by", required=False, choices=WAYS)
    second = forms.ChoiceField(label="Then by", required=False, choices=WAYS)
    attempts = forms.IntegerField(
        label="Attempts", min_value=1, max_value=10, initial=3, help_text="Then somebody calls"
    )
    days_between = forms.IntegerField(label="Days between", min_value=1, max_value=90, initial=7)
    active = forms.BooleanField(label="In use", required=False, initial=True)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *arguments: Any, kinds: list[VisitType], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["visit_type"].choices = by_department(kinds)
        self.fields["seen_type"].choices = [("", "Any visit there"), *by_department(kinds)]

    def changes(self) -> dict[str, object]:
        """The fields as the operations take them."""
        told = self.cleaned_data
        changes = {name: told[name] for name in RECALL_FIELDS if name in told}
        changes["seen_type_id"] = uuid.UUID(told["seen_type"]) if told["seen_type"] else None
        changes["channels"] = [each for each in (told["first"], told["second"]) if each]
        changes["diagnosis"] = told["diagnosis"].strip().upper()
        return changes


@screen("outreach.manage")
def rules(request: HttpRequest) -> HttpResponse:
    """The rules of one's departments."""
    table = Table(
        caption="Recall rules",
        caption_hidden=True,
        columns=[
            Column(label="Name", value="name", heading=True),
            Column(label="Department", value=lambda rule: place_of(rule.unit)),
            Column(
                label="Last seen for",
                value=lambda rule: rule.seen_type.name if rule.seen_type else "Any visit",
            ),
            Column(label="Months after", value="interval_months", kind="number", keep=True),
            Column(label="To book", value="visit_type.name"),
            Column(label="Attempts", value="attempts", kind="number"),
            Column(
                label="State",
                value=lambda rule: "active" if rule.active else "inactive",
                kind="status",
                keep=True,
            ),
        ],
        rows=recall_rules_of(request.actor),
        row_url=lambda rule: reverse("scheduling:recall_rule", args=[rule.id]),
        empty=EmptyState(
            title="No recall rules yet",
            text="Say after which visit patients are due back and when; they are asked by themselves.",
            action_label="Add a rule",
            action_url=reverse("scheduling:recall_rule_new"),
            icon="calendar-repeat",
        ),
    )
    return show(request, "scheduling/recall_rules.html", {"page_title": "Recall rules", "table": table})


@screen("outreach.manage")
def new(request: HttpRequest) -> HttpResponse:
    """Add a rule."""
    form = RuleForm(request.POST or None, kinds=visit_types_of(request.actor.reach["outreach.manage"]))
    if request.method == "POST" and form.is_valid():
        added = attempt(
            form,
            add_recall_rule,
            visit_type_id=uuid.UUID(form.cleaned_data["visit_type"]),
            changes=form.changes(),
            by=request.actor,
            at=now(),
        )
        if added is not None:
            add_toast(request, f"{added.name} holds from tonight on.")
            return HttpResponseRedirect(reverse("scheduling:recall_rules"))
    context = {"page_title": "New recall rule", "form": form, "act": "Add"}
    return show(request, "scheduling/recall_rule.html", context, status=422 if form.errors else 200)


@screen("outreach.manage")
def change(request: HttpRequest, rule_id: uuid.UUID) -> HttpResponse:
    """Change a rule for what is found due from now on."""
    rule = next((each for each in recall_rules_of(request.actor) if each.id == rule_id), None)
    if rule is None:
        raise NotFound()
    initial = {name: getattr(rule, name) for name in (*RECALL_FIELDS, "version")} | {
        "visit_type": str(rule.visit_type_id),
        "seen_type": str(rule.seen_type_id or ""),
        "first": rule.channels[0] if rule.channels else "",
        "second": rule.channels[1] if len(rule.channels) > 1 else "",
    }
    kinds = visit_types_of([rule.unit_id], also_inactive=True)
    form = RuleForm(request.POST or None, initial=initial, kinds=kinds)
    form.fields["visit_type"].disabled = True
    if request.method == "POST" and form.is_valid():
        changed = attempt(
            form,
            change_recall_rule,
            rule_id=rule.id,
            changes=form.changes(),
            expected_version=form.cleaned_data["version"] or 0,
            by=request.actor,
            at=now(),
        )
        if changed is not None:
            add_toast(request, f"{changed.name} is changed for what is found due from now on.")
            return HttpResponseRedirect(reverse("scheduling:recall_rules"))
    context = {"page_title": rule.name, "form": form, "act": "Save"}
    return show(request, "scheduling/recall_rule.html", context, status=422 if form.errors else 200)
