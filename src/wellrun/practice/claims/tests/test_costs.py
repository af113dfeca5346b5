"""What the hot operations ask of the database at most: they run for every visit, and must stay cheap."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wellrun.engines import x12
from wellrun.platform.testing.queries import own_queries
from wellrun.practice.billing import api as billing
from wellrun.practice.billing.testing import EVENING, draft_of, make_encounter
from wellrun.practice.claims import api as claims
from wellrun.practice.claims.testing import PAID_AT, SENT_AT, deliver, make_claims, remit, sent_claims, submit
from wellrun.practice.coverage.api import verify_coverage
from wellrun.practice.coverage.testing import make_coverage
from wellrun.practice.patients import api as patients
from wellrun.practice.patients.testing import make_patient


@pytest.fixture
def asked():
    """Runs a work and says what it asked, apart from the marks of savepoints."""

    def count(work):
        with CaptureQueriesContext(connection) as captured:
            work()
        return own_queries(captured)

    return count


def insured_encounter(office, *, verified=True):
    patient = make_patient(office)
    coverage = make_coverage(office, patient)
    if verified:
        verify_coverage(coverage_id=coverage.id, result="active", by=office.program(), at=EVENING)
    encounter = make_encounter(office, patient_id=patient.id)
    billing.account_for(patient.id, office.organization.id)
    return encounter


@pytest.mark.parametrize(("verified", "state", "most"), [(True, "ready", 21), (False, "held", 24)])
def test_entering_charges_with_the_claim_they_make(office, asked, verified, state, most):
    encounter = insured_encounter(office, verified=verified)
    by = office.program()
    statements = asked(
        lambda: billing.enter_charges(
            encounter_id=encounter.id, draft=draft_of("99213", "93000", "36415"), expected_version=1, by=by, at=EVENING
        )
    )  # fmt: skip
    assert claims.Claim.objects.get(encounter=encounter).state == state
    assert len(statements) <= most, "\n".join(statements)


def test_sending_fifty_claims(office, asked):
    ready = make_claims(office, 50, codes=("99213", "93000"))
    patients.Patient.objects.filter(id=ready[7].patient_id).update(given_name="Alexandra")
    by = office.program()
    statements = asked(lambda: claims.submit_claims(claim_ids=[one.id for one in ready], by=by, at=SENT_AT))
    assert len(statements) <= 30, "\n".join(statements)


def test_judging_what_has_not_changed_writes_nothing(office, asked):
    claim = make_claims(office)[0]
    before = claim.version
    by = office.program()
    statements = asked(lambda: claims.scrub_claim(claim_id=claim.id, by=by, at=EVENING + timedelta(hours=1)))
    claim.refresh_from_db()
    assert claim.version == before
    assert not [one for one in statements if not one.lower().startswith("select")]
    assert len(statements) <= 11, "\n".join(statements)


def test_posting_a_remittance_of_twenty_claims(office, asked):
    made = make_claims(office, 20)
    sent = sent_claims(submit(office, made))
    content = x12.write_835(remit(sent))
    statements = asked(lambda: deliver(office, content, at=PAID_AT))
    assert len(statements) <= 36, "\n".join(statements)
