"""A patient's history: all of it, adding to it, ending entries."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wellrun.platform.access.api import NotFound, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.organization.api import person_names
from wellrun.practice.patients.models import CodeSystem, HistoryEntry, HistoryKind, HistorySource, Patient
from wellrun.practice.patients.operations.history import add_history, end_history
from wellrun.practice.patients.queries.history import history_entry, history_of
from wellrun.practice.patients.queries.patients import patient as find_patient
from wellrun.practice.patients.rules.history import HistoryDetails, code_as_read
from wellrun.practice.patients.screens.forms import EndHistoryForm, HistoryForm, today


@screen("history.read")
def history(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Every part of the history, what has ended included."""
    found = _patient(patient_id)
    entries = history_of(found.id)
    names = person_names(entry.recorded_by_id for part in entries.values() for entry in part)
    parts = [
        (kind.value, kind.label, [_line(entry, names) for entry in entries[kind]]) for kind in HistoryKind
    ]
    context = {
        "page_title": "History",
        "patient": found,
        "parts": parts,
        "may_write": request.actor.may("history.write"),
    }
    return show(request, "patients/history.html", context, patients=[found.id])


@screen("history.write")
def add(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """The form for a new entry."""
    found = _patient(patient_id)
    kind = request.GET.get("kind", "")
    form = HistoryForm(
        request.POST or None, initial={"kind": kind if kind in HistoryKind.values else HistoryKind.PROBLEM}
    )
    if request.method == "POST" and form.is_valid():
        entry = HistoryDetails(**form.cleaned_data)
        if attempt(form, add_history, patient_id=found.id, entry=entry, by=request.actor, at=now()):
            add_toast(request, f"Added to {HistoryKind(entry.kind).label.lower()}: {entry.text}.")
            return _another(found.id, entry.kind) if "again" in request.POST else _back(found.id)
    context = {
        "page_title": "Add to the history",
        "patient": found,
        "form": form,
        "action": "Add",
        "again": "Add, then another",
    }
    status = 422 if form.errors else 200
    return show(request, "patients/history_form.html", context, patients=[found.id], status=status)


@screen("history.write")
def end(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """The form that ends an entry."""
    entry = history_entry(entry_id)
    if entry is None:
        raise NotFound()
    form = EndHistoryForm(request.POST or None, initial={"ended_on": today()})
    if request.method == "POST" and form.is_valid():
        done = attempt(form, end_history, entry_id=entry.id, by=request.actor, at=now(), **form.cleaned_data)
        if done:
            add_toast(request, f"Ended: {entry.text}.")
            return _back(entry.patient_id)
    context = {
        "page_title": f"End: {entry.text}",
        "patient": entry.patient,
        "entry": entry,
        "form": form,
        "action": "End the entry",
    }
    status = 422 if form.errors else 200
    return show(request, "patients/history_form.html", context, patients=[entry.patient_id], status=status)


def _patient(patient_id: uuid.UUID) -> Patient:
    found = find_patient(patient_id)
    if found is None:
        raise NotFound()
    return found


def _line(entry: HistoryEntry, names: Mapping[uuid.UUID, str]) -> dict[str, object]:
    system = CodeSystem(entry.code_system)
    return {
        "entry": entry,
        "code": "" if system is CodeSystem.NONE else f"{system.label} {code_as_read(system, entry.code)}",
        "source": HistorySource(entry.source).label,
        "noted_by": names.get(entry.recorded_by_id, "") if entry.recorded_by_id else "",
    }


def _another(patient_id: uuid.UUID, kind: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('patients:history-new', args=[patient_id])}?kind={kind}")


def _back(patient_id: uuid.UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("patients:history", args=[patient_id]))
