"""What billing's hot operations ask of the database at most."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wellrun.platform.testing.queries import own_queries
from wellrun.practice.billing import api as billing
from wellrun.practice.billing.testing import (
    EVENING,
    charge,
    draft_of,
    make_codes,
    make_encounter,
    make_seen_visit,
)
from wellrun.practice.coverage.testing import make_coverage
from wellrun.practice.patients.testing import make_patient


@pytest.fixture
def patient(office):
    return make_patient(office)


def statements(work):
    with CaptureQueriesContext(connection) as captured:
        work()
    return own_queries(captured)


def test_opening_an_encounter(office, patient):
    make_codes(office)
    coverage = make_coverage(office, patient)
    visit = make_seen_visit(office, patient_id=patient.id)
    by = office.program()
    opened = []
    asked = statements(
        lambda: opened.append(billing.open_encounter(appointment_id=visit.id, by=by, at=EVENING))
    )
    assert opened[0].coverage_id == coverage.id
    assert len(asked) <= 4, "\n".join(asked)
    again = statements(lambda: billing.open_encounter(appointment_id=visit.id, by=by, at=EVENING))
    assert len(again) <= 4, "\n".join(again)


def test_entering_charges_of_which_nobody_makes_a_claim(office, patient):
    encounter = make_encounter(office, patient_id=patient.id)
    billing.account_for(patient.id, office.organization.id)
    draft, by = draft_of("99213", "93000", "36415"), office.program()
    asked = statements(
        lambda: billing.enter_charges(
            encounter_id=encounter.id, draft=draft, expected_version=1, by=by, at=EVENING
        )
    )
    assert len(asked) <= 15, "\n".join(asked)


@pytest.mark.parametrize(("owing", "most"), [(False, 9), (True, 11)])
def test_taking_a_payment(office, patient, owing, most):
    billing.account_for(patient.id, office.organization.id)
    if owing:
        charge(office, make_encounter(office, patient_id=patient.id))
    by = office.program()
    asked = statements(
        lambda: billing.take_payment(
            patient_id=patient.id, amount_cents=2_000, method="cash", unit_id=office.cardiology.id, by=by, at=EVENING
        )
    )  # fmt: skip
    assert len(asked) <= most, "\n".join(asked)


def test_taking_the_copay_of_a_visit_under_a_key(office, patient):
    visit = make_seen_visit(office, patient_id=patient.id)
    billing.account_for(patient.id, office.organization.id)
    key, by = uuid.uuid4(), office.program()

    def take():
        billing.take_payment(
            patient_id=patient.id, amount_cents=2_000, method="cash", unit_id=office.cardiology.id, key=key,
            for_appointment_id=visit.id, by=by, at=EVENING,
        )  # fmt: skip

    asked = statements(take)
    assert len(asked) <= 11, "\n".join(asked)
    assert len(statements(take)) <= 2
