"""Noting signatures."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import Refused, screen
from wellrun.platform.clock import now
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.patients.models import ConsentKind
from wellrun.practice.patients.operations.consents import sign_consent, withdraw_consent
from wellrun.practice.patients.screens.forms import ConsentForm


@screen("patients.register")
@require_POST
def sign(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Note what the patient signed now."""
    form = ConsentForm(request.POST)
    if not form.is_valid():
        raise Refused("Choose what was signed.")
    kind = ConsentKind(form.cleaned_data["kind"])
    consent = sign_consent(patient_id=patient_id, kind=kind, by=request.actor, at=now())
    undo = reverse("patients:consent-withdrawal", args=[consent.id])
    add_toast(request, f"Signed: {kind.label}.", undo_url=undo)
    return HttpResponseRedirect(reverse("patients:patient", args=[patient_id]))


@screen("patients.register")
@require_POST
def withdraw(request: HttpRequest, consent_id: uuid.UUID) -> HttpResponse:
    """Note that a signature no longer counts."""
    consent = withdraw_consent(consent_id=consent_id, by=request.actor, at=now())
    add_toast(request, f"Withdrawn: {ConsentKind(consent.kind).label}.")
    return HttpResponseRedirect(reverse("patients:patient", args=[consent.patient_id]))
