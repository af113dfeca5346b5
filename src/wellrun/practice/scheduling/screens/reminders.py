"""What patients are told about their visits, and when: the rules of the departments that one manages."""

from __future__ import annotations

import uuid

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import attempt, require, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.forms import KitForm
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.organization.api import units_by_id
from wellrun.practice.outreach.api import Channel
from wellrun.practice.scheduling.models import Moment, ReminderRule
from wellrun.practice.scheduling.operations.reminder_rules import add_rule, add_usual_rules, switch_rule
from wellrun.practice.scheduling.queries.reminders import rules_of
from wellrun.practice.scheduling.queries.visit_types import visit_types_of
from wellrun.practice.scheduling.screens.chips import place_of


class RuleForm(KitForm):
    """A rule to add."""

    unit_id = forms.ChoiceField(label="Where")
    visit_type_id = forms.ChoiceField(label="Visits", required=False)
    moment = forms.ChoiceField(label="When", choices=Moment.choices, initial=Moment.BEFORE)
    hours_before = forms.IntegerField(label="Hours before", min_value=0, max_value=1440, required=False)
    channel = forms.ChoiceField(
        label="Way", required=False, choices=[("", "As the patient can be reached"), *Channel.choices]
    )
    confirms = forms.BooleanField(label="Asks for a confirmation", required=False)
    unconfirmed_only = forms.BooleanField(label="Only who has not confirmed", required=False)

    def __init__(self, *arguments: object, request: HttpRequest, **options: object) -> None:
        super().__init__(*arguments, **options)
        reach = request.actor.reach["outreach.manage"]
        units = sorted(units_by_id(reach).values(), key=lambda unit: (len(unit.lineage), unit.name))
        self.fields["unit_id"].choices = [(str(unit.id), place_of(unit)) for unit in units]
        kinds = [(str(kind.id), f"{kind.name}, {place_of(kind.unit)}") for kind in visit_types_of(reach)]
        self.fields["visit_type_id"].choices = [("", "All visits"), *kinds]


@screen("outreach.manage")
def reminders(request: HttpRequest) -> HttpResponse:
    """The rules, with the form to add one; a POST adds it."""
    form = RuleForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        told["hours_before"] = told["hours_before"] or 0
        told["visit_type_id"] = uuid.UUID(told["visit_type_id"]) if told["visit_type_id"] else None
        told["unit_id"] = uuid.UUID(told["unit_id"])
        if attempt(form, add_rule, by=request.actor, at=now(), **told) is not None:
            add_toast(request, "Added. It holds from now on.")
            return HttpResponseRedirect(reverse("scheduling:reminders"))
    reach = request.actor.reach["outreach.manage"]
    rules = [(rule, _said(rule), rule.unit_id in reach) for rule in rules_of(request.actor.organization_id)]
    context = {
        "page_title": "Reminders",
        "form": form,
        "rules": rules,
        "may_begin": not rules and request.actor.organization_id in reach,
    }
    return show(request, "scheduling/reminders.html", context, status=422 if form.errors else 200)


def _said(rule: ReminderRule) -> str:
    """A rule in words: "72 hours before a visit, asks for a confirmation"."""
    hours = rule.minutes_before // 60
    span = f"{hours // 24} days" if hours >= 48 and hours % 24 == 0 else f"{hours} hours"
    said = f"{span} before a visit" if rule.moment == Moment.BEFORE else rule.get_moment_display()
    said += ", asks for a confirmation" if rule.confirms else ""
    return said + (", only who has not confirmed" if rule.unconfirmed_only else "")


@screen("outreach.manage")
@require_POST
def usual(request: HttpRequest) -> HttpResponse:
    """Start with the usual rules."""
    require(request.actor, "outreach.manage", request.actor.organization_id)
    if add_usual_rules(organization_id=request.actor.organization_id, at=now()):
        add_toast(request, "The usual reminders hold from now on.")
    return HttpResponseRedirect(reverse("scheduling:reminders"))


@screen("outreach.manage")
@require_POST
def switch(request: HttpRequest, rule_id: uuid.UUID) -> HttpResponse:
    """Let a rule rest, or hold again."""
    active = request.POST.get("active") == "yes"
    switch_rule(rule_id=rule_id, active=active, by=request.actor, at=now())
    add_toast(request, "The rule holds again." if active else "The rule rests. What is on its way stays.")
    return HttpResponseRedirect(reverse("scheduling:reminders"))
