"""Publishing forms and ruling which visit asks for which."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.utils import IntegrityError

from wellrun.platform.access.api import Actor, NotFound, Stale, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.intake.models import FormRule, IntakeForm
from wellrun.practice.intake.queries.forms import current_forms
from wellrun.practice.intake.rules.questions import FormRefused, read_questions
from wellrun.practice.intake.rules.starter_forms import STARTER_FORMS
from wellrun.practice.scheduling.api import visit_type


def publish_form(
    *, key: str, title: Mapping[str, str], questions: Sequence[Mapping[str, Any]], by: Actor, at: datetime
) -> IntakeForm:
    """Publish the next version of a form; answers to older versions keep their own questions. Raises `FormRefused`."""
    require(by, "appointments.configure")
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", key):
        raise FormRefused("Use small letters, digits and hyphens, such as health-history.", field="key")
    if not all(title.get(each, "").strip() for each in ("en", "es")):
        raise FormRefused("Give the form a title in English and Spanish.", field="title_en")
    read_questions(list(questions))
    before = next(iter(current_forms(by.organization_id, [key])), None)
    try:
        with transaction.atomic():
            form = IntakeForm.objects.create(
                organization_id=by.organization_id,
                key=key,
                number=before.number + 1 if before else 1,
                title={each: title[each].strip()[:120] for each in ("en", "es")},
                questions=list(questions),
                published_at=at,
                published_by_id=by.person_id,
            )
    except IntegrityError as met:
        raise Stale() from met
    record_act("form.published", subject_type="intake form", subject_id=form.id)
    return form


def load_starter_forms(*, by: Actor, at: datetime) -> list[IntakeForm]:
    """Publish those of our own forms that the organization has no version of yet."""
    known = {form.key for form in current_forms(by.organization_id)}
    return [
        publish_form(key=key, title=title, questions=questions, by=by, at=at)
        for key, (title, questions) in STARTER_FORMS.items()
        if key not in known
    ]


def add_form_rule(
    *,
    form_key: str,
    visit_type_id: uuid.UUID | None = None,
    age_from: int | None = None,
    age_below: int | None = None,
    every_months: int = 12,
    by: Actor,
    at: datetime,
) -> FormRule:
    """Ask a form of every visit, or of those of a type, at these ages, again after so many months."""
    require(by, "appointments.configure")
    if not current_forms(by.organization_id, [form_key]):
        raise FormRefused("Choose a form of the list.", field="form_key")
    if visit_type_id is not None:
        kind = visit_type(visit_type_id)
        if kind is None:
            raise NotFound()
        require(by, "appointments.configure", kind.unit_id)
    if age_from is not None and age_below is not None and age_below <= age_from:
        raise FormRefused("The upper age is above the lower one.", field="age_below")
    rule = FormRule.objects.create(
        organization_id=by.organization_id,
        form_key=form_key,
        visit_type_id=visit_type_id,
        age_from=age_from,
        age_below=age_below,
        every_months=every_months,
    )
    record_act("form.rule_added", subject_type="form rule", subject_id=rule.id)
    return rule


def end_form_rule(*, rule_id: uuid.UUID, by: Actor, at: datetime) -> FormRule:
    """Ask a form by this rule no more; ending it twice changes nothing."""
    require(by, "appointments.configure")
    rule = FormRule.objects.select_for_update().filter(id=rule_id).first()
    if rule is None:
        raise NotFound()
    kind = visit_type(rule.visit_type_id) if rule.visit_type_id else None
    if kind is not None:
        require(by, "appointments.configure", kind.unit_id)
    if rule.ended_at is None:
        rule.ended_at = at
        rule.save(update_fields=["ended_at"])
        record_act("form.rule_ended", subject_type="form rule", subject_id=rule.id)
    return rule
