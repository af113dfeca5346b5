"""Claims of a merged chart follow to the survivor and go back; what was sent stays as it was sent."""

from __future__ import annotations

from wellrun.practice.claims.models import Claim
from wellrun.practice.claims.testing import make_claims, submit
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients import api as patients
from wellrun.practice.patients.testing import make_patient


def merge(office, survivor_id, merged_id):
    return patients.merge_patients(survivor_id=survivor_id, merged_id=merged_id, reason="same card",
                                   by=office.actor("manager"), at=NOW)  # fmt: skip


def part(office, done):
    return patients.unmerge_patients(
        merge_id=done.id, reason="two people", by=office.actor("manager"), at=NOW
    )


def test_a_claim_that_was_sent_follows_and_its_snapshot_stays(office):
    (claim,) = make_claims(office)
    submit(office, [claim])
    claim.refresh_from_db()
    survivor = make_patient(office)
    done = merge(office, survivor.id, claim.patient_id)
    office.program()
    now = Claim.objects.get(id=claim.id)
    assert (now.patient_id, now.snapshot, now.account_id) == (survivor.id, claim.snapshot, claim.account_id)
    part(office, done)
    office.program()
    assert Claim.objects.get(id=claim.id).patient_id == claim.patient_id
