"""What is done to one claim: judged again, let go in spite of a finding, its refusal answered."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, attempt, screen
from wellrun.platform.clock import now
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.claims.models import Claim, ClaimState, EditFinding
from wellrun.practice.claims.operations.scrub_claim import override_finding, scrub_claim
from wellrun.practice.claims.operations.work_denial import bill_patient, replace_claim, write_off_refusal
from wellrun.practice.claims.screens.claim import found_or_refuse, show_claim
from wellrun.practice.claims.screens.forms import AnswerForm, OverrideForm


@screen("claims.work")
@require_POST
def judgment(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """Judge a claim by the edits again."""
    found = scrub_claim(claim_id=claim_id, by=request.actor, at=now())
    against = sum(one.outcome == "failed" and one.severity != "W" and not one.overridden_at for one in found)
    text = f"Checked: {against} still in the way." if against else "Checked: the claim is ready to send."
    add_toast(request, text, level="warning" if against else "success")
    return _to(claim_id)


@screen("claims.work")
@require_POST
def override(request: HttpRequest, finding_id: uuid.UUID) -> HttpResponse:
    """Let a claim go in spite of a likely denial, for a reason."""
    finding = EditFinding.objects.filter(id=finding_id).first()
    if finding is None:
        raise NotFound()
    claim = found_or_refuse(request, finding.claim_id)
    form = OverrideForm(request.POST)
    done = form.is_valid() and attempt(
        form,
        override_finding,
        finding_id=finding_id,
        reason=form.cleaned_data["reason"],
        by=request.actor,
        at=now(),
    )
    if not done:
        return show_claim(request, claim, override=form, override_id=finding_id)
    add_toast(request, "Overridden in your name.")
    return _to(claim.id)


@screen("claims.work")
@require_POST
def answer(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """Answer a refusal: a replacement, a bill to the patient, or a write-off."""
    claim = found_or_refuse(request, claim_id)
    form = AnswerForm(request.POST)
    done = form.is_valid() and _answer(request, form, claim)
    if not done:
        return show_claim(request, claim, answer=form)
    return _to(done.id)


def _answer(request: HttpRequest, form: AnswerForm, claim: Claim) -> Claim | None:
    chosen, because = form.cleaned_data["answer"], form.cleaned_data["because"]
    common = {"claim_id": claim.id, "by": request.actor, "at": now()}  # type: ignore[attr-defined]
    if chosen == "replace":
        new = attempt(form, replace_claim, **common)
        if new is not None:
            state = ClaimState(new.state).label.lower()
            add_toast(request, f"Claim {claim.number} is closed; its replacement {new.number} is {state}.")
        return new
    operation = bill_patient if chosen == "patient" else write_off_refusal
    done = attempt(form, operation, **common, because=because)
    if done is not None:
        text = "The patient owes it now." if chosen == "patient" else "It is written off."
        add_toast(request, f"Claim {claim.number} is closed. {text}")
    return done


def _to(claim_id: uuid.UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("claims:claim", args=[claim_id]))
