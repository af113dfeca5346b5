"""Registering a patient."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wellrun.engines.matching import Evidence
from wellrun.platform.access.api import Refused, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.formatting import format_day, format_phone
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.patients.models import Patient
from wellrun.practice.patients.operations.register_patient import LikelyDuplicate, register_patient
from wellrun.practice.patients.queries.duplicates import DuplicateMatch, find_duplicates
from wellrun.practice.patients.rules.details import PatientDetails
from wellrun.practice.patients.screens.forms import RegistrationForm

FIELD_LABELS = {
    "first": "First name", "last": "Last name", "middle": "Middle name", "suffix": "Suffix", "sex": "Sex",
    "swapped": "First and last name", "born_on": "Birth date", "phone": "Phone", "address": "Address",
    "email": "E-mail", "ssn_token": "Social Security number", "ssn": "Social Security number",
    "member_id": "Member id",
}  # fmt: skip


@screen("patients.register")
def register(request: HttpRequest) -> HttpResponse:
    """The form for somebody new; with it, side by side, whoever on file may be the same person."""
    form = RegistrationForm(request.POST or None, initial=_typed(request.GET.get("typed", "")))
    matches: Sequence[DuplicateMatch] = ()
    if request.method == "POST" and form.is_valid():
        patient, matches = _register(request, form)
        if patient:
            add_toast(request, f"{patient.name} is registered with chart number {patient.number}.")
            return HttpResponseRedirect(reverse("patients:patient", args=[patient.id]))
    context = {
        "page_title": "Register a patient",
        "form": form,
        "matches": [_compared(match) for match in matches],
        "guarantor_name": "",
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


def _compared(match: DuplicateMatch) -> dict[str, object]:
    """A likeness as the page shows it, every piece of evidence with the name of its field."""
    evidence = [
        {
            "label": FIELD_LABELS.get(item.field, item.field),
            "left": _shown(item.field, item.left),
            "right": _shown(item.field, item.right),
            "against": item.bits < 0,
            "sentence": _said(item),
        }
        for item in match.evidence
    ]
    return {"row": match.row, "verdict": match.verdict, "evidence": evidence}


def _shown(field: str, value: str) -> str:
    if field == "born_on":
        return format_day(date.fromisoformat(value))
    if field == "phone":
        return ", ".join(format_phone(each) for each in value.split(", "))
    return value


def _said(item: Evidence) -> str:
    """The engine's sentence with dates and phones as an office writes them."""
    said = item.sentence
    for value in sorted({item.left, item.right} - {""}, key=len, reverse=True):
        said = said.replace(value, _shown(item.field, value))
    return said


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
