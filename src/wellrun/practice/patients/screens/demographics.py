"""Changing who a patient is and how they are reached."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wellrun.platform.access.api import NotFound, Refused, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.tables import DiffRow
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.patients.models import Patient
from wellrun.practice.patients.operations.register_patient import LikelyDuplicate
from wellrun.practice.patients.operations.update_demographics import (
    ChangedMeanwhile,
    details_of,
    update_demographics,
)
from wellrun.practice.patients.queries.duplicates import DuplicateMatch
from wellrun.practice.patients.queries.patients import patient as find_patient
from wellrun.practice.patients.rules.details import COLUMNS
from wellrun.practice.patients.screens.comparing import compared, shown_detail
from wellrun.practice.patients.screens.forms import ChangeForm


@screen("patients.register")
def demographics(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """The form of a patient on file. Whoever comes second sees both versions side by side and chooses."""
    patient = find_patient(patient_id)
    if patient is None:
        raise NotFound()
    form = ChangeForm(request.POST or None, initial=_initial(patient))
    meanwhile: list[DiffRow] = []
    matches: Sequence[DuplicateMatch] = ()
    stale = False
    if request.method == "POST" and form.is_valid():
        changes = form.changes()
        if "resolving" in request.POST:
            changes = {
                name: value for name, value in changes.items() if name in request.POST.getlist("accept")
            }
        try:
            if changes:
                with transaction.atomic():
                    update_demographics(
                        patient_id=patient_id,
                        changes=changes,
                        expected_version=form.cleaned_data["version"],
                        despite_duplicates=_despite(request, form),
                        reason=form.cleaned_data["reason"],
                        by=request.actor,
                        at=now(),
                    )
            add_toast(request, "Saved." if changes else "Nothing was changed.")
            return HttpResponseRedirect(reverse("patients:patient", args=[patient_id]))
        except LikelyDuplicate as likely:
            matches = likely.matches
        except ChangedMeanwhile as changed:
            stale, patient = True, changed.patient
            meanwhile = _side_by_side(form, patient, changes)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
    context = {
        "page_title": "Change demographics",
        "patient": patient,
        "form": form,
        "meanwhile": meanwhile,
        "matches": [compared(match) for match in matches],
        "may_merge": request.actor.may("patients.merge"),
        "stale": stale,
        "ssn_typed": stale and bool(form.cleaned_data.get("ssn")),
        "current_version": patient.version,
        "guarantor_name": _guarantor_name(patient, form),
        "carried": _carried(form) if stale else [],
    }
    status = 409 if stale or matches else 422 if form.errors else 200
    whose = [patient_id, *(match.row.id for match in matches)]
    return show(request, "patients/demographics.html", context, patients=whose, status=status)


def _despite(request: HttpRequest, form: ChangeForm) -> bool:
    """Whether this person says that the likeness means nothing; only with a reason."""
    if request.POST.get("despite") != "yes":
        return False
    if not form.cleaned_data["reason"]:
        raise Refused("Say why this is another person.", field="reason")
    return True


def _carried(form: ChangeForm) -> list[str]:
    """What was typed and what the form was opened with, as hidden fields; the sealed number is not carried."""
    bounds = [bound for bound in form if bound.name not in ("version", "ssn")]
    opened = [bound.as_hidden(only_initial=True) for bound in bounds if bound.field.show_hidden_initial]
    return [bound.as_hidden() for bound in bounds] + opened


def _initial(patient: Patient) -> dict[str, Any]:
    details = details_of(patient)
    return {name: getattr(details, name) for name in COLUMNS} | {"version": patient.version}


def _side_by_side(form: ChangeForm, current: Patient, changes: dict[str, Any]) -> list[DiffRow]:
    """What is on file now and what was typed, for every field that this person changed."""
    return [
        DiffRow(
            name=name,
            label=str(form.fields[name].label),
            old=shown_detail(name, getattr(current, name)),
            new=shown_detail(name, value),
        )
        for name, value in changes.items()
        if name in COLUMNS
    ]


def _guarantor_name(patient: Patient, form: ChangeForm) -> str:
    chosen = form["guarantor_id"].value()
    try:
        guarantor = find_patient(uuid.UUID(str(chosen))) if chosen else None
    except ValueError:
        return ""
    return guarantor.name if guarantor else ""
