"""One step of a check-in as a page draws it and as it is sent back: the same by link and at the kiosk."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from wellrun.practice.intake.models import Submission
from wellrun.practice.intake.queries.check_in import DETAILS, INSURANCE, Step
from wellrun.practice.intake.rules.details import detail_faults, on_file, typed_details
from wellrun.practice.intake.rules.questions import answers_of, faults_of, read_questions
from wellrun.practice.intake.rules.words import words_of
from wellrun.practice.intake.screens.fields import Field, detail_fields, question_fields
from wellrun.practice.patients.api import Patient

_NOTE_LIMIT = 200


def read_step(step: Step, posted: QueryDict, language: str) -> tuple[dict[str, Any], dict[str, str]]:
    """What was typed, as the draft keeps it, and what is wrong with it by field."""
    words = words_of(language)
    if step.key == DETAILS:
        typed = typed_details(posted)
        return typed, detail_faults(typed, words)
    if step.key == INSURANCE:
        said = {"changed": posted.get("changed", ""), "note": posted.get("note", "").strip()}
        faults = {} if said["changed"] in ("yes", "no") else {"changed": words["need_yes_no"]}
        if len(said["note"]) > _NOTE_LIMIT:
            faults["note"] = words["too_long"].format(limit=_NOTE_LIMIT)
        return said, faults
    assert step.form is not None
    questions = read_questions(step.form.questions)
    answers = answers_of(questions, posted)
    faults = faults_of(questions, answers, language)
    return {"number": step.form.number, "answers": answers, "done": not faults}, faults


def step_context(
    step: Step,
    values: dict[str, Any] | None,
    faults: dict[str, str],
    draft: Submission,
    patient: Patient,
    language: str,
) -> dict[str, Any]:
    """What the page of a step draws: its fields with what is known so far."""
    words = words_of(language)
    fields = _fields(step, values, faults, patient, language)
    labels = {each.name: each.label for each in fields} | {
        "front": words["card_front"],
        "back": words["card_back"],
    }
    cards = draft.draft.get("cards", {})
    return {
        "title": step.title,
        "intro": words["details_intro"] if step.key == DETAILS else "",
        "fields": fields,
        "faults": [(name, labels.get(name, name), sentence) for name, sentence in faults.items()],
        "sides": [
            (side, words[f"card_{side}"], side in cards, faults.get(side, "")) for side in ("front", "back")
        ],
    }


def _fields(
    step: Step, values: dict[str, Any] | None, faults: dict[str, str], patient: Patient, language: str
) -> list[Field]:
    words = words_of(language)
    if step.key == DETAILS:
        return detail_fields(values or on_file(patient), faults, words)
    if step.key == INSURANCE:
        said = values or {}
        choices = [("no", words["no"]), ("yes", words["yes"])]
        return [
            Field(
                "changed",
                words["insurance_ask"],
                "radio",
                said.get("changed", ""),
                faults.get("changed", ""),
                choices,
            ),
            Field(
                "note",
                words["insurance_note"],
                "line",
                said.get("note", ""),
                faults.get("note", ""),
                optional=True,
            ),
        ]
    assert step.form is not None
    questions = read_questions(step.form.questions)
    answers = (values or {}).get("answers", {})
    return question_fields(questions, answers, faults, language=language, words=words)
