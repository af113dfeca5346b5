"""Making the claim of an encounter when its charges are entered, and keeping it true while it has not been
sent.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.urls import reverse

from wellrun.platform.access.api import Actor, NotFound, require
from wellrun.platform.access.matrix import Role
from wellrun.platform.audit.api import record_act
from wellrun.practice.billing.api import Encounter, PatientAccount, account_for, charge_lines
from wellrun.practice.billing.events import Entered
from wellrun.practice.claims.models import Claim, ClaimState
from wellrun.practice.claims.operations.advance import advance, advance_all
from wellrun.practice.claims.operations.counting import next_claim_number
from wellrun.practice.claims.operations.scrub_claim import judge, judge_claims, locked_claim
from wellrun.practice.claims.queries.sources import Sources, sources_from, sources_of
from wellrun.practice.claims.rules.deciding import OPEN_TO_CHANGE
from wellrun.practice.coverage.api import Coverage
from wellrun.practice.worklist import api as worklist


def make_claim(*, encounter_id: uuid.UUID, by: Actor, at: datetime) -> Claim | None:
    """The primary claim of an encounter, made or brought up to date, judged by the edits; ready or held.

    None when nobody insures the patient, or when nothing is left to bill. A claim that was already sent stays
    as it was sent; a task says that its charges have changed.
    """
    related = ("coverage__payer", "patient", "provider__person")
    encounter = Encounter.objects.select_related(*related).filter(id=encounter_id).first()
    if encounter is None:
        raise NotFound()
    require(by, "charges.enter", encounter.unit_id)
    known = Claim.objects.filter(encounter=encounter, rank=1).exclude(state=ClaimState.CLOSED).first()
    charges = charge_lines(encounter.id)
    if known is not None and known.state not in OPEN_TO_CHANGE:
        _tell_of_change(known, at)
        return known
    if encounter.coverage is None or not charges:
        if known is not None:
            advance(known, ClaimState.CLOSED, reason="Nothing is left to bill.", by=by, at=at)
        return None
    if known is None:
        account = account_for(encounter.patient_id, encounter.organization_id)
        claim = _claim(encounter, encounter.coverage, account, at)
        return _insert(claim, sources_of([claim]), by=by, at=at)
    return _bring_up_to_date(known, encounter.coverage, by=by, at=at)


def claim_entered(entered: Entered, *, by: Actor, at: datetime) -> Claim | None:
    """The same for charges that were just entered in this transaction, from the rows that were read for them."""
    encounter = entered.encounter
    if not entered.first:
        return make_claim(encounter_id=encounter.id, by=by, at=at)
    require(by, "charges.enter", encounter.unit_id)
    if encounter.coverage is None or not entered.lines:
        return None
    claim = _claim(encounter, encounter.coverage, entered.account, at)
    return _insert(claim, sources_from(entered, claim), by=by, at=at)


def _bring_up_to_date(known: Claim, coverage: Coverage, *, by: Actor, at: datetime) -> Claim:
    claim = locked_claim(known.id, by, "charges.enter")
    if (claim.coverage_id, claim.payer_id) != (coverage.id, coverage.payer_id):
        Claim.objects.filter(id=claim.id).update(coverage=coverage, payer=coverage.payer)
    claim.coverage, claim.payer = coverage, coverage.payer
    judge(claim, by=by, at=at)
    return claim


def _claim(encounter: Encounter, coverage: Coverage, account: PatientAccount, at: datetime) -> Claim:
    return Claim(
        organization_id=encounter.organization_id,
        unit_id=encounter.unit_id,
        compartment=encounter.compartment,
        number=next_claim_number(encounter.unit_id, encounter.organization_id),
        encounter=encounter,
        account=account,
        patient=encounter.patient,
        coverage=coverage,
        payer=coverage.payer,
        provider=encounter.provider,
        state_at=at,
        made_at=at,
        service_on=encounter.service_on,
        file_by_on=encounter.service_on + timedelta(days=coverage.payer.timely_filing_days),
    )


def _insert(claim: Claim, sources: Sources, *, by: Actor, at: datetime) -> Claim:
    """Judge a claim before it is stored, so that it is written once, as it stands then."""
    [verdict] = judge_claims([claim], sources=sources, new=True, at=at)
    advance_all([verdict.move], by=by, at=at)
    record_act("claim.made", subject_type="claim", subject_id=claim.id, patients=[claim.patient_id])
    return claim


def _tell_of_change(claim: Claim, at: datetime) -> None:
    worklist.raise_task(
        kind="claim held",
        key=f"claim changed:{claim.id}",
        title=f"Charges of claim {claim.number} changed after it was sent",
        detail="Send a replacement once the payer has answered, or tell the payer to void the claim.",
        path=reverse("claims:claim", args=[claim.id]),
        patient_id=claim.patient_id,
        role=Role.BILLER,
        unit_id=claim.unit_id,
        organization_id=claim.organization_id,
        compartment=claim.compartment,
        due_at=at + timedelta(days=2),
        at=at,
    )
