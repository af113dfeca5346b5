"""Questions of a form as data, the answers to them, and what an answer must be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from wellrun.platform.access.refusals import Refused
from wellrun.platform.ui.refused_text import holds_card_number, holds_social_security_number
from wellrun.practice.intake.rules.words import LANGUAGES, words_of
from wellrun.practice.patients.api import ConsentKind

KINDS = {
    "text": "A line of text",
    "long text": "A paragraph of text",
    "yes no": "Yes or no",
    "choice": "One of several answers",
    "date": "A date",
    "medications": "A list of medicines",
    "allergies": "A list of allergies",
    "agree": "A consent: yes or no",
    "signature": "A typed signature",
    "heading": "A paragraph to read",
}
#: Which part of a history a list belongs to.
LISTS = {"medications": "medication", "allergies": "allergy"}
LIST_LINES = 8
MOST_QUESTIONS = 40
_LIMITS = {"text": 200, "long text": 1000, "signature": 100}
_KEY = re.compile(r"[a-z][a-z0-9-]{0,39}")


class FormRefused(Refused):
    """A form that could not be asked; the sentence says which question and why."""


@dataclass(frozen=True)
class Question:
    """One question. `text` and each of `choices` have a text by language; `consent` is the kind of consent that a
    yes to an `agree` question means, "" for none."""

    key: str
    kind: str
    text: Mapping[str, str]
    required: bool = True
    choices: tuple[Mapping[str, str], ...] = ()
    consent: str = ""

    def asked(self, language: str) -> str:
        """The question in a language."""
        return self.text.get(language) or self.text["en"]


def read_questions(data: Any) -> list[Question]:
    """The questions in a form's data. Raises `FormRefused`, naming the question, for what cannot be asked."""
    if not isinstance(data, list) or not data:
        raise FormRefused("A form has at least one question.", field="questions")
    if len(data) > MOST_QUESTIONS:
        raise FormRefused(f"A form has at most {MOST_QUESTIONS} questions.", field="questions")
    questions = [_question(number, each) for number, each in enumerate(data, 1)]
    keys = [each.key for each in questions]
    twice = next((key for key in keys if keys.count(key) > 1), "")
    if twice:
        raise FormRefused(
            f"Two questions are called “{twice}”. Give each a name of its own.", field="questions"
        )
    return questions


def _question(number: int, data: Any) -> Question:
    if not isinstance(data, dict) or not _KEY.fullmatch(str(data.get("key", ""))):
        raise FormRefused(
            f"Question {number} needs a name of small letters, digits and hyphens.", field="questions"
        )
    kind, text = data.get("kind"), data.get("text")
    if kind not in KINDS:
        raise FormRefused(f"Question {number} has no kind of the list.", field="questions")
    if not _said(text):
        raise FormRefused(f"Question {number} needs its text in English and Spanish.", field="questions")
    choices = tuple(data.get("choices") or ())
    if kind == "choice" and (len(choices) < 2 or not all(_said(each) for each in choices)):
        raise FormRefused(
            f"Question {number} needs two answers or more, each in English and Spanish.", field="questions"
        )
    consent = data.get("consent", "")
    if consent and consent not in ConsentKind.values:
        raise FormRefused(f"Question {number} names a consent that is not on the list.", field="questions")
    return Question(data["key"], kind, text, bool(data.get("required", True)), choices, consent)


def _said(text: Any) -> bool:
    return isinstance(text, dict) and all(
        isinstance(text.get(each), str) and 0 < len(text[each].strip()) <= 2000 for each in LANGUAGES
    )


def answers_of(questions: list[Question], posted: Mapping[str, str]) -> dict[str, Any]:
    """What was typed, by question: text, or a list of [name, detail] for a list. Nothing is judged here."""
    found: dict[str, Any] = {}
    for each in questions:
        if each.kind in LISTS:
            rows = [
                [posted.get(f"{each.key}.{line}.{part}", "").strip() for part in ("name", "detail")]
                for line in range(LIST_LINES)
            ]
            found[each.key] = [row for row in rows if any(row)]
        elif each.kind != "heading":
            found[each.key] = posted.get(each.key, "").strip()
    return found


def faults_of(questions: list[Question], answers: Mapping[str, Any], language: str) -> dict[str, str]:
    """What is wrong with the answers: a sentence in the patient's language by question, empty when all is well."""
    words = words_of(language)
    found = {each.key: _fault(each, answers.get(each.key, ""), words) for each in questions}
    return {key: sentence for key, sentence in found.items() if sentence}


def _fault(question: Question, answer: Any, words: Mapping[str, str]) -> str:
    if question.kind == "heading":
        return ""
    if _is_too_long(question, answer):
        return words["too_long"].format(limit=_limit(question))
    if _holds_numbers(question, answer):
        return words["no_numbers"]
    if question.kind in LISTS:
        return words["need_answer"] if any(not name for name, _ in answer) else ""
    if not answer:
        return _missing(question, words) if question.required else ""
    return _misfit(question, answer, words)


def keepable(questions: list[Question], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that may be kept while they are not finished: none beyond its length, none that holds the number of a
    card or a social security number."""
    asked = {each.key: each for each in questions}
    return {
        key: answer
        for key, answer in answers.items()
        if not (_is_too_long(asked[key], answer) or _holds_numbers(asked[key], answer))
    }


def _limit(question: Question) -> int:
    return _LIMITS.get(question.kind, 200)


def _texts(question: Question, answer: Any) -> list[str]:
    return [part for row in answer for part in row] if question.kind in LISTS else [answer]


def _is_too_long(question: Question, answer: Any) -> bool:
    return any(len(text) > _limit(question) for text in _texts(question, answer))


def _holds_numbers(question: Question, answer: Any) -> bool:
    texts = _texts(question, answer)
    return any(holds_card_number(text) or holds_social_security_number(text) for text in texts)


def _missing(question: Question, words: Mapping[str, str]) -> str:
    kinds = {
        "yes no": "need_yes_no",
        "agree": "need_yes_no",
        "choice": "need_choice",
        "signature": "need_signature",
    }
    return words[kinds.get(question.kind, "need_answer")]


def _misfit(question: Question, answer: str, words: Mapping[str, str]) -> str:
    if question.kind in ("yes no", "agree") and answer not in ("yes", "no"):
        return words["need_yes_no"]
    if question.kind == "choice" and answer not in {each["en"] for each in question.choices}:
        return words["need_choice"]
    if question.kind == "signature" and len(re.findall(r"[^\W\d_]+", answer)) < 2:
        return words["need_signature"]
    if question.kind == "date" and typed_date(answer) is None:
        return words["need_date"]
    return ""


def typed_date(text: str) -> date | None:
    """A date as people here type it, month first, or as a date field sends it; None for anything else."""
    for form in ("%Y-%m-%d", "%m/%d/%Y", "%m-%d-%Y"):
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None


def lines_of(questions: list[Question], answers: Mapping[str, Any], language: str = "en") -> list[list[str]]:
    """Questions and answers as [question, answer] for staff to read, in the language of staff."""
    words = words_of(language)
    lines = []
    for each in questions:
        answer = answers.get(each.key, "")
        if each.kind == "heading":
            continue
        if each.kind in LISTS:
            said = "; ".join(" – ".join(part for part in row if part) for row in answer)
        elif each.kind in ("yes no", "agree") and answer:
            said = words[answer]
        else:
            said = answer
        lines.append([each.asked(language), said or "–"])
    return lines
