"""Submitting: ready claims judged once more, frozen, written as one 837P and staged in the outbox, all or
nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from wellrun.engines import edits, x12
from wellrun.platform.access.api import Actor, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.claims.models import Claim, ClaimState, Submission, SubmissionClaim
from wellrun.practice.claims.operations.advance import advance_all
from wellrun.practice.claims.operations.counting import next_number
from wellrun.practice.claims.operations.scrub_claim import JUDGED_WITH, judge_claims
from wellrun.practice.claims.rules.outgoing import SET_NUMBER, outgoing_claim
from wellrun.practice.exchange.api import queue_transmission
from wellrun.practice.organization.api import place_of

#: The guide's limit of claims in one transaction set.
MOST_CLAIMS = 5_000
#: How the clearinghouse is called in envelopes (ISA08, NM109 of the receiver).
CLEARINGHOUSE_ID, CLEARINGHOUSE_NAME = "CLEARINGHOUSE", "CLEARINGHOUSE"


class NothingReady(Refused):
    """No claim could be sent."""

    status = 409
    sentence = "None of these claims is ready to send."


def submit_claims(
    *,
    claim_ids: Sequence[uuid.UUID] | None = None,
    payer_id: uuid.UUID | None = None,
    by: Actor,
    at: datetime,
) -> Submission:
    """Send the ready claims among `claim_ids`, or of a payer, or all in reach, as one batch.

    Each is judged once more; one that no longer passes is held and left out. Two who submit the same claims
    at once send them once: the second finds nothing ready. Refuses when nothing is left to send.
    """
    require(by, "claims.work")
    verdicts = judge_claims(_ready(claim_ids, payer_id, by), at=at)
    held = [verdict.move for verdict in verdicts if verdict.move.to != ClaimState.READY]
    advance_all(held, by=by, at=at)
    clean = [verdict for verdict in verdicts if verdict.move.to == ClaimState.READY]
    if not clean:
        raise NothingReady()
    claims = [verdict.claim for verdict in clean]
    submission = _submission(claims, by, at)
    content = _written(submission, [verdict.snapshot for verdict in clean], at)
    submission.transmission = queue_transmission(
        kind="837P",
        name=f"{submission.reference}.837",
        content=content,
        organization_id=by.organization_id,
        control_number=str(submission.number),
        at=at,
    )
    submission.save(force_insert=True)
    SubmissionClaim.objects.bulk_create((_member(submission, claim) for claim in claims), batch_size=500)
    for claim in claims:
        claim.submitted_at = at
    reason = f"Sent in batch {submission.reference}."
    moves = [replace(verdict.move, to=ClaimState.SUBMITTED, reason=reason) for verdict in clean]
    advance_all(moves, by=by, at=at)
    record_act("claims.submitted", subject_type="submission", subject_id=submission.id,
               patients=sorted({claim.patient_id for claim in claims}))  # fmt: skip
    return submission


def _ready(claim_ids: Sequence[uuid.UUID] | None, payer_id: uuid.UUID | None, by: Actor) -> list[Claim]:
    rows = Claim.objects.select_for_update(of=("self",)).filter(
        state=ClaimState.READY, unit_id__in=by.reach["claims.work"]
    )
    if claim_ids is not None:
        rows = rows.filter(id__in=list(claim_ids))
    if payer_id is not None:
        rows = rows.filter(payer_id=payer_id)
    return list(rows.select_related(*JUDGED_WITH).order_by("id")[:MOST_CLAIMS])


def _submission(claims: Sequence[Claim], by: Actor, at: datetime) -> Submission:
    number = next_number(by.organization_id, "interchange")
    return Submission(
        organization_id=by.organization_id,
        number=number,
        reference=f"WR{number:09d}",
        submitted_at=at,
        submitted_by_id=by.person_id,
        submitted_by_name=by.name,
        claim_count=len(claims),
        charge_cents=sum(claim.charge_cents for claim in claims),
    )


def _member(submission: Submission, claim: Claim) -> SubmissionClaim:
    return SubmissionClaim(
        organization_id=claim.organization_id,
        unit_id=claim.unit_id,
        compartment=claim.compartment,
        submission=submission,
        claim=claim,
        set_number=SET_NUMBER,
    )


def _written(submission: Submission, snapshots: Sequence[edits.ClaimSnapshot], at: datetime) -> bytes:
    billing = snapshots[0].billing
    written_at = at.astimezone(place_of(submission.organization_id).zone).replace(tzinfo=None)
    header = x12.BatchHeader(
        envelope=x12.Envelope(
            sender=billing.tax_id,
            receiver=CLEARINGHOUSE_ID,
            interchange_control=str(submission.number),
            group_control=str(submission.number),
            transaction_control=SET_NUMBER,
            written_at=written_at,
        ),
        reference=submission.reference,
        created_at=written_at,
        submitter=x12.Party(
            "41",
            billing.name,
            id_qualifier="46",
            id=billing.tax_id,
            contacts=[x12.Contact("BILLING", [("TE", billing.phone)])],
        ),
        receiver=x12.Party("40", CLEARINGHOUSE_NAME, id_qualifier="46", id=CLEARINGHOUSE_ID),
    )
    # Neighbors share their provider and subscriber loops, so families and payers stand together.
    ordered = sorted(
        (outgoing_claim(snapshot, header) for snapshot in snapshots),
        key=lambda claim: (
            claim.billing.id,
            claim.payer.id,
            claim.subscriber.member_id,
            claim.control_number,
        ),
    )
    return x12.write_837p(x12.ClaimBatch(header, ordered))
