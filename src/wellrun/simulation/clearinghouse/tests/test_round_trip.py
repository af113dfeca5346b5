"""The whole way over the real folders: charge, claim, 837, clearinghouse, 999, 277CA, 835, ledger, to the cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from wellrun.engines import x12
from wellrun.practice.claims import api as claims
from wellrun.practice.claims.testing import (
    PAID_AT,
    SENT_AT,
    deliver,
    make_claims,
    remit,
    sent_claims,
    submit,
)
from wellrun.practice.coverage.testing import make_payer
from wellrun.practice.exchange import api as exchange
from wellrun.practice.ledger import api as ledger
from wellrun.practice.ledger.api import Account
from wellrun.simulation.clearinghouse import Faults, PayerHabits, run_folder
from wellrun.simulation.clearinghouse.deciding import lowered, taken_back


def totals(office):
    found = ledger.totals_by_account(
        organization_id=office.organization.id, starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 1)
    )
    return {account: cents for account, cents in found.items() if cents}


def live(office, home, habits, faults=None, many=12):
    """Charges of a day through everything that follows in six weeks; returns the claims as they end."""
    payer = make_payer(office, name="Upland", electronic_id="UP001")
    made = make_claims(office, many, payer=payer, codes=("99213", "93000"))
    submit(office, made)
    organization_id = office.organization.id
    exchange.send_queued(at=SENT_AT, organization_id=organization_id)
    run_folder(home, SENT_AT, payers=(habits,), faults=faults)
    for at in (SENT_AT + timedelta(hours=1), PAID_AT, PAID_AT + timedelta(days=30)):
        run_folder(home, at, payers=(habits,), faults=faults)
        exchange.fetch_new(at=at, organization_id=organization_id)
    office.program()
    for claim in made:
        claim.refresh_from_db()
    return made


def test_every_cent_of_a_batch_is_accounted_for(office, own_home):
    habits = PayerHabits("UP001", "Upland", deductible_cents=4_000, denial_share=0.2, reject_share=0.1)
    made = live(office, own_home, habits)
    assert {claim.state for claim in made} <= {"paid", "denied", "rejected"}
    posted = claims.remittance_rows(state="posted")
    found = totals(office)
    assert (
        found[Account.BANK] == sum(row.amount_cents for row in posted) == sum(c.paid_cents for c in made) > 0
    )
    assert found[Account.PATIENT_REVENUE] == -17_000 * len(made)
    assert found[Account.PATIENT_RECEIVABLE] == sum(claim.patient_cents for claim in made)
    assert found[Account.CONTRACTUAL_ADJUSTMENT] == sum(claim.adjusted_cents for claim in made)
    owed = sum(c.charge_cents - c.paid_cents - c.adjusted_cents - c.patient_cents for c in made)
    assert found.get(Account.INSURANCE_RECEIVABLE, 0) == owed
    assert sum(found.values()) == 0
    assert claims.unposted_remittances(office.organization.id) == []


def test_takebacks_weeks_later_still_tie(office, own_home):
    habits = PayerHabits(
        "UP001", "Upland", deductible_cents=0, denial_share=0, reject_share=0, takeback_share=1.0
    )
    made = live(office, own_home, habits, many=4)
    found = totals(office)
    posted = claims.remittance_rows(state="posted")
    assert found[Account.BANK] == sum(row.amount_cents for row in posted)
    # What the payer will take back is owed to it: the checks paid more than the decisions that stand.
    assert found[Account.BANK] + found[Account.PAYER_RECOUPMENTS] == sum(claim.paid_cents for claim in made)
    assert {claim.state for claim in made} == {"paid"}
    assert Account.INSURANCE_RECEIVABLE not in found


def test_a_line_that_misbehaves_in_every_way_posts_each_payment_once(office, own_home):
    habits = PayerHabits("UP001", "Upland", deductible_cents=0, denial_share=0, reject_share=0)
    worst = Faults(1.0, 1.0, 1.0, 1.0, 1.0, 1.0)
    made = live(office, own_home, habits, faults=worst, many=5)
    found = totals(office)
    posted = claims.remittance_rows(state="posted")
    assert len(posted) == 1
    assert found[Account.BANK] == posted[0].amount_cents
    assert -found[Account.UNAPPLIED_PAYMENTS] == posted[0].unapplied_cents > 0
    assert posted[0].exception_count == 1
    assert {claim.state for claim in made} == {"paid"}


def test_a_takeback_and_its_correction_leave_the_correction(office):
    made = make_claims(office, 2)
    outgoing = sent_claims(submit(office, made))
    first = remit(outgoing)
    deliver(office, x12.write_835(first))
    decided = first.claims[0]
    later = remit([outgoing[1]])
    later = replace(
        later,
        claims=[taken_back(decided), lowered(decided, 80)],
        amount_cents=0,
        method="NON",
        provider_adjustments=[x12.ProviderAdjustment("1234567893", date(2026, 12, 31), "FB", "F1", -1_500)],
    )
    assert x12.is_balanced(later)
    deliver(office, x12.write_835(later))
    claim = claims.claim_by_number(decided.patient_control_number)
    assert (claim.state, claim.paid_cents, claim.adjusted_cents, claim.patient_cents) == (
        "paid",
        6_000,
        5_250,
        1_250,
    )
    assert totals(office) == {
        Account.BANK: 15_000,
        Account.PAYER_RECOUPMENTS: -1_500,
        Account.CONTRACTUAL_ADJUSTMENT: 9_000,
        Account.PATIENT_RECEIVABLE: 2_500,
        Account.PATIENT_REVENUE: -25_000,
    }
    assert claims.remittance_rows()[0].exception_count == 0
    assert len(made) == 2
