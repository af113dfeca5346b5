"""Building forms: their versions, their questions, a preview, and the rules that ask for them."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, Refused, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.forms import KitForm, PlainTextField
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.intake.operations.forms import (
    add_form_rule,
    end_form_rule,
    load_starter_forms,
    publish_form,
)
from wellrun.practice.intake.queries.forms import current_forms, rules_of
from wellrun.practice.intake.rules.questions import KINDS, MOST_QUESTIONS, read_questions
from wellrun.practice.intake.rules.words import LANGUAGES, language_of, words_of
from wellrun.practice.intake.screens.fields import question_fields
from wellrun.practice.patients.api import ConsentKind
from wellrun.practice.scheduling.api import visit_types_of

_EMPTY_ROWS = 3


class TitleForm(KitForm):
    """The name of a form and its titles."""

    key = PlainTextField(
        label="Short name", max_length=40, help_text="Small letters and hyphens, such as health-history."
    )
    title_en = PlainTextField(label="Title in English", max_length=120)
    title_es = PlainTextField(label="Title in Spanish", max_length=120)


class RuleForm(KitForm):
    """When a form is asked."""

    form_key = forms.ChoiceField(label="Form")
    visit_type = forms.ChoiceField(label="Visit type", required=False)
    age_from = forms.IntegerField(label="From age", min_value=0, max_value=120, required=False)
    age_below = forms.IntegerField(label="Below age", min_value=1, max_value=130, required=False)
    every_months = forms.IntegerField(label="Again after months", min_value=1, max_value=120, initial=12)

    def __init__(
        self, *arguments: Any, choices: list[tuple[str, str]], types: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields["form_key"].choices = choices
        self.fields["visit_type"].choices = [("", "Every visit"), *types]


@screen("appointments.configure")
def intake_forms(request: HttpRequest) -> HttpResponse:
    """The forms in their newest versions, and the rules; a POST adds a rule."""
    by = request.actor
    known = current_forms(by.organization_id)
    choices = [(each.key, each.title["en"]) for each in known]
    types = [
        (str(each.id), f"{each.name}, {each.unit.name}")
        for each in visit_types_of(by.reach.get("appointments.configure", frozenset()))
    ]
    form = RuleForm(request.POST or None, choices=choices, types=types)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if attempt(
            form,
            add_form_rule,
            form_key=typed["form_key"],
            visit_type_id=uuid.UUID(typed["visit_type"]) if typed["visit_type"] else None,
            age_from=typed["age_from"],
            age_below=typed["age_below"],
            every_months=typed["every_months"],
            by=by,
            at=now(),
        ):
            add_toast(request, "The rule is in force.")
            return HttpResponseRedirect(reverse("intake:intake-forms"))
    titles = dict(choices)
    context = {
        "page_title": "Forms for patients",
        "forms": known,
        "rules": [(each, titles.get(each.form_key, each.form_key)) for each in rules_of(by.organization_id)],
        "rule_form": form,
        "zone": by.zone,
    }
    return show(
        request, "intake/staff/forms.html", context, status=422 if form.is_bound and form.errors else 200
    )


@screen("appointments.configure")
@require_POST
def starters(request: HttpRequest) -> HttpResponse:
    """Publish the forms that an office starts with."""
    made = load_starter_forms(by=request.actor, at=now())
    add_toast(request, f"{len(made)} forms published." if made else "They are all here already.")
    return HttpResponseRedirect(reverse("intake:intake-forms"))


@screen("appointments.configure")
@require_POST
def rule_ending(request: HttpRequest, rule_id: uuid.UUID) -> HttpResponse:
    """End a rule."""
    end_form_rule(rule_id=rule_id, by=request.actor, at=now())
    add_toast(request, "The rule is ended.", level="info")
    return HttpResponseRedirect(reverse("intake:intake-forms"))


@screen("appointments.configure")
def builder(request: HttpRequest, key: str = "") -> HttpResponse:
    """One form: its questions in both languages, row by row, with a preview; a POST previews or publishes."""
    known = next(iter(current_forms(request.actor.organization_id, [key])), None) if key else None
    if key and known is None:
        raise NotFound()
    fault, preview = "", None
    questions = known.questions if known else []
    title = {"key": key, "title_en": known.title["en"], "title_es": known.title["es"]} if known else {}
    form = TitleForm(request.POST or None, initial=title)
    if request.method == "POST":
        questions = _typed_questions(request)
        try:
            read = read_questions(questions)
            if form.is_valid():
                if request.POST.get("act") == "publish" and _publish(request, form, questions):
                    add_toast(request, "Published. Patients are asked this version from now on.")
                    return HttpResponseRedirect(reverse("intake:intake-forms"))
                preview = _preview(read, request.POST.get("language", "en"))
        except Refused as refused:
            fault = refused.sentence
    elif known:
        preview = _preview(read_questions(questions), request.GET.get("language", "en"))
    context = {
        "page_title": known.title["en"] if known else "New form",
        "form": form,
        "known": known,
        "rows": _rows(questions),
        "kinds": KINDS.items(),
        "consents": ConsentKind.choices,
        "preview": preview,
        "languages": LANGUAGES.items(),
        "fault": fault,
    }
    bad = bool(fault or (form.is_bound and form.errors))
    return show(request, "intake/staff/builder.html", context, status=422 if bad else 200)


def _publish(request: HttpRequest, form: TitleForm, questions: list[dict[str, Any]]) -> bool:
    typed = form.cleaned_data
    return bool(
        attempt(
            form,
            publish_form,
            key=typed["key"],
            title={"en": typed["title_en"], "es": typed["title_es"]},
            questions=questions,
            by=request.actor,
            at=now(),
        )
    )


def _preview(questions: list[Any], language: str) -> dict[str, Any]:
    spoken = language_of(language)
    return {
        "fields": question_fields(questions, {}, {}, language=spoken, words=words_of(spoken)),
        "t": words_of(spoken),
        "language": spoken,
    }


def _rows(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of the page: the questions, and a few empty ones below."""
    rows = [
        each
        | {"choices": "\n".join(f"{choice['en']} | {choice['es']}" for choice in each.get("choices", []))}
        | {"optional": not each.get("required", True)}
        for each in questions
    ]
    empty = {"key": "", "kind": "", "text": {"en": "", "es": ""}, "choices": "", "optional": False}
    return rows + [empty] * min(_EMPTY_ROWS, MOST_QUESTIONS - len(rows))


def _typed_questions(request: HttpRequest) -> list[dict[str, Any]]:
    """The rows that were typed, in their order; a row without a name is none."""
    found = []
    for row in range(MOST_QUESTIONS):
        typed = {
            name: request.POST.get(f"q{row}.{name}", "").strip()
            for name in ("key", "kind", "en", "es", "choices", "consent")
        }
        if not typed["key"] and not typed["en"]:
            continue
        question: dict[str, Any] = {
            "key": typed["key"],
            "kind": typed["kind"],
            "text": {"en": typed["en"], "es": typed["es"]},
            "required": request.POST.get(f"q{row}.optional") != "yes",
        }
        if typed["kind"] == "choice":
            pairs = [line.partition("|") for line in typed["choices"].splitlines() if line.strip()]
            question["choices"] = [{"en": en.strip(), "es": es.strip()} for en, _, es in pairs]
        if typed["consent"]:
            question["consent"] = typed["consent"]
        found.append(question)
    return found
