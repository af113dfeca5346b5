"""Fields of the patients' pages, drawn large: from questions, details and the birth date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict

from wellrun.practice.intake.rules.questions import LIST_LINES, LISTS, Question
from wellrun.practice.intake.rules.words import LANGUAGES

_INPUTS = {
    "phone_mobile": ("tel", "tel"),
    "phone_home": ("tel", "tel-local"),
    "email": ("email", "email"),
    "street": ("text", "address-line1"),
    "street2": ("text", "address-line2"),
    "city": ("text", "address-level2"),
    "state": ("text", "address-level1"),
    "zip": ("text", "postal-code"),
    "preferred_name": ("text", "nickname"),
}


@dataclass(frozen=True)
class Field:
    """One field as the template draws it. `kind` chooses how; `rows` are the lines of a list."""

    name: str
    label: str
    kind: str
    value: Any = ""
    fault: str = ""
    choices: list[tuple[str, str]] = field(default_factory=list)
    optional: bool = False
    input_type: str = "text"
    autocomplete: str = "off"
    rows: list[tuple[str, str, str, str]] = field(default_factory=list)
    labels: tuple[str, str] = ("", "")


def detail_fields(
    values: Mapping[str, str], faults: Mapping[str, str], words: Mapping[str, str]
) -> list[Field]:
    """The contact details as they are on file, or as they were typed."""
    drawn = []
    for name, (input_type, autocomplete) in _INPUTS.items():
        drawn.append(
            Field(
                name=name,
                label=words[name],
                kind="line",
                value=_shown(name, values.get(name, "")),
                fault=faults.get(name, ""),
                optional=name in ("preferred_name", "phone_home", "street2", "email"),
                input_type=input_type,
                autocomplete=autocomplete,
            )
        )
    known = values.get("language", "en")
    choices = list(LANGUAGES.items())
    if known not in LANGUAGES:
        choices.append((known, known))
    drawn.append(Field("language", words["language"], "select", known, faults.get("language", ""), choices))
    return drawn


def _shown(name: str, value: str) -> str:
    """A phone or ZIP code as people write it."""
    if name.startswith("phone") and value.startswith("+1") and len(value) == 12:
        return f"({value[2:5]}) {value[5:8]}-{value[8:]}"
    if name == "zip" and len(value) == 9 and value.isdigit():
        return f"{value[:5]}-{value[5:]}"
    return value


def question_fields(
    questions: list[Question],
    answers: Mapping[str, Any],
    faults: Mapping[str, str],
    *,
    language: str,
    words: Mapping[str, str],
) -> list[Field]:
    """The questions of a form with what was answered so far."""
    return [_question_field(each, answers, faults.get(each.key, ""), language, words) for each in questions]


def _question_field(
    question: Question, answers: Mapping[str, Any], fault: str, language: str, words: Mapping[str, str]
) -> Field:
    value, label = answers.get(question.key, ""), question.asked(language)
    optional = not question.required
    if question.kind in LISTS:
        rows = [*value, *[["", ""]] * LIST_LINES][:LIST_LINES] if value else [["", ""]] * LIST_LINES
        named = [
            (f"{question.key}.{line}.name", name, f"{question.key}.{line}.detail", detail)
            for line, (name, detail) in enumerate(rows)
        ]
        labels = (words[f"list_name_{question.kind}"], words[f"list_detail_{question.kind}"])
        return Field(question.key, label, "list", "", fault, optional=optional, rows=named, labels=labels)
    if question.kind in ("yes no", "agree"):
        choices = [("yes", words["yes"]), ("no", words["no"])]
        return Field(question.key, label, "radio", value, fault, choices, optional)
    if question.kind == "choice":
        choices = [(each["en"], each.get(language) or each["en"]) for each in question.choices]
        return Field(question.key, label, "radio", value, fault, choices, optional)
    kinds = {"long text": "paragraph", "heading": "heading"}
    hint = f"{label}: {words['sign']}" if question.kind == "signature" else label
    return Field(question.key, hint, kinds.get(question.kind, "line"), value, fault, optional=optional)


def given_birth(posted: QueryDict) -> date | None:
    """The birth date of the three fields; None when it is no date."""
    try:
        year, month, day = (int(posted.get(f"birth_{part}", "")) for part in ("year", "month", "day"))
        return date(year, month, day) if year >= 1000 else None
    except ValueError:
        return None
