"""Merging over HTTP: found, compared field by field, merged, reached by the old address, parted again."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.urls import reverse

from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients import api as patients
from wellrun.practice.patients.models import Merge
from wellrun.practice.patients.testing import make_patient

BORN = date(1962, 4, 7)


@pytest.fixture(autouse=True)
def clock():
    with running(VirtualClock(NOW)):
        yield


@pytest.fixture
def pair(office):
    first = make_patient(office, given_name="Ana", family_name="Rivera", birth_on=BORN, phone_mobile="")
    second = make_patient(office, given_name="Ana", family_name="Riviera", birth_on=BORN, ssn="219099998")
    return first, second


@pytest.fixture
def manager(office, client):
    client.force_login(office.users["manager"])
    return client


def merge(client, survivor, merged, **told):
    form = {"with": str(merged.id), "reason": "same card", "submission": str(uuid.uuid4())}
    return client.post(reverse("patients:merge", args=[survivor.id]), form | told)


def versions(*pair):
    return ",".join(str(patient.version) for patient in pair)


def test_the_likely_duplicate_is_offered_with_evidence_and_compared(office, manager, pair):
    first, second = pair
    picking = manager.get(reverse("patients:merge", args=[first.id])).text
    assert f"?with={second.id}" in picking
    assert "The birth date is the same (Apr 7, 1962)." in picking
    compared = manager.get(reverse("patients:merge", args=[first.id]) + f"?with={second.id}").text
    assert 'name="keep-phone_mobile" value="theirs" checked' in compared
    assert 'name="keep-family_name" value="mine" checked' in compared
    assert "219099998" not in compared
    assert "219-09" not in compared


def test_merging_leads_to_what_moved_and_back(office, manager, pair):
    first, second = pair
    answer = merge(manager, first, second, versions=versions(first, second),
                   **{"keep-family_name": "theirs", "keep-ssn": "theirs"})  # fmt: skip
    assert answer.status_code == 302
    office.program()
    assert patients.patient(first.id).family_name == "Riviera"
    page = manager.get(answer.headers["Location"]).text
    assert f"Chart {second.number}" in page
    assert f"Also chart {second.number}" in manager.get(reverse("patients:patient", args=[first.id])).text
    parted = manager.post(answer.headers["Location"], {"reason": "twins", "submission": str(uuid.uuid4())})
    assert parted.status_code == 302
    office.program()
    assert patients.patient(first.id).family_name == "Rivera"
    again = manager.post(answer.headers["Location"], {"reason": "twins", "submission": str(uuid.uuid4())})
    assert again.status_code == 409


@pytest.mark.parametrize("name", ["patients:patient", "patients:history", "billing:account", "coverage:add"])
def test_the_old_address_leads_to_the_survivor_in_every_room(office, manager, pair, name):
    first, second = pair
    merge(manager, first, second, versions=versions(first, second))
    answer = manager.get(reverse(name, args=[second.id]) + "?tab=1")
    assert answer.headers["Location"] == reverse(name, args=[first.id]) + "?tab=1"
    assert manager.get(reverse(name, args=[first.id])).status_code == 200


def test_a_page_that_was_open_before_acts_on_the_survivor(office, manager, pair):
    first, second = pair
    merge(manager, first, second, versions=versions(first, second))
    signed = {"kind": "treatment", "submission": str(uuid.uuid4())}
    manager.post(reverse("patients:consents", args=[second.id]), signed)
    office.program()
    assert [consent.patient_id for consent in patients.Consent.objects.all()] == [first.id]


def test_a_comparison_that_is_out_of_date_and_a_second_merge_are_refused_with_a_sentence(
    office, manager, pair
):
    first, second = pair
    stale = merge(manager, first, second, versions="1,9")
    assert stale.status_code == 409
    assert "changed while you compared them" in stale.text
    assert merge(manager, first, second, versions=versions(first, second)).status_code == 302
    again = merge(manager, first, second, versions=versions(first, second))
    assert f"Chart {second.number} was merged into chart {first.number} already." in again.text
    office.program()
    assert Merge.objects.count() == 1


def test_a_hidden_chart_cannot_be_compared(office, manager, pair):
    hidden = make_patient(office, given_name="Zelda", family_name="Quist", compartment="restricted")
    page = manager.get(reverse("patients:merge", args=[pair[0].id]) + f"?with={hidden.id}")
    assert "Quist" not in page.text


@pytest.mark.parametrize("name", ["north_desk", "biller", "provider"])
def test_others_find_no_such_page(office, client, pair, name):
    client.force_login(office.users[name])
    assert client.get(reverse("patients:merge", args=[pair[0].id])).status_code == 404
