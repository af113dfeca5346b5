"""Registering a patient."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from wellrun.platform.access.api import Refused, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.patients.models import Patient
from wellrun.practice.patients.operations.register_patient import LikelyDuplicate, register_patient
from wellrun.practice.patients.queries.duplicates import DuplicateMatch, find_duplicates
from wellrun.practice.patients.rules.details import PatientDetails
from wellrun.practice.patients.screens.comparing import compared
from wellrun.practice.patients.screens.forms import RegistrationForm


@screen("patients.register")
def register(request: HttpRequest) -> HttpResponse:
    """The form for somebody new; with it, side by side, whoever on file may be the same person."""
    form = RegistrationForm(request.POST or None, initial=_typed(request.GET.get("typed", "")))
    matches: Sequence[DuplicateMatch] = ()
    if request.method == "POST" and form.is_valid():
        patient, matches = _register(request, form)
        if patient:
            add_toast(request, f"{patient.name} is registered with chart number {patient.number}.")
            return HttpResponseRedirect(_after(request, patient))
    context = {
        "page_title": "Register a patient",
        "form": form,
        "matches": [compared(match) for match in matches],
        "guarantor_name": "",
        "next": _next(request),
    }
    status = 409 if matches else 422 if form.errors else 200
    whose = [match.row.id for match in matches]
    return show(request, "patients/register.html", context, patients=whose, status=status)


def _register(
    request: HttpRequest, form: RegistrationForm
) -> tuple[Patient | None, Sequence[DuplicateMatch]]:
    told = dict(form.cleaned_data)
    reason = told.pop("reason")
    details = PatientDetails(**told)
    despite = request.POST.get("despite") == "yes"
    if despite and not reason:
        form.add_error("reason", "Say why this is another person.")
        return None, find_duplicates(details=details, by=request.actor)
    try:
        with transaction.atomic():
            patient = register_patient(
                identity=details, by=request.actor, at=now(), despite_duplicates=despite, reason=reason
            )
    except LikelyDuplicate as likely:
        return None, likely.matches
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        return None, ()
    return patient, ()


def _next(request: HttpRequest) -> str:
    """The page of ours that somebody left to register a patient (`?next=`), or nothing."""
    address = request.GET.get("next", "")
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""


def _after(request: HttpRequest, patient: Patient) -> str:
    """Back to where the patient was missing, chosen there now; else to the new chart."""
    back = urlsplit(_next(request))
    if not back.path:
        return reverse("patients:patient", args=[patient.id])
    kept = [(name, value) for name, value in parse_qsl(back.query) if name != "patient"]
    return f"{back.path}?{urlencode([*kept, ('patient', patient.id)])}"


def _typed(text: str) -> dict[str, str]:
    """What was typed into the search, as a first and a last name."""
    words = re.findall(r"[^\W\d_][\w'’-]*", text[:100])
    if "," in text and len(words) > 1:
        words = [*words[1:], words[0]]
    if not words:
        return {}
    if len(words) == 1:
        return {"family_name": words[0]}
    return {"given_name": " ".join(words[:-1]), "family_name": words[-1]}
