"""Settling an exception of a remittance: its claim named by a person, or its money left as unapplied for a
reason.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.claims.models import Claim, Outcome, RemittanceClaim
from wellrun.practice.claims.operations.identities import everywhere
from wellrun.practice.claims.operations.post_remittance import exceptions_key
from wellrun.practice.claims.operations.posting_run import begin_run, finish_run, post_member, post_pending
from wellrun.practice.ledger import api as ledger
from wellrun.practice.worklist import api as worklist


class StillOdd(Refused):
    """The named claim does not fit either."""

    field = "number"


def settle_exception(*, remitted_id: uuid.UUID, number: str, by: Actor, at: datetime) -> RemittanceClaim:
    """Post an exception to the claim with this number: its unapplied money is taken back and posted as
    decided.

    Refuses, with the reason, when the decision does not fit that claim.
    """
    member = _open_exception(remitted_id, by)
    with everywhere(by, at):
        claim = Claim.objects.filter(
            organization_id=by.organization_id, number=number.strip().upper()
        ).first()
        if claim is None:
            raise Refused("There is no claim with this number.", field="number")
        before = member.entry_id
        member.claim, member.matched_by = claim, "a person"
        run = begin_run(member.remittance, [member], by, at, suffix=":settled")
        run.keeps_unapplied = False
        post_member(run, member)
        if member.outcome != Outcome.POSTED:
            raise StillOdd(member.sentence)
        post_pending(run)
        if before:
            ledger.reverse(
                entry_id=before, effective_on=run.on, memo=f"Settled to claim {claim.number}", by=by, at=at
            )
        member.unit_id, member.compartment, member.settled_at = claim.unit_id, claim.compartment, at
        member.save()
        finish_run(run)
        member.remittance.unapplied_cents -= member.paid_cents
        _note(member, by, at)
    return member


def leave_unapplied(*, remitted_id: uuid.UUID, because: str, by: Actor, at: datetime) -> RemittanceClaim:
    """Leave an exception's money as unapplied, saying why: it is not ours, or it will be refunded."""
    member = _open_exception(remitted_id, by)
    if not because.strip():
        raise Refused("Say why it is left as it is.", field="because")
    with everywhere(by, at):
        member.settled_at, member.sentence = at, f"{member.sentence} Left unapplied: {because.strip()}"[:400]
        member.save(update_fields=["settled_at", "sentence"])
        _note(member, by, at)
    return member


def _open_exception(remitted_id: uuid.UUID, by: Actor) -> RemittanceClaim:
    require(by, "remittances.post", by.organization_id)
    member = (
        RemittanceClaim.objects.select_for_update(of=("self", "remittance"))
        .select_related("remittance")
        .filter(id=remitted_id)
        .first()
    )
    if member is None:
        raise NotFound()
    if member.outcome != Outcome.EXCEPTION or member.settled_at is not None:
        raise Refused("This is settled already.")
    return member


def _note(member: RemittanceClaim, by: Actor, at: datetime) -> None:
    member.remittance.exception_count -= 1
    member.remittance.save(update_fields=["exception_count", "unapplied_cents"])
    record_act("remittance.exception_settled", subject_type="remittance", subject_id=member.remittance_id)
    waiting = RemittanceClaim.objects.filter(
        remittance_id=member.remittance_id, outcome=Outcome.EXCEPTION, settled_at__isnull=True
    )
    if not waiting.exists():
        worklist.close_tasks(
            key=exceptions_key(member.remittance_id),
            organization_id=by.organization_id,
            at=at,
            because="Every exception is settled.",
        )
