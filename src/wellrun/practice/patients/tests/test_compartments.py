"""Who may see a chart: moving it with everything about it, by the page and back."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from wellrun.platform.access.api import Refused
from wellrun.platform.access.matrix import Role
from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.documents import api as documents
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients import api as patients
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.worklist import api as worklist


@pytest.fixture(autouse=True)
def clock():
    with running(VirtualClock(NOW)):
        yield


@pytest.fixture
def provider(office, client):
    client.force_login(office.users["provider"])
    return client


def page_of(patient, name="compartment"):
    return reverse(f"patients:{name}", args=[patient.id])


def restrict(client, patient, to="restricted", reason="asked for it"):
    told = {"compartment": to, "reason": reason, "submission": str(uuid.uuid4())}
    return client.post(page_of(patient), told)


def test_a_chart_is_restricted_by_its_page_and_says_so(office, provider):
    patient = make_patient(office)
    page = provider.get(page_of(patient)).text
    assert "<strong>Restricted</strong>: seen by provider" in page
    assert restrict(provider, patient).status_code == 302
    chart = provider.get(page_of(patient, "patient")).text
    assert "Restricted: seen by provider." in chart
    assert "asked for it" in chart
    provider.force_login(office.users["north_desk"])
    assert provider.get(page_of(patient, "patient")).status_code == 404


def test_the_last_move_is_undone_once(office, provider):
    patient = make_patient(office)
    restrict(provider, patient)
    undo = page_of(patient, "compartment-undo") + "?to=normal"
    assert provider.post(undo).status_code == 302
    assert provider.post(undo).status_code == 422
    office.program()
    patient.refresh_from_db()
    assert patient.compartment == "normal"
    moves = provider.get(page_of(patient)).text
    assert "Undone: asked for it" in moves


def test_a_place_one_may_not_see_and_a_missing_reason_are_refused(office, provider):
    patient = make_patient(office)
    assert restrict(provider, patient, to="part2").status_code == 422
    assert restrict(provider, patient, reason="").status_code == 422
    with pytest.raises(Refused, match="lies there already"):
        patients.move_to_compartment(
            patient_id=patient.id, compartment="normal", reason="x", by=office.actor("provider"), at=NOW
        )


@pytest.mark.parametrize("name", ["manager", "north_desk", "biller", "assistant"])
def test_only_providers_find_the_page(office, client, name):
    patient = make_patient(office)
    client.force_login(office.users[name])
    assert client.get(page_of(patient)).status_code == 404


def test_tasks_and_documents_follow_the_chart_and_come_back(office):
    patient = make_patient(office)
    by = office.actor("manager")
    paper = documents.file_document(content=b"%PDF-1.4\n%%EOF\n", file_name="c.pdf", title="Card", by=by, at=NOW,
                                    category=documents.Category.CONSENT, patient_id=patient.id)  # fmt: skip
    worklist.raise_task(kind="call back", key="call:1", title="Call back", role=Role.MEDICAL_SECRETARY, at=NOW,
                        due_at=NOW + timedelta(hours=1), unit_id=office.family_south.id,
                        organization_id=by.organization_id, compartment="normal", patient_id=patient.id)  # fmt: skip

    def seen():
        by = office.actor("manager")
        return bool(worklist.open_tasks(by=by, whose="all")), documents.document(paper.id) is not None

    def move(to):
        patients.move_to_compartment(
            patient_id=patient.id, compartment=to, reason="asked", by=office.actor("provider"), at=NOW
        )

    assert seen() == (True, True)
    move("restricted")
    assert seen() == (False, False)
    move("normal")
    assert seen() == (True, True)
