"""The page of an encounter, and taking its charges back."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, Refused, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.billing.models import ChargeState
from wellrun.practice.billing.operations.open_encounter import reopen_encounter, void_encounter
from wellrun.practice.billing.operations.reverse_charge import reverse_charge
from wellrun.practice.billing.queries.accounts import known_account
from wellrun.practice.billing.queries.charge_rows import rows_from
from wellrun.practice.billing.queries.codes import diagnoses_by_code, procedures_by_code
from wellrun.practice.billing.queries.encounters import charge_line, charge_lines
from wellrun.practice.billing.queries.money import money_of, read_money
from wellrun.practice.billing.queries.postings import postings_of
from wellrun.practice.billing.rules.charges import dotted
from wellrun.practice.billing.screens.charges import encounter_at
from wellrun.practice.billing.screens.forms import ReasonForm


@screen("charges.read")
def encounter(request: HttpRequest, encounter_id: uuid.UUID) -> HttpResponse:
    """What was done, for what, and what became of every charge."""
    found = encounter_at(request, encounter_id, "charges.read")
    lines = charge_lines(found.id, with_reversed=True)
    account = known_account(found.patient_id)
    money = money_of(account) if account and lines else read_money([])
    names = procedures_by_code(line.procedure_code for line in lines)
    rows = rows_from(lines, {code: row.nickname for code, row in names.items()}, money)
    texts = diagnoses_by_code(found.diagnoses)
    context = {
        "page_title": f"Visit of {found.patient.name}",
        "encounter": found,
        "diagnoses": [
            ("ABCDEFGHIJKL"[place], dotted(code), texts[code].text if code in texts else "")
            for place, code in enumerate(found.diagnoses)
        ],
        "rows": [(line, row, postings_of(row)) for line, row in zip(lines, rows, strict=True)],
        "total_cents": sum(row.charged_cents for row in rows),
        "may_enter": request.actor.may("charges.enter", found.unit_id),
        "may_see_account": request.actor.may("accounts.read"),
        "posted": any(line.state == ChargeState.POSTED for line in lines),
        "reason": ReasonForm(initial={"version": found.version}),
    }
    return show(request, "billing/encounter.html", context, patients=[found.patient_id], subject=found.id)


@screen("charges.enter")
def reversal(request: HttpRequest, charge_id: uuid.UUID) -> HttpResponse:
    """Take one charge back, for a reason."""
    line = charge_line(charge_id)
    if line is None:
        raise NotFound()
    found = encounter_at(request, line.encounter_id, "charges.enter")
    form = ReasonForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        told = {"charge_id": line.id, "because": form.cleaned_data["because"]}
        version = form.cleaned_data["version"]
        if attempt(form, reverse_charge, expected_version=version, by=request.actor, at=now(), **told):
            add_toast(request, f"{line.procedure_code} is reversed.")
            return _back(found.id)
    context = {"page_title": f"Reverse {line.procedure_code}", "encounter": found, "line": line, "form": form}
    status = 422 if form.errors else 200
    return show(request, "billing/reversal.html", context, patients=[found.patient_id], status=status)


@screen("charges.enter")
@require_POST
def nothing_to_bill(request: HttpRequest, encounter_id: uuid.UUID) -> HttpResponse:
    """Say that a visit has nothing to bill."""
    found = encounter_at(request, encounter_id, "charges.enter")
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise Refused(" ".join(sentence for errors in form.errors.values() for sentence in errors))
    void_encounter(encounter_id=found.id, because=form.cleaned_data["because"], by=request.actor, at=now())
    undo = reverse("billing:encounter-reopening", args=[found.id])
    add_toast(request, "This visit has nothing to bill.", undo_url=undo)
    return _back(found.id)


@screen("charges.enter")
@require_POST
def reopening(request: HttpRequest, encounter_id: uuid.UUID) -> HttpResponse:
    """Take back that a visit has nothing to bill."""
    found = encounter_at(request, encounter_id, "charges.enter")
    reopen_encounter(encounter_id=found.id, by=request.actor, at=now())
    add_toast(request, "The visit can be charged again.")
    return _back(found.id)


def _back(encounter_id: uuid.UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("billing:encounter", args=[encounter_id]))
