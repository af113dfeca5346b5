"""One run of posting: decided claims against ours, one ledger entry each, the odd ones kept as unapplied."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from wellrun.platform.access.api import Actor
from wellrun.platform.money import format_cents
from wellrun.practice.billing.api import ChargeLine, PatientAccount, apply_unapplied, posting_day
from wellrun.practice.claims.models import (
    Claim,
    ClaimState,
    Outcome,
    Remittance,
    RemittanceAdjustment,
    RemittanceClaim,
)
from wellrun.practice.claims.operations.advance import Move, advance_all
from wellrun.practice.claims.queries.snapshot import line_number
from wellrun.practice.claims.rules.deciding import DECIDED, OPEN_TO_CHANGE, state_after
from wellrun.practice.claims.rules.postings import Charge, Decision, LineUnknown, decide
from wellrun.practice.ledger import api as ledger
from wellrun.practice.ledger.api import Account, Entry, Line

#: CLP02 of a decision taken back; of one made as a later payer; of an estimate in advance.
REVERSAL, LATER_PAYER, ESTIMATE = "22", ("2", "3", "20", "21"), "25"


@dataclass
class Run:
    """What one posting gathers before it is saved in bulk. Without `keeps_unapplied` an oddity posts
    nothing. `pending` are entries to post, each with the row that will know it; `accounts` are those whose patients
    owe something else now.
    """

    remittance: Remittance
    on: date
    by: Actor
    at: datetime
    claims: dict[uuid.UUID, Claim]
    charges: dict[uuid.UUID, dict[str, Charge]]
    states: dict[uuid.UUID, str]
    suffix: str = ""
    keeps_unapplied: bool = True
    moves: list[Move] = field(default_factory=list)
    pending: list[tuple[RemittanceClaim | RemittanceAdjustment, Entry]] = field(default_factory=list)
    accounts: set[uuid.UUID] = field(default_factory=set)
    relieved: set[uuid.UUID] = field(default_factory=set)


def begin_run(
    remittance: Remittance, members: Sequence[RemittanceClaim], by: Actor, at: datetime, *, suffix: str = ""
) -> Run:
    """Lock the claims of these members and read the charges they bill, to post them on one open day.

    `suffix` tells a later posting of the same member from the first, in its source key.
    """
    ids = {member.claim_id for member in members if member.claim_id}
    claims = {
        claim.id: claim
        for claim in Claim.objects.select_for_update().filter(id__in=ids).defer("snapshot").order_by("id")
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
    return Run(remittance, posting_day(units, at), by, at, claims, charges, states, suffix)


def post_member(run: Run, member: RemittanceClaim) -> None:
    """Take one decided claim into the run, or keep its money as unapplied with the sentence that says why.

    Its entry is posted by `post_pending`.
    """
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
    add_entry(run, member, f"{member.position}{run.suffix}", decision.lines)
    member.outcome, member.sentence = Outcome.POSTED, ""
    member.adjusted_cents, member.denied_cents = decision.adjusted_cents, decision.denied_cents
    _settle_claim(run, member, claim, decision)


def _decide(run: Run, member: RemittanceClaim, claim: Claim) -> Decision:
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


def _keep_unapplied(run: Run, member: RemittanceClaim, claim: Claim | None, sentence: str) -> None:
    dimensions = {"claim_id": claim.id if claim else None, "unit_id": claim.unit_id if claim else None,
                  "payer_id": run.remittance.payer_id}  # fmt: skip
    lines = [
        Line(Account.BANK, member.paid_cents, **dimensions),
        Line(Account.UNAPPLIED_PAYMENTS, -member.paid_cents, **dimensions),
    ]
    member.outcome, member.sentence = Outcome.EXCEPTION, sentence[:400]
    if not run.keeps_unapplied:
        return
    add_entry(run, member, f"{member.position}", lines)
    run.remittance.exception_count += 1
    run.remittance.unapplied_cents += member.paid_cents


def _settle_claim(run: Run, member: RemittanceClaim, claim: Claim, decision: Decision) -> None:
    claim.paid_cents += decision.paid_cents
    claim.adjusted_cents += decision.adjusted_cents
    claim.patient_cents += decision.patient_cents
    claim.denied_cents = 0 if member.status == REVERSAL else decision.denied_cents
    if member.payer_claim_number:
        claim.payer_claim_number = member.payer_claim_number
    if decision.patient_cents:
        run.accounts.add(claim.account_id)
    if decision.patient_cents < 0:
        run.relieved.add(claim.account_id)
    if member.status == REVERSAL:
        # A claim that was replaced stays closed: its replacement is what the payer decides next.
        closed = run.states[claim.id] == ClaimState.CLOSED
        to, reason = (
            (ClaimState.CLOSED if closed else ClaimState.ACCEPTED),
            "The payer took its decision back.",
        )
    else:
        to = state_after(paid_cents=decision.paid_cents, refused=decision.refused)
        refused = f" Refused: {', '.join(dict.fromkeys(decision.reasons))}." if decision.refused else ""
        reason = (
            f"Paid {format_cents(decision.paid_cents)} by payment {run.remittance.trace_number}.{refused}"
        )
    run.states[claim.id] = to
    run.moves.append(Move(claim, to, reason))


def add_entry(
    run: Run, row: RemittanceClaim | RemittanceAdjustment, name: str, lines: Sequence[Line]
) -> None:
    """Have lines posted under the payment's trace and a name within it; the row has no entry when no cents move."""
    row.entry_id = None
    lines = [line for line in lines if line.amount_cents]
    if not lines:
        return
    remittance = run.remittance
    trace = f"{remittance.payer_key}:{remittance.payer_trace_id}:{remittance.trace_number}"
    entry = Entry(
        source_kind="remittance",
        source_key=f"remittance:{trace}"[: 158 - len(name)] + f":{name}",
        effective_on=run.on,
        lines=lines,
        memo=f"{remittance.payer_name}, payment {remittance.trace_number}",
    )
    run.pending.append((row, entry))


def post_pending(run: Run) -> None:
    """Post the entries gathered so far, all in one statement, and let their rows know them."""
    posted = ledger.post_all([entry for _, entry in run.pending], by=run.by, at=run.at)
    for (row, _), one in zip(run.pending, posted, strict=True):
        row.entry_id = one.entry_id
    run.pending.clear()


def finish_run(run: Run) -> None:
    """Move the decided claims; what patients had paid in advance covers what now fell to them, and what they had
    paid of what they no longer owe is theirs again.
    """
    advance_all(run.moves, by=run.by, at=run.at)
    patients = PatientAccount.objects.filter(id__in=run.accounts).values("patient_id")
    joined = list(PatientAccount.objects.filter(patient_id__in=patients).values_list("id", flat=True))
    balances = ledger.patient_balances(joined) if joined else {}
    paid_ahead = {account for account, found in balances.items() if found.get(Account.UNAPPLIED_PAYMENTS)}
    for account in PatientAccount.objects.filter(id__in=paid_ahead | run.relieved).order_by("id"):
        apply_unapplied(account, by=run.by, at=run.at)
