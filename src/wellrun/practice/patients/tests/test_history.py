"""History and consents: coded, sourced, dated, ended and never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from wellrun.platform.access.api import NotAllowed, NotFound, Refused
from wellrun.practice.organization.testing import NOW, TODAY
from wellrun.practice.patients import api as patients
from wellrun.practice.patients.api import ConsentKind, HistoryDetails
from wellrun.practice.patients.testing import make_patient

DIABETES = HistoryDetails(kind="problem", text="Type 2 diabetes", code_system="icd10cm", code="E11.9",
                          source="provider", onset_on=date(2015, 3, 1))  # fmt: skip


def add(office, patient, entry=DIABETES, name="provider"):
    return patients.add_history(patient_id=patient.id, entry=entry, by=office.actor(name), at=NOW)


def test_an_entry_says_what_who_when_and_every_kind_is_there(office):
    patient = make_patient(office)
    written = add(office, patient)
    history = patients.history_of(patient.id)
    assert list(history) == [
        "problem",
        "allergy",
        "medication",
        "surgery",
        "family",
        "social",
        "immunization",
    ]
    entry = history["problem"][0]
    assert (entry.code, entry.source, entry.onset_on) == ("E119", "provider", date(2015, 3, 1))
    assert (entry.recorded_at, entry.recorded_by_id) == (NOW, written.recorded_by_id)


def test_the_same_problem_is_listed_once_until_it_ended(office):
    patient = make_patient(office)
    entry = add(office, patient)
    with pytest.raises(patients.AlreadyListed):
        add(office, patient)
    doctor = office.actor("provider")
    patients.end_history(entry_id=entry.id, ended_on=TODAY, reason="Entered in error", by=doctor, at=NOW)
    with pytest.raises(patients.AlreadyListed):
        patients.end_history(entry_id=entry.id, ended_on=TODAY, reason="Again", by=doctor, at=NOW)
    add(office, patient)
    assert [entry.in_force for entry in patients.history_of(patient.id)["problem"]] == [True, False]


def test_a_diagnosis_is_one_with_its_dot_and_without(office):
    patient = make_patient(office)
    add(office, patient, replace(DIABETES, code="K21.9"))
    with pytest.raises(patients.AlreadyListed):
        add(office, patient, replace(DIABETES, code="K219", text="Reflux"))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "horoscope"}, "kind"),
        ({"text": " "}, "text"),
        ({"text": "x" * 201}, "text"),
        ({"text": "card 4111111111111111"}, "text"),
        ({"code": "diabetes"}, "code"),
        ({"code_system": "none"}, "code_system"),
        ({"code_system": "cvx", "code": "1"}, "code"),
        ({"source": "rumor"}, "source"),
        ({"onset_on": date(2027, 1, 1)}, "onset_on"),
    ],
)
def test_what_is_no_entry_is_refused_beside_its_field(office, fields, field):
    patient = make_patient(office)
    with pytest.raises(patients.EntryRefused) as refusal:
        add(office, patient, HistoryDetails(**(DIABETES.__dict__ | fields)))
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("ended_on", "reason"), [(date(2014, 1, 1), "x"), (date(2026, 6, 3), "x"), (TODAY, " ")]
)
def test_an_end_needs_a_day_that_can_be_and_a_reason(office, ended_on, reason):
    entry = add(office, make_patient(office))
    with pytest.raises(Refused):
        patients.end_history(
            entry_id=entry.id, ended_on=ended_on, reason=reason, by=office.actor("provider"), at=NOW
        )


@pytest.mark.parametrize("name", ["north_desk", "biller", "hr", "auditor"])
def test_the_desk_does_not_write_history(office, name):
    with pytest.raises(NotAllowed):
        add(office, make_patient(office), name=name)


def test_history_of_a_hidden_chart_is_not_there(office):
    patient = make_patient(office, compartment="restricted")
    entry = add(office, patient)
    helper = office.actor("assistant")
    assert not any(patients.history_of(patient.id).values())
    with pytest.raises(NotFound):
        patients.end_history(entry_id=entry.id, ended_on=TODAY, reason="x", by=helper, at=NOW)


def test_what_is_signed_is_not_due_until_it_lapses(office):
    patient = make_patient(office)
    desk = office.actor("north_desk")
    assert len(patients.consents_due(patient.id, TODAY)) == 4
    for kind in (ConsentKind.TREATMENT, ConsentKind.PRIVACY_NOTICE):
        patients.sign_consent(patient_id=patient.id, kind=kind, by=desk, at=NOW)
    assert patients.consents_due(patient.id, TODAY) == [ConsentKind.FINANCIAL, ConsentKind.ASSIGNMENT]
    assert ConsentKind.TREATMENT in patients.consents_due(patient.id, date(2027, 6, 2))
    assert ConsentKind.PRIVACY_NOTICE not in patients.consents_due(patient.id, date(2040, 1, 1))


def test_a_withdrawn_consent_is_due_again(office):
    patient = make_patient(office)
    desk = office.actor("north_desk")
    consent = patients.sign_consent(patient_id=patient.id, kind=ConsentKind.TREATMENT, by=desk, at=NOW)
    patients.withdraw_consent(consent_id=consent.id, by=desk, at=NOW)
    assert ConsentKind.TREATMENT in patients.consents_due(patient.id, TODAY)
