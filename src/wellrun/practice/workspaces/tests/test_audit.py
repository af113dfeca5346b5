"""The auditor's page: finds who saw a patient, and never says what a record says."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from wellrun.platform.audit.api import record_read
from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.organization.testing import NOW


@pytest.fixture
def auditor(office):
    client = Client()
    client.force_login(office.users["auditor"], backend="allauth.account.auth_backends.AuthenticationBackend")
    with running(VirtualClock(NOW)):
        yield client


def test_finds_who_saw_a_patient(office, auditor, django_assert_max_num_queries):
    patient = uuid.uuid4()
    office.actor("north_desk")
    record_read("patients.read", subject_type="patients/patient.html", subject_id=patient, patients=[patient])
    auditor.get("/audit/")
    with django_assert_max_num_queries(12):
        page = auditor.get("/audit/", {"kind": "read", "patient": str(patient)}).content.decode()
    assert "North Desk Vale" in page
    assert "patients.read" in page
    assert "Nothing was recorded" in auditor.get("/audit/", {"patient": str(uuid.uuid4())}).content.decode()


def test_a_write_names_its_fields_and_not_their_values(office, auditor):
    user = office.users["north_desk"]
    user.email = "someone@example.org"
    user.save()
    page = auditor.get("/audit/", {"kind": "row", "act": "update"}).content.decode()
    assert "email" in page
    assert "someone@example.org" not in page


def test_a_wrong_filter_is_answered_with_a_sentence(auditor):
    answer = auditor.get("/audit/", {"patient": "7"})
    assert answer.status_code == 422
    assert "Paste the id" in answer.content.decode()


def test_a_sign_in_says_whose_it_is(office, auditor):
    user = office.users["north_desk"]
    Client().force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = auditor.get("/audit/", {"act": "user.signed_in"}).content.decode()
    assert "user North Desk Vale" in page
    assert str(user.id) not in page
