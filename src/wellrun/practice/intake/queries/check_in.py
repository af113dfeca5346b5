"""What an online check-in asks, step by step, and what is done of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from wellrun.practice.intake.models import IntakeForm, Submission
from wellrun.practice.intake.queries.forms import forms_due
from wellrun.practice.intake.rules.words import words_of
from wellrun.practice.organization.api import local_day
from wellrun.practice.patients.api import Patient
from wellrun.practice.scheduling.api import Appointment

#: How many days before the visit the online check-in opens.
OPENS_DAYS_BEFORE = 7
DETAILS, INSURANCE = "details", "insurance"


@dataclass(frozen=True)
class Step:
    """One page of a check-in. `key` is also the key of its answers in the draft."""

    key: str
    title: str
    done: bool
    form: IntakeForm | None = None


def opens_on(visit: Appointment) -> date:
    """The first day on which the patient can check in online."""
    return local_day(visit.unit_id, visit.starts_at) - timedelta(days=OPENS_DAYS_BEFORE)


def steps_of(
    visit: Appointment,
    patient: Patient,
    draft: Submission | None,
    *,
    language: str,
    details: bool = True,
    insurance: bool = True,
    at: datetime,
) -> list[Step]:
    """The steps in their order; those of the forms that are due come last."""
    words, answers = words_of(language), draft.draft if draft else {}
    steps = [Step(DETAILS, words["step_details"], DETAILS in answers)] if details else []
    steps += [Step(INSURANCE, words["step_insurance"], INSURANCE in answers)] if insurance else []
    for form in forms_due(visit, patient, at):
        key = f"form:{form.key}"
        title = form.title.get(language) or form.title["en"]
        steps.append(Step(key, title, _filled(answers.get(key), form), form))
    return steps


def _filled(answer: Any, form: IntakeForm) -> bool:
    """Whether a form was finished in the version that is asked now."""
    return bool(answer) and bool(answer.get("done")) and answer.get("number") == form.number
