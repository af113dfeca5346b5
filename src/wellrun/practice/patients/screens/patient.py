"""The patient's page."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse

from wellrun.platform.access.api import NotFound, screen, show
from wellrun.platform.access.matrix import FieldGroup
from wellrun.platform.clock import now
from wellrun.platform.ui.formatting import format_day, format_phone
from wellrun.practice.documents.api import Category, documents_of
from wellrun.practice.patients.models import ConsentKind, HistoryKind, Patient, Sex
from wellrun.practice.patients.operations.seal_ssn import read_ssn
from wellrun.practice.patients.queries.compartments import LABELS, moves_of, roles_seeing
from wellrun.practice.patients.queries.consents import consents_of, due_among
from wellrun.practice.patients.queries.history import history_of
from wellrun.practice.patients.queries.merges import merges_into
from wellrun.practice.patients.queries.panels import panels_for
from wellrun.practice.patients.queries.patients import flags_of
from wellrun.practice.patients.queries.patients import patient_with_guarantor as find_patient
from wellrun.practice.patients.rules.languages import language_name
from wellrun.practice.patients.screens.forms import today


@screen("patients.read")
def patient(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Everything that this person may know of a patient, on one page."""
    found = find_patient(patient_id)
    if found is None:
        raise NotFound()
    actor, at = request.actor, now()
    context: dict[str, Any] = {
        "page_title": found.name,
        "patient": found,
        "today": today(),
        "sex": Sex(found.sex).label,
        "flags": flags_of(found),
        "identity": _identity(found),
        "contact": _contact(found),
        "may_change": actor.may("patients.register"),
        "may_restrict": actor.may("patients.restrict"),
        "restriction": _restriction(found),
        "may_merge": actor.may("patients.merge"),
        "merges": merges_into(found.id),
        "may_write_history": actor.may("history.write"),
        "may_file": actor.may("documents.file"),
        "sees_ssn": actor.sees(FieldGroup.SSN),
        "panels": panels_for(actor=actor, patient=found, at=at),
    }
    if actor.may("history.read"):
        history = history_of(found.id)
        context["history"] = _in_force(history)
        context["allergies"] = [entry for entry in history[HistoryKind.ALLERGY] if entry.in_force]
    consents = consents_of(found.id)
    context["consents"] = [(ConsentKind(each.kind).label, each) for each in consents]
    context["due"] = due_among(consents, today())
    if actor.may("documents.read"):
        context["documents"] = [
            (Category(each.category).label, each) for each in documents_of(patient_id=found.id, limit=50)
        ]
    return show(request, "patients/patient.html", context, patients=[found.id], subject=found.id)


@screen("patients.read")
def ssn(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """The Social Security number, for those who are shown such numbers; each look is recorded."""
    found = find_patient(patient_id)
    if found is None:
        raise NotFound()
    digits = read_ssn(patient_id=patient_id, by=request.actor)
    context = {
        "page_title": "Social Security number",
        "patient": found,
        "ssn": f"{digits[:3]}-{digits[3:5]}-{digits[5:]}" if digits else "",
    }
    return show(request, "patients/ssn.html", context, patients=[patient_id])


def _restriction(found: Patient) -> dict[str, object] | None:
    """Why and since when a chart lies in a compartment, and who sees it there; None for a normal one."""
    if found.compartment == "normal":
        return None
    last = next(iter(moves_of(found.id)), None)
    seen_by = ", ".join(roles_seeing(found.compartment))
    return {"label": LABELS[found.compartment], "seen_by": seen_by, "move": last}


def _in_force(history: dict[str, list[Any]]) -> list[tuple[str, str, list[Any], int]]:
    return [
        (kind.value, kind.label, [entry for entry in history[kind] if entry.in_force], len(history[kind]))
        for kind in HistoryKind
    ]


def _identity(found: Patient) -> list[tuple[str, object]]:
    return [
        ("Legal name", " ".join(
            part for part in (found.given_name, found.middle_name, found.family_name, found.suffix) if part
        )),
        ("Preferred name", found.preferred_name),
        ("Former last names", ", ".join(found.former_family_names)),
        ("Birth date", format_day(found.birth_on)),
        ("Sex", Sex(found.sex).label),
        ("Language", language_name(found.language) + (", with interpreter" if found.interpreter else "")),
        ("Guarantor", found.guarantor.name if found.guarantor else "Patient"),
    ]  # fmt: skip


def _contact(found: Patient) -> list[tuple[str, object]]:
    zip_code = f"{found.zip[:5]}-{found.zip[5:]}" if len(found.zip) == 9 else found.zip
    place = ", ".join(part for part in (found.city, f"{found.state} {zip_code}".strip()) if part)
    return [
        ("Mobile", format_phone(found.phone_mobile) if found.phone_mobile else ""),
        ("Home", format_phone(found.phone_home) if found.phone_home else ""),
        ("E-mail", found.email),
        ("Address", ", ".join(part for part in (found.street, found.street2, place) if part)),
    ]
