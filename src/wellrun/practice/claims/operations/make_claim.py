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
from wellrun.practice.billing.api import Encounter, account_for, charge_lines
from wellrun.practice.claims.models import Claim, ClaimState
from wellrun.practice.claims.operations.advance import advance
from wellrun.practice.claims.operations.counting import next_number
from wellrun.practice.claims.operations.scrub_claim import judge, locked_claim
from wellrun.practice.claims.rules.deciding import OPEN_TO_CHANGE
from wellrun.practice.worklist import api as worklist


def make_claim(*, encounter_id: uuid.UUID, by: Actor, at: datetime) -> Claim | None:
    """The primary claim of an encounter, made or brought up to date, judged by the edits; ready or held.

    None when nobody insures the patient, or when nothing is left to bill. A claim that was already sent stays
    as it was sent; a task says that its charges have changed.
    """
    encounter = Encounter.objects.select_related("coverage__payer").filter(id=encounter_id).first()
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
    made = known or _new(encounter, at)
    if known is None:
        record_act("claim.made", subject_type="claim", subject_id=made.id, patients=[made.patient_id])
    claim = locked_claim(made.id, by, "charges.enter")
    claim.coverage, claim.payer = encounter.coverage, encounter.coverage.payer
    Claim.objects.filter(id=claim.id).update(coverage=claim.coverage, payer=claim.payer)
    judge(claim, by=by, at=at)
    return claim


def _new(encounter: Encounter, at: datetime) -> Claim:
    coverage = encounter.coverage
    account = account_for(encounter.patient_id, encounter.organization_id)
    return Claim.objects.create(
        organization_id=encounter.organization_id,
        unit_id=encounter.unit_id,
        compartment=encounter.compartment,
        number=f"C{next_number(encounter.organization_id, 'claim'):08d}",
        encounter=encounter,
        account=account,
        patient_id=encounter.patient_id,
        coverage=coverage,
        payer=coverage.payer,
        provider_id=encounter.provider_id,
        state_at=at,
        made_at=at,
        service_on=encounter.service_on,
        file_by_on=encounter.service_on + timedelta(days=coverage.payer.timely_filing_days),
    )


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
