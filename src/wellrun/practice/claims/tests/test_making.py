"""From charges to a batch: made by itself, judged, held with a task, overridden by name, sent once,
frozen.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from wellrun.engines import edits, x12
from wellrun.platform.access.api import NotFound
from wellrun.practice.billing import api as billing
from wellrun.practice.billing.testing import EVENING, charge, draft_of, make_encounter
from wellrun.practice.claims import api as claims
from wellrun.practice.claims.models import EditFinding
from wellrun.practice.claims.rules.frozen import freeze, thaw
from wellrun.practice.claims.testing import SENT_AT, make_claims, sent_claims, submit
from wellrun.practice.coverage.testing import make_coverage, make_payer
from wellrun.practice.exchange import api as exchange
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients import api as patients
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.workforce.testing import lapse_license
from wellrun.practice.worklist import api as worklist


def standing(claim):
    return {
        found.rule_id: found
        for found in EditFinding.objects.filter(claim_id=claim.id, gone_at__isnull=True, outcome="failed")
    }


def tasks(office, kind):
    return [task for task in worklist.open_tasks(by=office.program(), whose="all") if task.kind == kind]


def unverified(office):
    """A claim whose eligibility nobody has asked for: likely to be denied."""
    patient = make_patient(office)
    make_coverage(office, patient)
    encounter = charge(office, make_encounter(office, patient_id=patient.id))
    return claims.Claim.objects.get(encounter=encounter)


def test_charges_make_a_ready_claim(office):
    claim = make_claims(office, codes=("99213", "93000"))[0]
    assert (claim.state, claim.charge_cents, claim.rank) == ("ready", 17_000, 1)
    assert len(claim.number) <= 20
    assert standing(claim) == {}
    assert tasks(office, "claim held") == []


def test_a_patient_without_insurance_has_no_claim(office):
    encounter = charge(office, make_encounter(office, patient_id=make_patient(office).id))
    assert not claims.Claim.objects.filter(encounter=encounter).exists()


def test_a_held_claim_says_why_where_to_mend_it_and_raises_one_task(office):
    claim = unverified(office)
    found = standing(claim)["eligibility"]
    assert claim.state == "held"
    assert found.severity == "D"
    assert "Ask again" in found.sentence
    claims.scrub_claim(claim_id=claim.id, by=office.program(), at=NOW)
    held = tasks(office, "claim held")
    assert len(held) == 1
    assert held[0].path == f"/claims/{claim.id}/"


def test_a_mended_claim_is_ready_and_its_task_closes(office):
    from wellrun.practice.coverage.api import verify_coverage

    claim = unverified(office)
    verify_coverage(coverage_id=claim.coverage_id, result="active", by=office.program(), at=NOW)
    claims.scrub_claim(claim_id=claim.id, by=office.program(), at=EVENING)
    claim.refresh_from_db()
    assert claim.state == "ready"
    assert tasks(office, "claim held") == []
    assert standing(claim) == {}


def test_a_likely_denial_is_overridden_by_a_person_with_a_reason_only(office):
    claim = unverified(office)
    found = standing(claim)["eligibility"]
    biller = office.actor("biller")
    with pytest.raises(Exception, match="Say why"):
        claims.override_finding(finding_id=found.id, reason=" ", by=biller, at=EVENING)
    with pytest.raises(claims.CannotOverride):
        claims.override_finding(finding_id=found.id, reason="asked", by=office.program(), at=EVENING)
    biller = office.actor("biller")
    claims.override_finding(finding_id=found.id, reason="Asked by phone.", by=biller, at=EVENING)
    claim.refresh_from_db()
    found.refresh_from_db()
    assert claim.state == "ready"
    assert (found.overridden_by_name, found.override_reason) == (biller.name, "Asked by phone.")
    claims.scrub_claim(claim_id=claim.id, by=biller, at=EVENING)
    claim.refresh_from_db()
    assert claim.state == "ready"


def test_what_would_be_rejected_cannot_be_overridden(office):
    claim = make_claims(office)[0]
    patient = patients.Patient.objects.get(id=claim.patient_id)
    patients.Patient.objects.filter(id=patient.id).update(birth_on=date(2026, 8, 1))
    found = claims.scrub_claim(claim_id=claim.id, by=office.program(), at=EVENING)[0]
    assert (found.severity, found.rule_id) == ("R", "patient-birth-date")
    with pytest.raises(claims.CannotOverride):
        claims.override_finding(
            finding_id=found.id, reason="It is so.", by=office.actor("biller"), at=EVENING
        )


def test_corrected_charges_change_a_claim_that_was_not_sent(office):
    claim = make_claims(office, codes=("99213",))[0]
    encounter = billing.encounter(claim.encounter_id)
    billing.correct_charges(
        encounter_id=encounter.id,
        draft=draft_of("99214", "93000"),
        because="Coded too low.",
        expected_version=encounter.version,
        by=office.program(),
        at=EVENING,
    )
    claim.refresh_from_db()
    assert (claim.state, claim.charge_cents) == ("ready", 22_500)
    assert claims.Claim.objects.filter(encounter=encounter).count() == 1


def test_a_batch_is_one_clean_837_of_what_was_judged(office):
    ready = make_claims(office, 3, codes=("99213", "93000"))
    submission = submit(office, ready)
    content = exchange.content_of(submission.transmission)
    assert [f for f in x12.check(content) if f.severity == "error"] == []
    sent = sent_claims(submission)
    assert {one.control_number for one in sent} == {claim.number for claim in ready}
    assert {one.charge_cents for one in sent} == {17_000}
    assert {one.billing.npi for one in sent} == {office.entity.npi}
    for claim in ready:
        claim.refresh_from_db()
        assert claim.state == "submitted"
        assert thaw(claim.snapshot).claim.control_number == claim.number
    assert submission.transmission.state == "queued"


def test_a_claim_goes_out_once(office):
    ready = make_claims(office, 2)
    submit(office, ready)
    with pytest.raises(claims.NothingReady):
        submit(office, ready)


def test_control_numbers_count_up(office):
    numbers = [submit(office, make_claims(office)).number for _ in range(3)]
    assert numbers == [1, 2, 3]


def test_a_claim_that_is_no_longer_clean_stays_behind(office):
    good, stale = make_claims(office, 2)
    patients.Patient.objects.filter(id=stale.patient_id).update(birth_on=date(2026, 8, 1))
    assert submit(office, [good, stale]).claim_count == 1
    stale.refresh_from_db()
    assert stale.state == "held"


def test_what_was_sent_stays_as_it_was(office):
    claim = make_claims(office)[0]
    submit(office, [claim])
    claim.refresh_from_db()
    before = claim.snapshot
    with pytest.raises(claims.AlreadySent):
        claims.scrub_claim(claim_id=claim.id, by=office.program(), at=SENT_AT)
    encounter = billing.encounter(claim.encounter_id)
    billing.correct_charges(
        encounter_id=encounter.id,
        draft=draft_of("99214"),
        because="Coded too low.",
        expected_version=encounter.version,
        by=office.program(),
        at=SENT_AT,
    )
    claim.refresh_from_db()
    assert (claim.snapshot, claim.state) == (before, "submitted")
    assert [task.title for task in tasks(office, "claim held")] == [
        f"Charges of claim {claim.number} changed after it was sent"
    ]


def test_another_sections_claim_is_not_found(office):
    claim = make_claims(office)[0]
    for name in ("hr", "south_desk"):
        other = office.actor(name)
        with pytest.raises(NotFound):
            claims.scrub_claim(claim_id=claim.id, by=other, at=NOW)


def test_a_lapsed_license_holds_the_claim(office):
    claim = make_claims(office)[0]
    lapse_license(claim.provider_id, on=date(2026, 5, 31))
    assert claims.judge_all(at=EVENING + timedelta(days=1)) == 1
    claim.refresh_from_db()
    assert claim.state == "held"
    assert "rendering-npi" in standing(claim)


def test_a_snapshot_survives_freezing():
    snapshot = edits.example_claim()
    assert thaw(freeze(snapshot)) == snapshot
    lean = replace(snapshot, diagnoses=(), priors=(edits.PriorLine(open=False),))
    assert thaw(freeze(lean)) == lean


def test_an_organizations_payer_without_an_electronic_id_cannot_be_sent_to(office):
    payer = make_payer(office)
    claim = make_claims(office, payer=payer)[0]
    type(payer).objects.filter(id=payer.id).update(active=False)
    found = claims.scrub_claim(claim_id=claim.id, by=office.program(), at=EVENING)
    assert found[0].rule_id == "payer-routed"


def test_a_mended_chart_has_its_claims_judged_by_a_job(office):
    from procrastinate.contrib.django.models import ProcrastinateJob

    claim = make_claims(office)[0]
    patient = patients.Patient.objects.get(id=claim.patient_id)
    patients.update_demographics(
        patient_id=patient.id, changes={"city": "Evanston"}, expected_version=patient.version,
        by=office.program(), at=EVENING,
    )  # fmt: skip
    staged = ProcrastinateJob.objects.get(task_name="claims.judge_patient")
    assert staged.args == {"patient_id": str(patient.id)}
    assert claims.judge_all(at=EVENING, patient_id=patient.id) == 1
    claim.refresh_from_db()
    assert thaw(claim.snapshot).patient.address.city == "Evanston"
