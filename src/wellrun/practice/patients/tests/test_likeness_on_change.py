"""A change that makes a patient somebody who is on file already is stopped with the same evidence as registering."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.urls import reverse

from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients import api as patients
from wellrun.practice.patients.api import LikelyDuplicate
from wellrun.practice.patients.testing import make_patient

BORN = date(1962, 4, 7)


@pytest.fixture
def known(office):
    return make_patient(office, given_name="Ana", family_name="Rivera", birth_on=BORN, ssn="078051121")


def change(office, patient, *, name="north_desk", **changes):
    options = {key: changes.pop(key) for key in ("despite_duplicates", "reason") if key in changes}
    by = office.actor(name)
    return patients.update_demographics(patient_id=patient.id, changes=changes, expected_version=patient.version,
                                        by=by, at=NOW, **options)  # fmt: skip


def test_a_mended_name_that_reveals_a_duplicate_is_stopped(office, known):
    other = make_patient(office, given_name="Ana", family_name="Rivero Diaz", birth_on=date(1926, 7, 4))
    with pytest.raises(LikelyDuplicate, match=f"looks like Rivera, Ana, chart {known.number}") as refusal:
        change(office, other, family_name="Rivera", birth_on=BORN)
    assert [match.row.id for match in refusal.value.matches] == [known.id]
    assert {item.field for item in refusal.value.matches[0].evidence} >= {"first", "last", "born_on"}
    other.refresh_from_db()
    assert other.family_name == "Rivero Diaz"
    kept = change(
        office, other, family_name="Rivera", birth_on=BORN, despite_duplicates=True, reason="cousin"
    )
    assert kept.family_name == "Rivera"


@pytest.mark.parametrize("family_name", ["Rivers", "Okafor"])
def test_a_number_that_is_anothers_is_stopped(office, known, family_name):
    other = make_patient(office, given_name="Anna", family_name=family_name, birth_on=BORN)
    with pytest.raises(LikelyDuplicate):
        change(office, other, ssn="078051121")


def test_a_likeness_that_was_there_before_does_not_nag(office, known):
    twin = make_patient(office, given_name="Ana", family_name="Rivera", birth_on=BORN)
    assert change(office, twin, phone_home="+13125550177").phone_home == "+13125550177"


def test_what_tells_nobody_apart_is_not_compared(office, known):
    other = make_patient(office)
    assert change(office, other, note_for_desk="Rings the bell", city="Evanston").city == "Evanston"


def test_a_sister_at_the_same_phone_is_not_stopped(office, known):
    sister = make_patient(office, given_name="Lucia", family_name="Rivera", birth_on=date(1970, 1, 9))
    assert change(office, sister, phone_mobile=known.phone_mobile).phone_mobile == known.phone_mobile


def test_the_page_compares_offers_merging_and_saves_with_a_reason(office, client, known):
    other = make_patient(office, given_name="Ana", family_name="Riviera-Lopez", birth_on=date(1926, 7, 4))
    page = reverse("patients:demographics", args=[other.id])
    with running(VirtualClock(NOW)):
        client.force_login(office.users["manager"])
        form = {"given_name": "Ana", "family_name": "Rivera", "birth_on": "4/7/1962", "sex": other.sex,
                "language": "en", "version": other.version, "initial-family_name": "Riviera-Lopez",
                "initial-birth_on": "1926-07-04", "initial-given_name": "Ana"}  # fmt: skip
        stopped = client.post(page, form | {"submission": str(uuid.uuid4())})
        assert stopped.status_code == 409
        assert reverse("patients:merge", args=[other.id]) + f"?with={known.id}" in stopped.text
        without = client.post(page, form | {"despite": "yes", "submission": str(uuid.uuid4())})
        assert "Say why this is another person." in without.text
        saved = client.post(
            page, form | {"despite": "yes", "reason": "cousin", "submission": str(uuid.uuid4())}
        )
    assert saved.status_code == 302
    office.program()
    other.refresh_from_db()
    assert other.family_name == "Rivera"
