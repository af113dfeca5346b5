"""A patient's coverage: entering, ending, verifying."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import Actor, NotFound, Refused, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.formatting import format_day
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.coverage.models import Coverage, Rank, Relationship, VerifiedResult
from wellrun.practice.coverage.operations.coverage import (
    add_coverage,
    correct_coverage,
    end_coverage,
    verify_coverage,
)
from wellrun.practice.coverage.queries.coverage import coverage as find_coverage
from wellrun.practice.coverage.queries.coverage import coverages_of, payers, plans, plans_of
from wellrun.practice.coverage.rules.details import CoverageDetails
from wellrun.practice.coverage.screens.forms import CorrectionForm, CoverageForm, EndForm, today
from wellrun.practice.patients.api import Patient
from wellrun.practice.patients.api import patient as find_patient

#: A verification older than this is asked again at check-in.
STALE_AFTER = timedelta(days=30)


@screen("coverage.write")
def add(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """The form for an insurance card."""
    patient = find_patient(patient_id)
    if patient is None:
        raise NotFound()
    organization_id = request.actor.organization_id
    form = CoverageForm(
        request.POST or None, payers=payers(organization_id), plans=plans(organization_id),
        initial={"rank": _next_rank(patient_id), "relationship": Relationship.SELF},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        added = attempt(
            form, add_coverage, patient_id=patient_id, details=_details(form), by=request.actor, at=now()
        )
        if added:
            add_toast(request, f"{added.payer.name} is {Rank(added.rank).label.lower()}.")
            return _back(patient_id)
    context = {
        "page_title": "Add insurance",
        "patient": patient,
        "form": form,
        "may_manage_payers": request.actor.may("payers.manage"),
    }
    status = 422 if form.errors else 200
    return show(request, "coverage/add.html", context, patients=[patient_id], status=status)


@screen("coverage.write")
def correct(request: HttpRequest, coverage_id: uuid.UUID) -> HttpResponse:
    """The form that mends what was read wrongly off a card."""
    found, patient = _found(coverage_id)
    form = CorrectionForm(
        request.POST or None,
        plans=plans_of(found.payer_id),
        initial={
            name: getattr(found, name) for name in ("member_id", "group_number", "plan_id", "copay_cents")
        },
    )
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form, correct_coverage, coverage_id=found.id, by=request.actor, at=now(), **form.cleaned_data
        )
        if done:
            add_toast(request, f"Corrected: {found.payer.name}.")
            return _back(patient.id)
    context = {
        "page_title": f"Correct {found.payer.name}",
        "patient": patient,
        "coverage": found,
        "form": form,
        "says": "Correct what was read wrongly off the card. For another payer or rank, end this one and add the new.",
        "action": "Save",
        "action_kind": "primary",
    }
    status = 422 if form.errors else 200
    return show(request, "coverage/change.html", context, patients=[patient.id], status=status)


@screen("coverage.write")
def end(request: HttpRequest, coverage_id: uuid.UUID) -> HttpResponse:
    """The form that ends a coverage with its last day."""
    found, patient = _found(coverage_id)
    form = EndForm(request.POST or None, initial={"last_day_on": today()})
    if request.method == "POST" and form.is_valid():
        last_day = form.cleaned_data["last_day_on"]
        done = attempt(
            form,
            end_coverage,
            coverage_id=found.id,
            on=last_day + timedelta(days=1),
            by=request.actor,
            at=now(),
        )
        if done:
            add_toast(request, f"{found.payer.name} ends with {format_day(last_day)}.")
            return _back(patient.id)
    context = {
        "page_title": f"End {found.payer.name}",
        "patient": patient,
        "coverage": found,
        "form": form,
        "says": "Visits after its last day are not billed to it.",
        "action": "End it",
        "action_kind": "danger",
    }
    status = 422 if form.errors else 200
    return show(request, "coverage/change.html", context, patients=[patient.id], status=status)


@screen("coverage.write")
@require_POST
def verification(request: HttpRequest, coverage_id: uuid.UUID) -> HttpResponse:
    """Note what the payer answered."""
    result = request.POST.get("result", "")
    if result not in VerifiedResult.values:
        raise Refused("Choose active, inactive or not known.")
    verified = verify_coverage(coverage_id=coverage_id, result=result, by=request.actor, at=now())
    add_toast(request, f"Verified: {VerifiedResult(result).label.lower()}.")
    return _back(verified.patient_id)


def panel(actor: Actor, patient: Patient, at: datetime) -> dict[str, Any]:
    """What the patient's page shows of the coverage."""
    on = today()
    rows = [
        {
            "coverage": row,
            "rank": Rank(row.rank).label,
            "relationship": Relationship(row.relationship).label,
            "state": _state(row, at),
            "ended": row.ends_on is not None and row.ends_on <= on,
            "last_day_on": row.ends_on - timedelta(days=1) if row.ends_on else None,
        }
        for row in coverages_of(patient.id)
    ]
    return {"rows": rows, "may_write": actor.may("coverage.write"), "results": VerifiedResult}


def _state(row: Coverage, at: datetime) -> tuple[str, str, str]:
    """How a verification is shown: words, tone, icon."""
    if row.verified_at is None:
        return "Not verified", "warn", "help-circle"
    day = format_day(row.verified_at)
    if row.verified_result == VerifiedResult.INACTIVE:
        return f"Inactive on {day}", "bad", "circle-x"
    if at - row.verified_at > STALE_AFTER:
        return f"Verified {day}: ask again", "warn", "clock"
    if row.verified_result == VerifiedResult.UNKNOWN:
        return f"No answer on {day}", "warn", "help-circle"
    return f"Active on {day}", "good", "shield-check"


def _found(coverage_id: uuid.UUID) -> tuple[Coverage, Patient]:
    found = find_coverage(coverage_id)
    patient = find_patient(found.patient_id) if found else None
    if found is None or patient is None:
        raise NotFound()
    return found, patient


def _details(form: CoverageForm) -> CoverageDetails:
    told = dict(form.cleaned_data)
    last_day = told.pop("last_day_on")
    return CoverageDetails(**told, ends_on=last_day + timedelta(days=1) if last_day else None)


def _next_rank(patient_id: uuid.UUID) -> int:
    taken = {row.rank for row in coverages_of(patient_id) if row.ends_on is None}
    return next((rank for rank in Rank.values if rank not in taken), Rank.PRIMARY)


def _back(patient_id: uuid.UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("patients:patient", args=[patient_id]))
