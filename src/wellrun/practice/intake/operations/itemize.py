"""Turning a draft into items: what differs from what is on file, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wellrun.practice.intake.models import ItemKind, Submission, SubmissionItem
from wellrun.practice.intake.queries.forms import form_version
from wellrun.practice.intake.rules.details import GROUPS, on_file
from wellrun.practice.intake.rules.questions import LISTS, Question, lines_of, read_questions
from wellrun.practice.patients.api import history_of

Found = tuple[ItemKind, str, dict[str, Any], dict[str, Any]]


def itemize(draft: Submission) -> list[SubmissionItem]:
    """The items of a draft, not saved yet, in the order in which a reviewer reads them."""
    found = [*_details(draft), *_insurance(draft), *_forms(draft)]
    return [
        SubmissionItem(
            organization_id=draft.organization_id,
            unit_id=draft.unit_id,
            compartment=draft.compartment,
            patient_id=draft.patient_id,
            submission=draft,
            position=position,
            kind=kind,
            key=key[:60],
            old=old,
            new=new,
        )
        for position, (kind, key, old, new) in enumerate(found, 1)
    ]


def _details(draft: Submission) -> Iterator[Found]:
    typed = draft.draft.get("details")
    if typed is None:
        return
    known = on_file(draft.patient)
    for group, names in GROUPS.items():
        old = {name: known[name] for name in names}
        new = {name: typed.get(name, known[name]) for name in names}
        if new != old:
            yield ItemKind.DETAIL, group, old, new


def _insurance(draft: Submission) -> Iterator[Found]:
    said = draft.draft.get("insurance") or {}
    if said.get("changed") == "yes":
        yield ItemKind.INSURANCE, "changed", {}, {"note": said.get("note", "")}
    for side, card in sorted(draft.draft.get("cards", {}).items(), reverse=True):
        yield ItemKind.CARD, side, {}, card


def _forms(draft: Submission) -> Iterator[Found]:
    listed: set[tuple[str, str]] | None = None
    for step, filled in draft.draft.items():
        key = step.removeprefix("form:")
        if key == step or not filled.get("done"):
            continue
        form = form_version(draft.organization_id, key, filled["number"])
        if form is None:
            continue
        questions, answers = read_questions(form.questions), filled["answers"]
        new = {"number": form.number, "title": form.title["en"], "lines": lines_of(questions, answers)}
        yield ItemKind.FORM, key, {}, new
        yield from _consents(key, questions, answers)
        if any(each.kind in LISTS for each in questions):
            if listed is None:
                listed = {
                    (kind, each.text.casefold())
                    for kind, entries in history_of(draft.patient_id).items()
                    for each in entries
                    if each.in_force
                }
            yield from _entries(questions, answers, listed)


def _consents(form_key: str, questions: list[Question], answers: dict[str, Any]) -> Iterator[Found]:
    signature = next((answers.get(each.key, "") for each in questions if each.kind == "signature"), "")
    for each in questions:
        if each.consent and answers.get(each.key) == "yes" and signature:
            yield (
                ItemKind.CONSENT,
                each.consent,
                {},
                {
                    "form": form_key,
                    "text": each.asked("en"),
                    "signature": signature,
                },
            )


def _entries(
    questions: list[Question], answers: dict[str, Any], listed: set[tuple[str, str]]
) -> Iterator[Found]:
    for each in questions:
        kind = LISTS.get(each.kind, "")
        for name, detail in answers.get(each.key, []) if kind else []:
            if (kind, name.casefold()) not in listed:
                listed.add((kind, name.casefold()))
                yield ItemKind.ENTRY, f"{kind}: {name}", {}, {"kind": kind, "text": name, "detail": detail}
