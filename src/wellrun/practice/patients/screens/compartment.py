"""Moving a chart into a compartment, and back: who sees it there, why, since when."""

from __future__ import annotations

import uuid

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import Actor, NotFound, Refused, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.forms import KitForm, PlainTextField
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.organization.api import person_names
from wellrun.practice.patients.models import Patient
from wellrun.practice.patients.operations.move_to_compartment import move_to_compartment
from wellrun.practice.patients.queries.compartments import LABELS, moves_of, roles_seeing
from wellrun.practice.patients.queries.patients import patient as find_patient


class CompartmentForm(KitForm):
    """Where the chart shall lie, and why."""

    compartment = forms.ChoiceField(label="Move the chart to")
    reason = PlainTextField(
        label="Why", max_length=200, help_text="Such as: the patient asked for it; a member of our staff."
    )

    def __init__(self, *arguments: object, places: list[str], **options: object) -> None:
        super().__init__(*arguments, **options)
        self.fields["compartment"].choices = [  # type: ignore[attr-defined]
            (place, LABELS[place]) for place in places
        ]


@screen("patients.restrict")
def compartment(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Who sees the chart, since when and why; the form that moves it to where this person may also look."""
    patient = _patient(patient_id)
    places = _places(request.actor, patient)
    form = CompartmentForm(request.POST or None, places=places)
    before = patient.compartment
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        if attempt(form, move_to_compartment, patient_id=patient.id, by=request.actor, at=now(), **told):
            add_toast(
                request,
                f"The chart is now in: {LABELS[told['compartment']]}.",
                undo_url=reverse("patients:compartment-undo", args=[patient.id]) + f"?to={before}",
            )
            return HttpResponseRedirect(reverse("patients:patient", args=[patient.id]))
    moves = moves_of(patient.id)
    names = person_names(move.moved_by_id for move in moves)
    context = {
        "page_title": "Who may see this chart",
        "patient": patient,
        "form": form,
        "here": LABELS[before],
        "seen_by": roles_seeing(before),
        "moves": [
            (
                move,
                LABELS[move.from_compartment],
                LABELS[move.to_compartment],
                names.get(move.moved_by_id, ""),
            )
            for move in moves
        ],
        "places": [(LABELS[place], ", ".join(roles_seeing(place))) for place in places],
    }
    status = 422 if form.errors else 200
    return show(request, "patients/compartment.html", context, patients=[patient.id], status=status)


@screen("patients.restrict")
@require_POST
def undo(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Move the chart back to where it lay before its last move."""
    patient = _patient(patient_id)
    last = next(iter(moves_of(patient.id)), None)
    if last is None or last.from_compartment != request.GET.get("to"):
        raise Refused("The chart was moved again since. Look at where it lies now.")
    move_to_compartment(
        patient_id=patient.id,
        compartment=last.from_compartment,
        reason=f"Undone: {last.reason}"[:200],
        by=request.actor,
        at=now(),
    )
    add_toast(request, f"The chart is back in: {LABELS[last.from_compartment]}.", level="info")
    return HttpResponseRedirect(reverse("patients:patient", args=[patient.id]))


def _patient(patient_id: uuid.UUID) -> Patient:
    patient = find_patient(patient_id)
    if patient is None:
        raise NotFound()
    return patient


def _places(by: Actor, patient: Patient) -> list[str]:
    """Where this person may move the chart: never to where they could not see it themselves."""
    return [place for place in LABELS if place in by.compartments and place != patient.compartment]
