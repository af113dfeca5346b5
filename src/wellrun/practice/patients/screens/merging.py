"""Comparing two charts side by side, and merging them."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wellrun.engines.matching import compare
from wellrun.platform.access.api import NotFound, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.forms import KitForm, PlainTextField
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.patients.models import Patient
from wellrun.practice.patients.operations.merge_patients import merge_patients
from wellrun.practice.patients.operations.update_demographics import details_of
from wellrun.practice.patients.queries.duplicates import find_duplicates, ssn_tokens
from wellrun.practice.patients.queries.obstacles import merge_obstacles
from wellrun.practice.patients.queries.patients import chart, patient_rows
from wellrun.practice.patients.queries.patients import patient as find_patient
from wellrun.practice.patients.rules.details import COLUMNS
from wellrun.practice.patients.rules.duplicates import person_of_patient
from wellrun.practice.patients.rules.languages import language_name
from wellrun.practice.patients.rules.merging import proposed
from wellrun.practice.patients.screens.comparing import compared, shown_detail
from wellrun.practice.patients.screens.forms import ChangeForm


class MergeForm(KitForm):
    """Which values stay, and how one knows that these are one person."""

    reason = PlainTextField(
        label="How you know that this is one person",
        max_length=200,
        help_text="Such as: same insurance card; asked the patient. The reason is kept.",
    )
    versions = forms.RegexField(r"^\d{1,9},\d{1,9}$", widget=forms.HiddenInput())


@screen("patients.merge")
def merge(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Who may be the same person; with `?with=`, the two charts field by field, and merging them."""
    survivor = find_patient(patient_id)
    if survivor is None:
        raise NotFound()
    other = _other(request, survivor)
    if other is None:
        return _pick(request, survivor)
    form = MergeForm(request.POST or None, initial={"versions": f"{survivor.version},{other.version}"})
    if request.method == "POST" and form.is_valid():
        take = [name for name in (*COLUMNS, "ssn") if request.POST.get(f"keep-{name}") == "theirs"]
        mine, theirs = (int(part) for part in form.cleaned_data["versions"].split(","))
        done = attempt(
            form,
            merge_patients,
            survivor_id=survivor.id,
            merged_id=other.id,
            take=take,
            reason=form.cleaned_data["reason"],
            expected_versions=(mine, theirs),
            by=request.actor,
            at=now(),
        )
        if done:
            undo = reverse("patients:merge-done", args=[done.id])
            add_toast(request, f"Chart {other.number} is merged into chart {survivor.number}.")
            return HttpResponseRedirect(undo)
    context = _context(survivor, other, form, request)
    status = 409 if form.errors else 200
    return show(request, "patients/merge.html", context, patients=[survivor.id, other.id], status=status)


def _other(request: HttpRequest, survivor: Patient) -> Patient | None:
    """The other chart that was chosen, as it lies there: one that is merged already is refused with a sentence."""
    text = request.POST.get("with") or request.GET.get("with") or ""
    try:
        found = chart(uuid.UUID(text)) if text else None
    except ValueError:
        return None
    return None if found is None or found.id == survivor.id else found


def _pick(request: HttpRequest, survivor: Patient) -> HttpResponse:
    matches = find_duplicates(details=details_of(survivor), by=request.actor, except_id=survivor.id)
    context = {
        "page_title": "Merge with another chart",
        "patient": survivor,
        "matches": [compared(match) for match in matches],
    }
    whose = [survivor.id, *(match.row.id for match in matches)]
    return show(request, "patients/merge_pick.html", context, patients=whose)


def _context(survivor: Patient, other: Patient, form: MergeForm, request: HttpRequest) -> dict[str, Any]:
    tokens = ssn_tokens([survivor.id, other.id])
    match = compare(
        *(person_of_patient(each, ssn_token=tokens.get(each.id, "")) for each in (survivor, other))
    )
    row = patient_rows([other.id])[other.id]
    return {
        "page_title": "Merge two charts",
        "patient": survivor,
        "other": other,
        "form": form,
        "rows": _rows(survivor, other, tokens, request),
        "match": compared(match, row=row),
        "obstacles": [] if other.merged_into_id else merge_obstacles(survivor, other),
    }


def _rows(
    survivor: Patient, other: Patient, tokens: dict[uuid.UUID, str], request: HttpRequest
) -> list[dict[str, Any]]:
    """Every detail with both values, and which of them is chosen: as typed, or else as proposed."""
    suggested = set(proposed(survivor, other))
    form = ChangeForm()
    names = patient_rows(id for id in (survivor.guarantor_id, other.guarantor_id) if id)
    rows = []
    for name in COLUMNS:
        values = [
            _value(name, getattr(each, name), {key: row.name for key, row in names.items()})
            for each in (survivor, other)
        ]
        rows.append(
            {
                "name": name,
                "label": form.fields[name].label,
                "mine": values[0],
                "theirs": values[1],
                "same": values[0] == values[1],
                "take": _taken(request, name, name in suggested),
            }
        )
    return [*rows, _ssn_row(survivor, other, tokens, request)]


def _ssn_row(
    survivor: Patient, other: Patient, tokens: dict[uuid.UUID, str], request: HttpRequest
) -> dict[str, Any]:
    mine, theirs = tokens.get(survivor.id, ""), tokens.get(other.id, "")
    return {
        "name": "ssn",
        "label": "Social Security number",
        "mine": "On file" if mine else "",
        "theirs": ("On file, another number" if mine and mine != theirs else "On file") if theirs else "",
        "same": mine == theirs or not theirs,
        "take": _taken(request, "ssn", bool(theirs and not mine)),
    }


def _taken(request: HttpRequest, name: str, suggested: bool) -> bool:
    chosen = request.POST.get(f"keep-{name}")
    return suggested if chosen is None else chosen == "theirs"


def _value(name: str, value: Any, names: dict[uuid.UUID, str]) -> str:
    if name == "guarantor_id":
        return names.get(value, "Another patient") if value else "Patient"
    return language_name(value) if name == "language" else shown_detail(name, value)
