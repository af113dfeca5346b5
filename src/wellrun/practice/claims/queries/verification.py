"""What must always be true of claims, batches and remittances, asked of the stored rows and the kept files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from wellrun.engines.x12 import read_segments
from wellrun.platform.verification import breaches
from wellrun.practice.claims.models import SubmissionClaim
from wellrun.practice.exchange.api import content_of


def claims_add_up() -> list[str]:
    """A claim's total is that of the lines it was judged with."""
    return breaches(
        "select c.number, c.charge_cents, coalesce(sum((line ->> 'charge_cents')::bigint), 0) from claims_claim c"
        " left join lateral jsonb_array_elements(coalesce(c.snapshot -> 'lines', '[]')) line on true"
        " where c.snapshot <> '{}' group by c.id, c.number, c.charge_cents"
        " having c.charge_cents <> coalesce(sum((line ->> 'charge_cents')::bigint), 0)",
        "Claim {0} asks for {1} cents, its lines for {2}.",
    )


def waiting_claims_bill_what_is_charged() -> list[str]:
    """A claim that waits to be sent asks for the charges of its encounter that stand, no more and no less."""
    return breaches(
        "select c.number, c.charge_cents, coalesce(sum(l.charge_cents), 0) from claims_claim c"
        " left join billing_charge_line l on l.encounter_id = c.encounter_id and l.state = 'posted'"
        " where c.state in ('held', 'ready') group by c.id, c.number, c.charge_cents"
        " having c.charge_cents <> coalesce(sum(l.charge_cents), 0)",
        "Claim {0} waits with {1} cents, but {2} cents are charged.",
    )


def states_follow_steps() -> list[str]:
    """A claim stands where its last step led."""
    return breaches(
        "select c.number, c.state from claims_claim c where c.state <> 'draft' and not exists ("
        "  select 1 from claims_step s where s.claim_id = c.id and s.to_state = c.state"
        "   and s.at = (select max(t.at) from claims_step t where t.claim_id = c.id))",
        "Claim {0} is {1}, which is not where its last step led.",
    )


def decisions_are_posted() -> list[str]:
    """What a claim says was paid, written off and left to the patient is what the ledger has under the claim.

    Money of an exception is in the bank and unapplied, so that it cancels out.
    """
    return breaches(
        "select c.number, c.paid_cents, c.adjusted_cents, c.patient_cents, coalesce(l.paid, 0),"
        " coalesce(l.adjusted, 0), coalesce(l.patient, 0) from claims_claim c left join ("
        "  select claim_id, sum(amount_cents) filter (where account in ('1020', '2100')) as paid,"
        "   sum(amount_cents) filter (where account in ('4100', '4150', '4160')) as adjusted,"
        "   sum(amount_cents) filter (where account = '1200') as patient"
        "  from ledger_line where claim_id is not null group by claim_id"
        " ) l on l.claim_id = c.id"
        " where c.paid_cents <> coalesce(l.paid, 0) or c.adjusted_cents <> coalesce(l.adjusted, 0)"
        "  or c.patient_cents <> coalesce(l.patient, 0)",
        "Claim {0} says paid {1}, written off {2}, patient's {3} cents; the ledger says {4}, {5} and {6}.",
    )


def claims_with_payers_are_in_batches() -> list[str]:
    """A claim that an insurer has is in one batch; one that waits or came back is in none."""
    return breaches(
        "select c.number, c.state from claims_claim c left join claims_submission_claim m"
        "  on m.claim_id = c.id and m.live"
        " where (c.state in ('submitted', 'accepted') and m.id is null)"
        "  or (c.state in ('draft', 'held', 'ready', 'rejected') and m.id is not null)",
        "Claim {0} is {1}, which does not fit the batches it was sent in.",
    )


def remittances_are_in_the_bank() -> list[str]:
    """The entries of a posted remittance bring its amount into the bank, and its parts add up to it."""
    return breaches(
        "select r.trace_number, r.amount_cents, coalesce(sum(l.amount_cents), 0) from claims_remittance r"
        " left join (select remittance_id, entry_id from claims_remittance_claim"
        "            union all select remittance_id, entry_id from claims_remittance_adjustment) m"
        "  on m.remittance_id = r.id"
        " left join ledger_line l on l.entry_id = m.entry_id and l.account = '1020'"
        " where r.state = 'posted' group by r.id, r.trace_number, r.amount_cents, r.claims_cents, r.moved_cents"
        " having r.amount_cents <> coalesce(sum(l.amount_cents), 0)"
        "  or r.amount_cents <> r.claims_cents - r.moved_cents",
        "Payment {0} over {1} cents brought {2} cents into the bank, or its parts do not add up to it.",
    )


def batches_are_as_sent() -> Iterator[str]:
    """The file of every batch is kept as it was sent, and holds the claims of the batch and no others."""
    members: dict[str, set[str]] = defaultdict(set)
    batches = {}
    rows = SubmissionClaim.objects.select_related("submission__transmission", "claim").defer(
        "claim__snapshot"
    )
    for row in rows.iterator():
        batches[row.submission.reference] = row.submission
        members[row.submission.reference].add(row.claim.number)
    for reference, submission in batches.items():
        try:
            content = content_of(submission.transmission) if submission.transmission else b""
        except (FileNotFoundError, ValueError) as fault:
            yield f"Batch {reference}: {fault}"
            continue
        sent = {segment.element(1) for segment in read_segments(content) if segment.id == "CLM"}
        if sent != members[reference] or submission.claim_count != len(sent):
            yield f"Batch {reference} has {len(members[reference])} claims, its file {len(sent)}, not all the same."
