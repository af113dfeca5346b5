"""Forms: what may be asked, when it is asked, and who builds it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from wellrun.platform.access.api import NotFound
from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.intake.models import IntakeForm
from wellrun.practice.intake.operations.forms import (
    add_form_rule,
    end_form_rule,
    load_starter_forms,
    publish_form,
)
from wellrun.practice.intake.queries.forms import current_forms, forms_due
from wellrun.practice.intake.rules.questions import FormRefused, read_questions
from wellrun.practice.intake.rules.starter_forms import STARTER_FORMS
from wellrun.practice.intake.rules.words import WORDS
from wellrun.practice.intake.testing import Linked
from wellrun.practice.organization.testing import NOW
from wellrun.practice.scheduling.api import VisitType, appointment

ASKED = {"key": "hip", "kind": "yes no", "text": {"en": "Does it hurt?", "es": "¿Le duele?"}}
TITLE = {"en": "Hip", "es": "Cadera"}


@pytest.fixture(autouse=True)
def clock():
    with running(VirtualClock(NOW)):
        yield


@pytest.fixture
def linked(office):
    return Linked(office)


def due(linked, at=NOW):
    linked.office.program()
    visit = appointment(linked.visit.id)
    return [form.key for form in forms_due(visit, visit.patient, at)]


def test_both_languages_say_everything():
    assert set(WORDS["en"]) == set(WORDS["es"])
    for key, sentence in WORDS["en"].items():
        fields = {part.split("}")[0] for part in sentence.split("{")[1:]}
        assert fields == {part.split("}")[0] for part in WORDS["es"][key].split("{")[1:]}, key
    for _, questions in STARTER_FORMS.values():
        read_questions(questions)


@pytest.mark.parametrize(
    ("questions", "sentence"),
    [
        ([], "at least one question"),
        ([ASKED | {"key": "Hip 1"}], "small letters"),
        ([ASKED, ASKED], "Two questions are called"),
        ([ASKED | {"kind": "drawing"}], "no kind"),
        ([ASKED | {"text": {"en": "Does it hurt?"}}], "English and Spanish"),
        ([ASKED | {"kind": "choice", "choices": [{"en": "Yes", "es": "Sí"}]}], "two answers or more"),
        ([ASKED | {"consent": "tattoo"}], "not on the list"),
        ([ASKED | {"key": f"q{n}"} for n in range(41)], "at most 40"),
    ],
)
def test_a_form_that_could_not_be_asked_is_refused(office, questions, sentence):
    with pytest.raises(FormRefused, match=sentence):
        publish_form(key="hip", title=TITLE, questions=questions, by=office.actor("manager"), at=NOW)


def test_versions_are_never_changed(office):
    by = office.actor("manager")
    first = publish_form(key="hip", title=TITLE, questions=[ASKED], by=by, at=NOW)
    second = publish_form(key="hip", title=TITLE, questions=[ASKED | {"key": "knee"}], by=by, at=NOW)
    assert (first.number, second.number) == (1, 2)
    assert [form.number for form in current_forms(by.organization_id)] == [2]
    with pytest.raises(DatabaseError), transaction.atomic():
        IntakeForm.objects.filter(id=first.id).update(title={"en": "Other", "es": "Otra"})


def test_a_secretary_builds_no_forms(office):
    with pytest.raises(NotFound):
        publish_form(key="hip", title=TITLE, questions=[ASKED], by=office.actor("north_desk"), at=NOW)


def test_what_is_asked_follows_type_age_and_rule(linked):
    by = linked.office.program()
    load_starter_forms(by=by, at=NOW)
    assert load_starter_forms(by=by, at=NOW) == []
    assert due(linked) == []
    VisitType.objects.filter(id=linked.clinic.kind.id).update(required_forms=["contact-insurance"])
    assert due(linked) == ["contact-insurance"]
    rule = add_form_rule(form_key="health-history", visit_type_id=linked.clinic.kind.id, by=by, at=NOW)
    assert due(linked) == ["contact-insurance", "health-history"]
    child = add_form_rule(form_key="consents", age_below=18, by=by, at=NOW)
    assert "consents" not in due(linked)
    assert child.every_months == 12
    end_form_rule(rule_id=rule.id, by=by, at=NOW)
    assert due(linked) == ["contact-insurance"]
    with pytest.raises(FormRefused):
        add_form_rule(form_key="no-such", by=by, at=NOW)


def test_a_form_is_asked_again_after_its_months(linked):
    linked.ask_forms("contact-insurance")
    linked.prove()
    answers = {"contact-name": "Bo Adler", "contact-phone": "3125550100", "insured": "yes"}
    link = linked.make_link("forms")
    linked.prove("forms", link)
    assert (
        linked.browser.post(
            linked.url("forms-step", "form-contact-insurance", link=link), answers
        ).status_code
        == 302
    )
    linked.browser.post(linked.url("forms", link=link), {"act": "send"})
    assert due(linked) == []
    assert due(linked, NOW + timedelta(days=370)) == ["contact-insurance"]


def test_the_builder_previews_and_publishes(office, client):
    client.force_login(office.users["manager"])
    client.post("/intake/questionnaires/starters/")
    page = client.get("/intake/questionnaires/consents/?language=es")
    assert page.status_code == 200 and "Acepto que este consultorio" in page.text
    rows = {"key": "hip", "title_en": "Hip", "title_es": "Cadera", "q0.key": "hurts", "q0.kind": "choice",
            "q0.en": "How much?", "q0.es": "¿Cuánto?", "q0.choices": "A little | Poco\nA lot | Mucho"}  # fmt: skip
    preview = client.post("/intake/questionnaires/new/", rows | {"act": "preview", "language": "es"})
    assert "Mucho" in preview.text
    office.program()
    assert not IntakeForm.objects.filter(key="hip").exists()
    refused = client.post(
        "/intake/questionnaires/new/", rows | {"act": "publish", "q0.choices": "A little | Poco"}
    )
    assert refused.status_code == 422 and "two answers or more" in refused.text
    assert client.post("/intake/questionnaires/new/", rows | {"act": "publish"}).status_code == 302
    added = client.post("/intake/questionnaires/", {"form_key": "hip", "every_months": "6"})
    assert added.status_code == 302
    assert "again after 6 months" in client.get("/intake/questionnaires/").text


def test_a_rule_of_another_section_is_not_ours_to_end(linked):
    by = linked.office.program()
    load_starter_forms(by=by, at=NOW)
    theirs = VisitType.objects.filter(id=linked.clinic.kind.id)
    theirs.update(unit_id=linked.office.family_south.id)
    rule = add_form_rule(form_key="health-history", visit_type_id=linked.clinic.kind.id, by=by, at=NOW)
    with pytest.raises(NotFound):
        end_form_rule(rule_id=rule.id, by=linked.office.actor("cardio_lead"), at=NOW)
    assert end_form_rule(rule_id=rule.id, by=linked.office.actor("manager"), at=NOW).ended_at == NOW
