"""What past claims leave open, into the ledger: once a claim, under the claim's own source key."""

from __future__ import annotations

from wellrun.platform.money.cents import format_cents
from wellrun.practice.billing.api import account_for
from wellrun.practice.interop.operations.import_synthea.claims import ClaimAtHand
from wellrun.practice.interop.operations.import_synthea.work import SOURCE, Work
from wellrun.practice.interop.rules.synthea.chains import Chain, Unsettled, chains_of
from wellrun.practice.ledger.api import Account, Line, post
from wellrun.practice.organization.api import local_day


def bring_balances(work: Work, at_hand: dict[str, ClaimAtHand]) -> list[ClaimAtHand]:
    """Compute what each claim with new money leaves open and post it; returns those claims, their amounts set.

    A receivable is debited for what an insurer or the patient owes, payments not yet applied are credited for what
    was paid beyond a charge, each against opening balances brought in. Where the source's claim row says otherwise
    the report says so. A claim whose steps make no sum is kept without a balance, and the report says that too.
    """
    changed = [each for each in at_hand.values() if each.moved]
    for each in changed:
        if not each.whole:
            work.accounts.remark(
                each.parsed.source,
                "Some of its transactions did not come in, so its open balance did not either.",
            )
            continue
        try:
            chains = chains_of([step.row for step in each.transactions])
        except Unsettled as fault:
            work.accounts.remark(
                each.parsed.source, f"Its transactions make no sum, so no open balance came in: {fault}."
            )
            continue
        _set_amounts(each, chains)
        _post(work, each, chains)
        _compare(work, each, chains)
    return changed


def _set_amounts(each: ClaimAtHand, chains: list[Chain]) -> None:
    claim = each.claim
    claim.charged_cents = sum(chain.charge.amount or 0 for chain in chains)
    claim.paid_cents = sum(chain.paid_cents for chain in chains)
    claim.primary_open_cents, claim.secondary_open_cents, claim.patient_open_cents = (
        sum(chain.open_cents.get(party, 0) for chain in chains) for party in ("1", "2", "p")
    )


def _post(work: Work, each: ClaimAtHand, chains: list[Chain]) -> None:
    claim = each.claim
    amounts = [(party, cents) for chain in chains for party, cents in chain.open_cents.items() if cents]
    if not amounts:
        return
    account = account_for(work.the_patient.id, work.by.organization_id)
    payers = {"1": claim.primary_payer_id, "2": claim.secondary_payer_id, "p": None}
    lines = []
    for party, payer_id in payers.items():
        owed = sum(cents for whose, cents in amounts if whose == party and cents > 0)
        # Who pays alone has no payer: what such a claim holds open with one is owed by the patient.
        receivable = Account.INSURANCE_RECEIVABLE if payer_id else Account.PATIENT_RECEIVABLE
        lines.append(
            Line(receivable, owed, patient_account_id=account.id, claim_id=claim.id, payer_id=payer_id)
        )
    surplus = sum(cents for _, cents in amounts if cents < 0)
    lines += [
        Line(Account.UNAPPLIED_PAYMENTS, surplus, patient_account_id=account.id, claim_id=claim.id),
        Line(Account.OPENING_BALANCE, -sum(cents for _, cents in amounts), claim_id=claim.id),
    ]
    posted = post(
        source_kind="opening balance",
        source_key=f"{SOURCE}:claim:{each.parsed.row.id}",
        effective_on=local_day(work.by.organization_id, work.at),
        lines=lines,
        memo=f"brought in, service of {work.day(claim.service_at)}",
        by=work.by,
        at=work.at,
    )
    claim.opening_entry_id = posted.entry_id
    if not posted.now:
        work.accounts.remark(
            each.parsed.source, "Its balance came in before; what its new transactions change was not posted."
        )


def _compare(work: Work, each: ClaimAtHand, chains: list[Chain]) -> None:
    claim = each.claim
    stated = sum(
        cents or 0
        for cents in (claim.stated_primary_cents, claim.stated_secondary_cents, claim.stated_patient_cents)
    )
    surplus = -sum(cents for chain in chains for cents in chain.open_cents.values() if cents < 0)
    owed = sum(cents for chain in chains for cents in chain.open_cents.values() if cents > 0)
    if surplus:
        work.accounts.remark(
            each.parsed.source,
            f"{format_cents(surplus)} was paid beyond its charges, which claims.csv does not state; it came in as"
            " money not yet applied.",
        )
    if owed != stated:
        work.accounts.remark(
            each.parsed.source,
            f"By its transactions {format_cents(owed)} is open, by claims.csv {format_cents(stated)}; it came in as"
            " the transactions have it.",
        )
    sources = {step.row.line: step.source for step in each.transactions}
    for row, ours in (each for chain in chains for each in chain.disagreeing):
        work.accounts.remark(
            sources[row.line],
            f"It states {format_cents(row.stated_open or 0)} as open, the steps up to it leave {format_cents(ours)}.",
        )
