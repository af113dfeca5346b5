"""Posting a remittance: every claim of it, every movement beside, in one transaction, once."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.urls import reverse

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.access.matrix import Role
from wellrun.platform.audit.api import record_act
from wellrun.platform.events import publish
from wellrun.platform.failpoints import failpoint
from wellrun.platform.money import format_cents
from wellrun.practice.billing.api import ChargeLine, PatientAccount, apply_unapplied, posting_day
from wellrun.practice.claims.events import RemittancePosted
from wellrun.practice.claims.models import (
    Claim,
    ClaimState,
    Outcome,
    Remittance,
    RemittanceAdjustment,
    RemittanceClaim,
    RemittanceState,
)
from wellrun.practice.claims.operations.advance import Move, advance_all
from wellrun.practice.claims.operations.identities import everywhere
from wellrun.practice.claims.operations.strays import KIND as UNMATCHED
from wellrun.practice.claims.postings import Charge, Decision, LineUnknown, decide
from wellrun.practice.claims.queries.snapshot import line_number
from wellrun.practice.claims.rules import DECIDED, OPEN_TO_CHANGE, state_after
from wellrun.practice.ledger import api as ledger
from wellrun.practice.ledger.api import Account, Line
from wellrun.practice.worklist import api as worklist

#: CLP02 of a decision taken back; of one made as a later payer; of an estimate in advance.
REVERSAL, LATER_PAYER, ESTIMATE = "22", ("2", "3", "20", "21"), "25"


class NotToPost(Refused):
    """The remittance is not one to post."""

    status = 409
    sentence = "This remittance cannot be posted: it does not balance, or it came before."


@dataclass
class _Run:
    """What one posting gathers before it is saved in bulk."""

    remittance: Remittance
    on: date
    by: Actor
    at: datetime
    claims: dict[uuid.UUID, Claim]
    charges: dict[uuid.UUID, dict[str, Charge]]
    states: dict[uuid.UUID, str]
    moves: list[Move] = field(default_factory=list)
    accounts: set[uuid.UUID] = field(default_factory=set)


def post_remittance(*, remittance_id: uuid.UUID, by: Actor, at: datetime) -> Remittance:
    """Post a staged remittance whole: one ledger entry a claim, one for each movement beside; a second time,
    nothing.

    A claim that cannot be posted as told becomes an exception: its money is kept as unapplied, so that the
    cash ties, and one task says what to look at. Runs in the caller's transaction.
    """
    require(by, "remittances.post", by.organization_id)
    remittance = Remittance.objects.select_for_update().filter(id=remittance_id).first()
    if remittance is None:
        raise NotFound()
    if remittance.state == RemittanceState.POSTED:
        return remittance
    if remittance.state != RemittanceState.STAGED:
        raise NotToPost()
    with everywhere(by, at):
        members = list(RemittanceClaim.objects.filter(remittance=remittance).order_by("position"))
        run = _begin(remittance, members, by, at)
        for member in members:
            _post_member(run, member)
            failpoint(f"after_claim_{member.position}")
        _post_movements(run)
        _finish(run, members)
    return remittance


def _begin(remittance: Remittance, members: Sequence[RemittanceClaim], by: Actor, at: datetime) -> _Run:
    ids = {member.claim_id for member in members if member.claim_id}
    claims = {
        claim.id: claim for claim in Claim.objects.select_for_update().filter(id__in=ids).order_by("id")
    }
    charges: dict[uuid.UUID, dict[str, Charge]] = defaultdict(dict)
    by_encounter = defaultdict(list)
    for claim in claims.values():
        by_encounter[claim.encounter_id].append(claim)
    for row in ChargeLine.objects.filter(encounter_id__in=by_encounter):
        for claim in by_encounter[row.encounter_id]:
            number = line_number(claim.number, row.position)
            charges[claim.id][number] = Charge(row.id, row.procedure_code, row.charge_cents)
    units = {claim.unit_id for claim in claims.values()} or {by.organization_id}
    states = {claim.id: claim.state for claim in claims.values()}
    return _Run(remittance, posting_day(units, at), by, at, claims, charges, states)


def _post_member(run: _Run, member: RemittanceClaim) -> None:
    claim = run.claims.get(member.claim_id) if member.claim_id else None
    sentence = _oddity(member, claim, run.states.get(claim.id, "") if claim else "")
    decision = None
    if claim is not None and not sentence:
        try:
            decision = _decide(run, member, claim)
        except LineUnknown as unknown:
            sentence = str(unknown)
    if decision is None or claim is None:
        _keep_unapplied(run, member, claim, sentence)
        return
    member.entry_id = _post(run, f"{member.position}", decision.lines)
    member.outcome, member.sentence = Outcome.POSTED, ""
    member.adjusted_cents, member.denied_cents = decision.adjusted_cents, decision.denied_cents
    _settle_claim(run, member, claim, decision)


def _decide(run: _Run, member: RemittanceClaim, claim: Claim) -> Decision:
    base = Line(
        Account.BANK,
        0,
        patient_account_id=claim.account_id,
        claim_id=claim.id,
        payer_id=claim.payer_id,
        unit_id=claim.unit_id,
        provider_id=claim.provider_id,
    )
    content = {**member.content, "paid_cents": member.paid_cents}
    return decide(content, run.charges[claim.id], base)


def _oddity(member: RemittanceClaim, claim: Claim | None, state: str) -> str:
    """Why nobody may post this claim unseen, "" when it is as expected; `state` is the claim's at this
    point.
    """
    if member.status == ESTIMATE:
        return "This is an estimate in advance, not a payment."
    if claim is None:
        return f"No claim of ours has the number {member.control_number}."
    if member.status in LATER_PAYER and claim.rank == 1:
        return "The payer decided this as a later payer, but our claim went to it as the first."
    if state in OPEN_TO_CHANGE and claim.submitted_at is None:
        return "The claim was never sent."
    if abs(member.charge_cents) != claim.charge_cents:
        theirs, ours = format_cents(abs(member.charge_cents)), format_cents(claim.charge_cents)
        return f"The payer saw a charge of {theirs}, we sent {ours}."
    decided = state in (*DECIDED, ClaimState.CLOSED)
    if member.status == REVERSAL:
        return "" if decided else "The payer takes back a decision that was never posted."
    untouched = not (claim.paid_cents or claim.patient_cents or claim.adjusted_cents)
    return "" if not decided or untouched else "The claim was decided before, and that was not taken back."


def _keep_unapplied(run: _Run, member: RemittanceClaim, claim: Claim | None, sentence: str) -> None:
    dimensions = {"claim_id": claim.id if claim else None, "unit_id": claim.unit_id if claim else None,
                  "payer_id": run.remittance.payer_id}  # fmt: skip
    lines = [
        Line(Account.BANK, member.paid_cents, **dimensions),
        Line(Account.UNAPPLIED_PAYMENTS, -member.paid_cents, **dimensions),
    ]
    member.entry_id = _post(run, f"{member.position}", lines)
    member.outcome, member.sentence = Outcome.EXCEPTION, sentence[:400]
    run.remittance.exception_count += 1
    run.remittance.unapplied_cents += member.paid_cents


def _settle_claim(run: _Run, member: RemittanceClaim, claim: Claim, decision: Decision) -> None:
    claim.paid_cents += decision.paid_cents
    claim.adjusted_cents += decision.adjusted_cents
    claim.patient_cents += decision.patient_cents
    claim.denied_cents = 0 if member.status == REVERSAL else decision.denied_cents
    if member.payer_claim_number:
        claim.payer_claim_number = member.payer_claim_number
    if decision.patient_cents:
        run.accounts.add(claim.account_id)
    if member.status == REVERSAL:
        to, reason = ClaimState.ACCEPTED, "The payer took its decision back."
    else:
        to = state_after(paid_cents=decision.paid_cents, refused=decision.refused)
        refused = f" Refused: {', '.join(dict.fromkeys(decision.reasons))}." if decision.refused else ""
        reason = (
            f"Paid {format_cents(decision.paid_cents)} by payment {run.remittance.trace_number}.{refused}"
        )
    run.states[claim.id] = to
    run.moves.append(Move(claim, to, reason))


def _post(run: _Run, name: str, lines: Sequence[Line]) -> uuid.UUID | None:
    lines = [line for line in lines if line.amount_cents]
    if not lines:
        return None
    remittance = run.remittance
    trace = f"{remittance.payer_key}:{remittance.payer_trace_id}:{remittance.trace_number}"
    return ledger.post(
        source_kind="remittance",
        source_key=f"remittance:{trace}"[: 158 - len(name)] + f":{name}",
        effective_on=run.on,
        lines=lines,
        memo=f"{remittance.payer_name}, payment {remittance.trace_number}",
        by=run.by,
        at=run.at,
    ).entry_id


def _post_movements(run: _Run) -> None:
    for moved in RemittanceAdjustment.objects.filter(remittance=run.remittance).order_by("position"):
        payer_id = run.remittance.payer_id
        lines = [
            Line(Account(moved.account), moved.amount_cents, payer_id=payer_id),
            Line(Account.BANK, -moved.amount_cents, payer_id=payer_id),
        ]
        moved.entry_id = _post(run, f"plb{moved.position}", lines)
        moved.save(update_fields=["entry_id"])


def _finish(run: _Run, members: Sequence[RemittanceClaim]) -> None:
    fields = ["outcome", "sentence", "entry_id", "adjusted_cents", "denied_cents"]
    RemittanceClaim.objects.bulk_update(members, fields, batch_size=200)
    advance_all(run.moves, by=run.by, at=run.at)
    # What patients had paid in advance covers what now fell to them.
    for account in PatientAccount.objects.filter(id__in=run.accounts).order_by("id"):
        apply_unapplied(account, by=run.by, at=run.at)
    remittance = run.remittance
    remittance.state, remittance.posted_at, remittance.posted_on = RemittanceState.POSTED, run.at, run.on
    remittance.posted_by_id = run.by.person_id
    remittance.posted_by_name = run.by.name if run.by.person_id else ""
    remittance.save()
    _close_superseded(run)
    record_act("remittance.posted", subject_type="remittance", subject_id=remittance.id,
               patients=sorted({claim.patient_id for claim in run.claims.values()}))  # fmt: skip
    _raise_exceptions(run)
    publish(RemittancePosted(remittance.id, remittance.organization_id, run.at))


def _close_superseded(run: _Run) -> None:
    """An unbalanced or broken-off file of the same payment is done with once the whole one is posted."""
    found = run.remittance
    faulty = Remittance.objects.filter(
        organization_id=found.organization_id, payer_key=found.payer_key, payer_trace_id=found.payer_trace_id,
        trace_number=found.trace_number, state=RemittanceState.UNBALANCED,
    )  # fmt: skip
    for other in faulty:
        other.state, other.first = RemittanceState.REPLACED, found
        other.save(update_fields=["state", "first"])
        because = "The payment came again, whole, and was posted."
        worklist.close_tasks(
            key=f"remittance:{other.id}", organization_id=found.organization_id, at=run.at, because=because
        )


def _raise_exceptions(run: _Run) -> None:
    found = run.remittance
    if not found.exception_count:
        return
    many = "1 claim" if found.exception_count == 1 else f"{found.exception_count} claims"
    worklist.raise_task(
        kind=UNMATCHED,
        key=f"remittance exceptions:{found.id}",
        title=f"Settle {many} of payment {found.trace_number} of {found.payer_name}",
        detail=f"{format_cents(found.unapplied_cents)} of it is kept as unapplied until somebody settles it.",
        path=reverse("claims:remittance", args=[found.id]),
        role=Role.BILLER,
        unit_id=found.organization_id,
        organization_id=found.organization_id,
        due_at=run.at + timedelta(days=2),
        at=run.at,
    )
