"""claims_transactions.csv: every step of a past claim's money."""

from __future__ import annotations

from wellrun.practice.interop.models import ImportedTransaction
from wellrun.practice.interop.operations.import_synthea.claims import ClaimAtHand
from wellrun.practice.interop.operations.import_synthea.work import Work
from wellrun.practice.interop.rules.synthea.chains import Unsettled, moved_cents
from wellrun.practice.interop.rules.synthea.money import TransactionRow

_BATCH = 1000


def read_transactions(work: Work, at_hand: dict[str, ClaimAtHand]) -> None:
    """Give each transaction to its claim. One that cannot belong there is reported, and its claim not whole."""
    readable = work.parse("claims_transactions")
    _doubt_claims_of_unreadable(work, at_hand, {parsed.source.line for parsed in readable})
    for parsed in readable:
        row: TransactionRow = parsed.row
        claim = at_hand.get(row.claim)
        if claim is None:
            if not parsed.target_id:
                work.report(parsed.source, "Its claim did not come in for this patient.")
            continue
        claim.whole = claim.whole and not parsed.changed
        sentence = "" if parsed.target_id else _fault(row, claim)
        if sentence:
            claim.whole = False
            work.report(parsed.source, sentence)
        else:
            claim.transactions.append(parsed)
    for claim in at_hand.values():
        if not claim.new and claim.moved:
            _compare_with_stored(work, claim)


def write_transactions(work: Work, at_hand: dict[str, ClaimAtHand]) -> None:
    """Write the new steps, each under the charge that it follows."""
    new = []
    for claim in at_hand.values():
        charge = None
        for parsed in sorted(claim.transactions, key=lambda step: step.row.position):
            row: TransactionRow = parsed.row
            charge = row.position if row.kind == "CHARGE" or charge is None else charge
            if parsed.target_id:
                continue
            step = _step(work, claim, row, charge)
            new.append(step)
            work.bring(parsed.source, "past transaction", step.id)
    ImportedTransaction.objects.bulk_create(new, batch_size=_BATCH)


def _fault(row: TransactionRow, claim: ClaimAtHand) -> str:
    try:
        moved_cents(row)
    except Unsettled:
        return f"It states no amount for its {row.kind}."
    if any(step.row.position == row.position for step in claim.transactions):
        return f"Its claim has another step numbered {row.position}."
    return ""


def _doubt_claims_of_unreadable(work: Work, at_hand: dict[str, ClaimAtHand], readable: set[int]) -> None:
    for source in work.rows.get("claims_transactions", ()):
        claim = at_hand.get(source.values["CLAIMID"].strip().lower())
        if claim and source.line not in readable and source.same_as is None:
            claim.whole = False


def _compare_with_stored(work: Work, claim: ClaimAtHand) -> None:
    """A claim of an earlier run gets more steps: none may take the place of one that the files no longer have."""
    stored = set(claim.claim.transactions.values_list("position", flat=True))
    told = {step.row.position for step in claim.transactions if step.target_id}
    claim.whole = claim.whole and stored == told
    for step in list(claim.transactions):
        if not step.target_id and step.row.position in stored:
            work.report(step.source, f"Its claim has another step numbered {step.row.position}.")
            claim.transactions.remove(step)


def _step(work: Work, claim: ClaimAtHand, row: TransactionRow, charge: int) -> ImportedTransaction:
    return ImportedTransaction(
        organization_id=work.by.organization_id,
        compartment=work.the_patient.compartment,
        patient=work.the_patient,
        claim_id=claim.claim.id,
        position=row.position,
        charge_position=charge,
        kind=row.kind,
        party=row.party,
        amount_cents=moved_cents(row),
        method=row.method,
        procedure_code=row.procedure_code,
        text=row.text,
        units=row.units,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        facility_id=work.refs.organizations.get(row.facility or ""),
        provider_id=work.refs.providers.get(row.provider or ""),
        stated_open_cents=row.stated_open,
    )
