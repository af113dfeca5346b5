"""Reading forms and which of them a visit asks for."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Max

from wellrun.practice.intake.models import FormRule, IntakeForm, ItemKind, ItemState, SubmissionItem
from wellrun.practice.intake.rules.details import years_on
from wellrun.practice.organization.api import local_day
from wellrun.practice.patients.api import Patient
from wellrun.practice.scheduling.api import Appointment

#: A form that a visit type requires is asked again after this long.
REQUIRED_AGAIN_MONTHS = 12
_DAYS_A_MONTH = 30.44


def current_forms(organization_id: uuid.UUID, keys: Iterable[str] | None = None) -> list[IntakeForm]:
    """The newest version of every form, or of those named, by key; one query."""
    rows = IntakeForm.objects.filter(organization_id=organization_id)
    if keys is not None:
        rows = rows.filter(key__in=list(keys))
    return list(rows.order_by("key", "-number").distinct("key"))


def form_version(organization_id: uuid.UUID, key: str, number: int) -> IntakeForm | None:
    """One version of a form."""
    return IntakeForm.objects.filter(organization_id=organization_id, key=key, number=number).first()


def rules_of(organization_id: uuid.UUID) -> list[FormRule]:
    """The rules in force."""
    rows = FormRule.objects.filter(organization_id=organization_id, ended_at__isnull=True)
    return list(rows.select_related("visit_type__unit").order_by("form_key", "id"))


def forms_due(visit: Appointment, patient: Patient, at: datetime) -> list[IntakeForm]:
    """The forms to fill in before a visit: what its type requires and what the rules say for it, less what the
    patient sent recently enough and nobody declined. At most three queries. `visit` comes with its visit type."""
    wanted = _wanted(visit, patient)
    if not wanted:
        return []
    items = SubmissionItem.objects.filter(
        patient_id=patient.id,
        kind=ItemKind.FORM,
        key__in=wanted,
        state__in=[ItemState.WAITING, ItemState.ACCEPTED],
    )
    last = dict(
        items.values_list("key")
        .annotate(Max("submission__sent_at"))
        .values_list("key", "submission__sent_at__max")
    )
    due = [
        key
        for key, months in wanted.items()
        if key not in last or last[key] < at - timedelta(days=months * _DAYS_A_MONTH)
    ]
    return current_forms(visit.organization_id, due) if due else []


def _wanted(visit: Appointment, patient: Patient) -> dict[str, int]:
    """Keys of the forms for this visit, each with the months after which it is asked again."""
    wanted = dict.fromkeys(visit.visit_type.required_forms, REQUIRED_AGAIN_MONTHS)
    years = years_on(patient.birth_on, local_day(visit.unit_id, visit.starts_at))
    for rule in FormRule.objects.filter(organization_id=visit.organization_id, ended_at__isnull=True):
        fits = (
            rule.visit_type_id in (None, visit.visit_type_id)
            and years >= (rule.age_from or 0)
            and (rule.age_below is None or years < rule.age_below)
        )
        if fits:
            wanted[rule.form_key] = min(rule.every_months, wanted.get(rule.form_key, rule.every_months))
    return wanted
