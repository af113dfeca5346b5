"""What a department expects of its patients, how far its providers are overbooked, and why visits are canceled."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import slugify

from wellrun.platform.access.api import NotFound, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.forms import KitForm, MoneyField
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.organization.api import Unit, departments_among
from wellrun.practice.scheduling.models import CancelReason
from wellrun.practice.scheduling.operations.attendance import set_attendance_policy, set_cancel_reasons
from wellrun.practice.scheduling.operations.overbook import set_overbook_rule
from wellrun.practice.scheduling.queries.attendance import cancel_reasons, overbook_rules_of, policy_for
from wellrun.practice.scheduling.screens.chips import place_of
from wellrun.practice.workforce.api import providers_of

NUMBERS = ("notice_hours", "missed_visits", "missed_months", "online_lead_hours")


class PolicyForm(KitForm):
    """What a department expects."""

    notice_hours = forms.IntegerField(
        label="Hours of notice for canceling", min_value=0, max_value=720, initial=24,
        help_text="A patient who cancels later cancels late.",
    )  # fmt: skip
    late_cancel_fee_cents = MoneyField(
        label="Fee for canceling late",
        required=False,
        help_text="A biller decides each time; nothing is charged by itself.",
    )
    missed_fee_cents = MoneyField(label="Fee for a missed visit", required=False)
    missed_visits = forms.IntegerField(
        label="Take note after missed visits", min_value=1, max_value=50, initial=3
    )
    missed_months = forms.IntegerField(label="Within months", min_value=1, max_value=60, initial=12)
    online_lead_hours = forms.IntegerField(
        label="Patients book online no later than hours before", min_value=0, max_value=720, initial=24
    )


class RuleForm(KitForm):
    """How far one provider may be overbooked."""

    provider = forms.ChoiceField(label="Provider")
    most_at_once = forms.IntegerField(label="Most at once", min_value=0, max_value=5)
    most_a_day = forms.IntegerField(label="Most a day", min_value=0, max_value=40)


class ReasonsForm(KitForm):
    """The list of reasons, one a line."""

    reasons = forms.CharField(
        label="Reasons, one a line",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Begin a line with * for a patient's own reason, which can be late; end it with ! when the visit is"
        " needed no longer.",
    )


@screen("appointments.configure")
def rules(request: HttpRequest) -> HttpResponse:
    """A department's policy and overbooking; POST with `rule` sets a provider's, else the policy."""
    units = departments_among(request.actor.reach["appointments.configure"])
    if not units:
        return show(request, "scheduling/rules.html", {"page_title": "Booking rules"})
    unit = next((each for each in units if str(each.id) == request.GET.get("unit")), units[0])
    found = policy_for(unit.id)
    names = (*NUMBERS, "late_cancel_fee_cents", "missed_fee_cents")
    initial = {name: getattr(found, name) for name in names} if found else {}
    for name in ("late_cancel_fee_cents", "missed_fee_cents"):
        initial[name] = f"{initial.get(name, 0) / 100:.2f}"
    for_rule = "rule" in request.POST
    policy = PolicyForm(request.POST if request.POST and not for_rule else None, initial=initial)
    rule = RuleForm(request.POST if for_rule else None)
    providers = providers_of(organization_id=request.actor.organization_id)
    rule.fields["provider"].choices = [(str(each.id), each.display_name) for each in providers]
    if request.method == "POST" and _saved(request, unit, rule if for_rule else policy):
        add_toast(request, "Saved. It holds from now on.")
        return HttpResponseRedirect(f"{request.path}?unit={unit.id}")
    context = {
        "page_title": "Booking rules",
        "units": [(each.id, place_of(each)) for each in units],
        "unit": unit,
        "policy": policy,
        "rule": rule,
        "rules": overbook_rules_of(unit.id),
        "may_reasons": request.actor.may("organization.manage"),
    }
    return show(
        request, "scheduling/rules.html", context, status=422 if policy.errors or rule.errors else 200
    )


def _saved(request: HttpRequest, unit: Unit, form: PolicyForm | RuleForm) -> Any:
    if not form.is_valid():
        return None
    told = {name: value or 0 for name, value in form.cleaned_data.items()}
    asked = {"unit": unit, "by": request.actor, "at": now()}
    if isinstance(form, PolicyForm):
        return attempt(form, set_attendance_policy, values=told, **asked)
    told["provider_id"] = told.pop("provider")
    return attempt(form, set_overbook_rule, **told, **asked)


@screen("organization.manage")
def reasons(request: HttpRequest) -> HttpResponse:
    """The organization's reasons for canceling."""
    organization_id = request.actor.organization_id
    if organization_id is None:
        raise NotFound()
    lines = [_line(each) for each in cancel_reasons(organization_id)]
    form = ReasonsForm(request.POST or None, initial={"reasons": "\n".join(lines)})
    if request.method == "POST" and form.is_valid():
        wanted = _reasons(form.cleaned_data["reasons"], organization_id)
        with transaction.atomic():
            saved = attempt(
                form, set_cancel_reasons, organization_id=organization_id, reasons=wanted, by=request.actor, at=now()
            )  # fmt: skip
        if saved is not None:
            add_toast(request, "Saved. Visits that are canceled keep their reason.")
            return HttpResponseRedirect(request.path)
    context = {"page_title": "Reasons for canceling", "form": form}
    return show(request, "scheduling/reasons.html", context, status=422 if form.errors else 200)


def _line(reason: CancelReason) -> str:
    return f"{'* ' if reason.by_patient else ''}{reason.name}{'' if reason.rebook else ' !'}"


def _reasons(text: str, organization_id: Any) -> list[CancelReason]:
    """The list as it was written; a reason that keeps its name keeps its code."""
    codes = {each.name: each.code for each in cancel_reasons(organization_id, also_inactive=True)}
    found: dict[str, CancelReason] = {}
    for line in text.splitlines():
        name = line.strip().lstrip("*").rstrip("!").strip()[:60]
        if name:
            code = codes.get(name) or slugify(name)[:30] or "other"
            found[code] = CancelReason(
                code=code,
                name=name,
                by_patient=line.strip().startswith("*"),
                rebook=not line.strip().endswith("!"),
            )
    return list(found.values())
