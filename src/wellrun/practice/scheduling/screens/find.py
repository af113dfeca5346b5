"""Finding a free time."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse

from wellrun.platform.access.api import Actor, screen, show
from wellrun.platform.clock import now, today_in
from wellrun.practice.organization.api import departments_among
from wellrun.practice.patients.api import patient_rows
from wellrun.practice.scheduling.models import VisitType
from wellrun.practice.scheduling.queries.find_times import find_times
from wellrun.practice.scheduling.queries.visit_types import visit_types_of
from wellrun.practice.scheduling.screens.chips import chips_of
from wellrun.practice.scheduling.screens.forms import FindForm
from wellrun.practice.workforce.api import providers_of

OFFERS = 60


@screen("appointments.book")
def find(request: HttpRequest) -> HttpResponse:
    """Ask for a visit, see its free times by day and provider, press one to book it."""
    by = request.actor
    kinds = visit_types_of(by.reach["appointments.book"])
    providers = providers_of(organization_id=by.organization_id)
    form = FindForm(_asked(request, kinds), kinds=kinds, providers=providers)
    context: dict[str, Any] = {"page_title": "Find a time", "form": form, "days": None, "kinds": kinds}
    patients: list[uuid.UUID] = []
    if kinds and form.is_valid():
        context |= _found(form.cleaned_data, by)
        patient_id = form.cleaned_data["patient"]
        if patient_id:
            context["patient"] = patient_rows([patient_id]).get(patient_id)
            patients = [patient_id] if context["patient"] else []
    return show(request, "scheduling/find.html", context, patients=patients)


def _asked(request: HttpRequest, kinds: list[VisitType]) -> dict[str, str]:
    asked = request.GET.dict()
    zone = kinds[0].unit.zone if kinds else "UTC"
    asked.setdefault("starts_on", today_in(zone).isoformat())
    asked.setdefault("where", "here")
    if kinds:
        asked.setdefault("type", str(kinds[0].id))
    return asked


def _found(asked: dict[str, Any], by: Actor) -> dict[str, Any]:
    anywhere = asked["where"] == "any"
    units = {unit.id: unit for unit in departments_among(by.reach["appointments.book"])}
    at = now()
    offers = find_times(
        visit_type_id=uuid.UUID(asked["type"]),
        provider_id=uuid.UUID(asked["provider"]) if asked["provider"] else None,
        unit_ids=list(units) if anywhere else None,
        starts_on=asked["starts_on"] or at.date(),
        limit=OFFERS,
        by=by,
        at=at,
    )
    patient = str(asked["patient"] or "")
    return {"days": chips_of(offers, units, patient=patient), "count": len(offers), "anywhere": anywhere}
