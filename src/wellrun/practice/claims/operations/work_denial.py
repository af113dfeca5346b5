"""What a person decides about a refusal: send a replacement, bill the patient, or write it off."""

from __future__ import annotations

import uuid
from datetime import datetime

from wellrun.platform.access.api import Actor, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.billing.api import PatientAccount, apply_unapplied, charge_lines, posting_day
from wellrun.practice.claims.models import Claim, ClaimState
from wellrun.practice.claims.operations.advance import advance
from wellrun.practice.claims.operations.counting import next_claim_number
from wellrun.practice.claims.operations.scrub_claim import judge, locked_claim
from wellrun.practice.ledger import api as ledger
from wellrun.practice.ledger.api import Account, Line

REFUSED_STATES = (ClaimState.DENIED, ClaimState.PARTLY_PAID)


class NothingRefused(Refused):
    """The payer refused nothing of the claim."""

    status = 409
    sentence = "The payer refused nothing of this claim."


def replace_claim(*, claim_id: uuid.UUID, by: Actor, at: datetime) -> Claim:
    """Ask again: a replacement (frequency 7) of a refused claim under a new number, judged as any other.

    The refused claim is closed; what was posted of it stays until the payer takes it back.
    """
    old = _refused(claim_id, by, "claims.work")
    advance(old, ClaimState.CLOSED, reason="Replaced by another claim.", by=by, at=at)
    new = Claim.objects.create(
        organization_id=old.organization_id,
        unit_id=old.unit_id,
        compartment=old.compartment,
        number=next_claim_number(old.unit_id, old.organization_id),
        encounter_id=old.encounter_id,
        account_id=old.account_id,
        patient_id=old.patient_id,
        coverage_id=old.coverage_id,
        payer_id=old.payer_id,
        provider_id=old.provider_id,
        rank=old.rank,
        frequency="7",
        payer_claim_number=old.payer_claim_number,
        state_at=at,
        made_at=at,
        service_on=old.service_on,
        file_by_on=old.file_by_on,
    )
    record_act("claim.replaced", subject_type="claim", subject_id=old.id, patients=[old.patient_id])
    claim = locked_claim(new.id, by)
    judge(claim, by=by, at=at)
    return claim


def bill_patient(*, claim_id: uuid.UUID, because: str, by: Actor, at: datetime) -> Claim:
    """Let the patient owe what the insurer refused; advance payments cover it first."""
    claim = _refused(claim_id, by, "claims.work")
    claim.patient_cents += _move_open(claim, Account.PATIENT_RECEIVABLE, because, by=by, at=at)
    claim.denied_cents = 0
    advance(claim, ClaimState.CLOSED, reason=f"Billed to the patient: {because.strip()}", by=by, at=at)
    apply_unapplied(PatientAccount.objects.get(id=claim.account_id), by=by, at=at)
    record_act(
        "claim.billed_to_patient", subject_type="claim", subject_id=claim.id, patients=[claim.patient_id]
    )
    return claim


def write_off_refusal(*, claim_id: uuid.UUID, because: str, by: Actor, at: datetime) -> Claim:
    """Give up what the insurer refused. Needs the right to approve write-offs."""
    claim = _refused(claim_id, by, "writeoffs.approve")
    claim.adjusted_cents += _move_open(claim, Account.OTHER_ADJUSTMENT, because, by=by, at=at)
    claim.denied_cents = 0
    advance(claim, ClaimState.CLOSED, reason=f"Written off: {because.strip()}", by=by, at=at)
    record_act("claim.written_off", subject_type="claim", subject_id=claim.id, patients=[claim.patient_id])
    return claim


def _refused(claim_id: uuid.UUID, by: Actor, capability: str) -> Claim:
    claim = locked_claim(claim_id, by, capability)
    require(by, capability, claim.unit_id)
    if claim.state not in REFUSED_STATES:
        raise NothingRefused()
    return claim


def _move_open(claim: Claim, to: Account, because: str, *, by: Actor, at: datetime) -> int:
    """Post what insurers still owe on the claim's charges to another account; the cents that were moved."""
    if not because.strip():
        raise Refused("Say why.", field="because")
    lines = []
    for charge in charge_lines(claim.encounter_id):
        owed = ledger.balance_of(account=Account.INSURANCE_RECEIVABLE, charge_id=charge.id)
        if owed:
            dimensions = {
                "patient_account_id": claim.account_id, "claim_id": claim.id, "charge_id": charge.id,
                "payer_id": claim.payer_id, "unit_id": claim.unit_id, "provider_id": claim.provider_id,
            }  # fmt: skip
            lines += [Line(to, owed, **dimensions), Line(Account.INSURANCE_RECEIVABLE, -owed, **dimensions)]
    if not lines:
        raise NothingRefused()
    ledger.post(
        source_kind="refusal",
        source_key=f"refusal:{claim.id}:{claim.version}",
        effective_on=posting_day([claim.unit_id], at),
        lines=lines,
        memo=because.strip()[:200],
        by=by,
        at=at,
    )
    return sum(line.amount_cents for line in lines if line.account == to)
