"""Posting remittances: balanced or not at all, once, whole, tied to the cent; whatever is odd becomes an
exception.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from wellrun.engines import x12
from wellrun.practice.billing import api as billing
from wellrun.practice.billing.testing import pay
from wellrun.practice.claims import api as claims
from wellrun.practice.claims.models import RemittanceClaim
from wellrun.practice.claims.testing import PAID_AT, deliver, make_claims, remit, sent_claims, submit
from wellrun.practice.coverage.api import verify_coverage
from wellrun.practice.ledger import api as ledger
from wellrun.practice.ledger.api import Account
from wellrun.practice.worklist import api as worklist


def totals(office):
    found = ledger.totals_by_account(
        organization_id=office.organization.id, starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 1)
    )
    return {account: cents for account, cents in found.items() if cents}


def tasks(office, kind):
    return [task for task in worklist.open_tasks(by=office.program(), whose="all") if task.kind == kind]


def sent(office, many=1, codes=("99213",)):
    made = make_claims(office, many, codes=codes)
    return made, sent_claims(submit(office, made))


def refused(payment, group, reason):
    """The payment with its first claim denied for one reason."""
    first = payment.claims[0]
    lines = [
        replace(line, paid_cents=0, adjustments=[x12.Adjustment(group, reason, line.charge_cents)])
        for line in first.lines
    ]
    share = first.charge_cents if group == "PR" else 0
    denied = replace(first, status="4", paid_cents=0, patient_responsibility_cents=share, lines=lines)
    return replace(
        payment, amount_cents=payment.amount_cents - first.paid_cents, claims=[denied, *payment.claims[1:]]
    )


def latest(office):
    office.program()
    return claims.remittance(claims.remittance_rows()[0].id)


def test_a_payment_is_posted_by_line_and_ties(office):
    made, outgoing = sent(office, 2, codes=("99213", "93000"))
    assert totals(office) == {Account.INSURANCE_RECEIVABLE: 34_000, Account.PATIENT_REVENUE: -34_000}
    payment = remit(outgoing)
    assert deliver(office, x12.write_835(payment)).state == "handled"
    assert totals(office) == {
        Account.BANK: payment.amount_cents,
        Account.CONTRACTUAL_ADJUSTMENT: 10_200,
        Account.PATIENT_RECEIVABLE: 3_400,
        Account.PATIENT_REVENUE: -34_000,
    }
    for claim in made:
        claim.refresh_from_db()
        assert (claim.state, claim.paid_cents, claim.adjusted_cents, claim.patient_cents) == (
            "paid",
            10_200,
            5_100,
            1_700,
        )
        assert claim.payer_claim_number == f"PCN{claim.number}"
        for charge in billing.charge_lines(claim.encounter_id):
            assert ledger.balance_of(account=Account.INSURANCE_RECEIVABLE, charge_id=charge.id) == 0
    assert latest(office).state == "posted"


def test_what_the_patient_paid_in_advance_covers_the_share(office):
    made, outgoing = sent(office)
    pay(office, made[0].patient_id, 1_000)
    deliver(office, x12.write_835(remit(outgoing)))
    balance = billing.balances([made[0].patient_id])[made[0].patient_id]
    assert balance == billing.Balance(patient_due_cents=250)


def test_the_same_payment_again_writes_nothing(office):
    _, outgoing = sent(office)
    payment = remit(outgoing)
    deliver(office, x12.write_835(payment))
    before = totals(office)
    first = latest(office)
    claims.post_remittance(remittance_id=first.id, by=office.program(), at=PAID_AT)
    odd = x12.Separators(element="|", component=">", segment="\n")
    again = x12.write_835(replace(payment, envelope=replace(payment.envelope, separators=odd)))
    deliver(office, b"\xef\xbb\xbf" + again, name="renamed.txt")
    assert totals(office) == before
    second = latest(office)
    assert (second.state, second.first_id) == ("duplicate", first.id)
    assert "came before" in tasks(office, "remittance unmatched")[0].detail
    with pytest.raises(claims.NotToPost):
        claims.post_remittance(remittance_id=second.id, by=office.program(), at=PAID_AT)


def test_a_second_check_of_the_same_amount_is_another_payment(office):
    _, outgoing = sent(office, 2)
    for claim in outgoing:
        deliver(office, x12.write_835(remit([claim])))
    assert totals(office)[Account.BANK] == 15_000
    assert {row.state for row in claims.remittance_rows()} == {"posted"}


@pytest.mark.parametrize("level", ["line", "claim", "payment"])
def test_what_does_not_balance_posts_nothing(office, level):
    _, outgoing = sent(office, 2)
    payment = remit(outgoing)
    before = totals(office)
    if level == "line":
        payment.claims[0].lines[0].adjustments[0].amount_cents += 1
    elif level == "claim":
        payment.claims[0].paid_cents += 1
    else:
        payment.amount_cents += 1
    deliver(office, x12.write_835(payment))
    assert totals(office) == before
    assert latest(office).state == "unbalanced"
    assert len(tasks(office, "remittance does not balance")) == 1


def test_a_file_cut_short_posts_nothing_and_the_whole_one_replaces_it(office):
    _, outgoing = sent(office, 3)
    content = x12.write_835(remit(outgoing))
    before = totals(office)
    deliver(office, content[: len(content) * 2 // 3])
    assert totals(office) == before
    broken = latest(office)
    assert broken.findings[0].startswith("The file breaks off")
    deliver(office, content)
    assert totals(office)[Account.BANK] == 22_500
    broken.refresh_from_db()
    assert broken.state == "replaced"
    assert tasks(office, "remittance does not balance") == []


def test_a_claim_nobody_sent_is_an_exception_and_the_cash_still_ties(office):
    _, outgoing = sent(office, 2)
    payment = remit(outgoing)
    payment.claims[1].patient_control_number = "X99999999"
    payment.claims[1].payer_claim_number = "NEVER"
    payment.claims[1].patient = x12.Party("QC", "STRANGER", "SAM", person=True)
    deliver(office, x12.write_835(payment))
    assert totals(office)[Account.BANK] == payment.amount_cents
    assert totals(office)[Account.UNAPPLIED_PAYMENTS] == -7_500
    found = latest(office)
    assert (found.exception_count, found.unapplied_cents) == (1, 7_500)
    assert len(tasks(office, "remittance unmatched")) == 1


def test_a_person_settles_an_exception(office):
    made, outgoing = sent(office, 2)
    payment = remit(outgoing)
    payment.claims[1].patient_control_number, payment.claims[1].payer_claim_number = "X9", "NEVER"
    payment.claims[1].patient = x12.Party("QC", "STRANGER", "SAM", person=True)
    deliver(office, x12.write_835(payment))
    member = RemittanceClaim.objects.get(outcome="exception")
    number = next(c.number for c in made if c.number != payment.claims[0].patient_control_number)
    with pytest.raises(Exception, match="no claim with this number"):
        claims.settle_exception(remitted_id=member.id, number="C1", by=office.program(), at=PAID_AT)
    claims.settle_exception(remitted_id=member.id, number=number, by=office.program(), at=PAID_AT)
    assert Account.UNAPPLIED_PAYMENTS not in totals(office)
    assert Account.INSURANCE_RECEIVABLE not in totals(office)
    assert (latest(office).exception_count, latest(office).unapplied_cents) == (0, 0)
    assert tasks(office, "remittance unmatched") == []


def test_a_claim_is_recognized_by_the_payers_number_or_by_day_and_amount(office):
    made, outgoing = sent(office, 2)
    payment = remit(outgoing)
    claims.Claim.objects.filter(number=outgoing[0].control_number).update(payer_claim_number="ICN1")
    payment.claims[0].patient_control_number, payment.claims[0].payer_claim_number = "LOST1", "ICN1"
    payment.claims[1].patient_control_number, payment.claims[1].payer_claim_number = "LOST2", "ICN2"
    deliver(office, x12.write_835(payment))
    rows = claims.remitted_rows(remittance_id=latest(office).id)
    assert [row.matched_by for row in rows] == ["payer's number", "day and amount"]
    assert {row.outcome for row in rows} == {"posted"}
    assert len(made) == 2


@pytest.mark.parametrize(
    "group, reason", [("CO", "16"), ("CO", "50"), ("CO", "97"), ("CO", "197"), ("PI", "204")]
)
def test_a_denial_is_never_written_off_by_itself(office, group, reason):
    made, outgoing = sent(office)
    deliver(office, x12.write_835(refused(remit(outgoing), group, reason)))
    made[0].refresh_from_db()
    assert (made[0].state, made[0].denied_cents) == ("denied", 12_500)
    assert totals(office) == {Account.INSURANCE_RECEIVABLE: 12_500, Account.PATIENT_REVENUE: -12_500}
    assert f"{group} {reason}" in tasks(office, "claim denied")[0].detail


def test_the_patient_made_to_pay_all_of_it_is_looked_at(office):
    made, outgoing = sent(office)
    deliver(office, x12.write_835(refused(remit(outgoing), "PR", "27")))
    made[0].refresh_from_db()
    assert made[0].state == "denied"
    assert totals(office)[Account.PATIENT_RECEIVABLE] == 12_500


def test_a_deductible_that_takes_it_all_is_no_denial(office):
    made, outgoing = sent(office)
    deliver(office, x12.write_835(refused(remit(outgoing), "PR", "1")))
    made[0].refresh_from_db()
    assert made[0].state == "paid"
    assert tasks(office, "claim denied") == []


def test_a_refusal_is_answered_by_a_replacement(office):
    made, outgoing = sent(office)
    deliver(office, x12.write_835(refused(remit(outgoing), "CO", "16")))
    verify_coverage(coverage_id=made[0].coverage_id, result="active", by=office.program(), at=PAID_AT)
    new = claims.replace_claim(claim_id=made[0].id, by=office.program(), at=PAID_AT)
    assert (new.state, new.frequency) == ("ready", "7")
    again = sent_claims(submit(office, [new], at=PAID_AT))[0]
    assert (again.frequency, again.reference("F8")) == ("7", f"PCN{made[0].number}")
    deliver(office, x12.write_835(remit([again])))
    assert totals(office)[Account.BANK] == 7_500
    assert Account.INSURANCE_RECEIVABLE not in totals(office)


def test_a_refusal_is_billed_or_written_off_by_those_who_may(office):
    made, outgoing = sent(office, 2)
    payment = refused(remit(outgoing), "CO", "16")
    deliver(office, x12.write_835(refused(replace(payment, claims=payment.claims[::-1]), "CO", "16")))
    biller = office.actor("biller")
    claims.bill_patient(claim_id=made[0].id, because="Not covered, signed for.", by=biller, at=PAID_AT)
    with pytest.raises(Exception, match="not one of yours"):
        claims.write_off_refusal(claim_id=made[1].id, because="Too small.", by=biller, at=PAID_AT)
    claims.write_off_refusal(
        claim_id=made[1].id, because="Too small.", by=office.actor("manager"), at=PAID_AT
    )
    assert totals(office) == {
        Account.PATIENT_RECEIVABLE: 12_500,
        Account.OTHER_ADJUSTMENT: 12_500,
        Account.PATIENT_REVENUE: -25_000,
    }


def test_interest_and_recoupment_go_to_their_accounts(office):
    _, outgoing = sent(office)
    payment = remit(outgoing)
    moved = [
        x12.ProviderAdjustment("1234567893", date(2026, 12, 31), "L6", "INTEREST", -125),
        x12.ProviderAdjustment("1234567893", date(2026, 12, 31), "WO", "OLDCLAIM", 500),
    ]
    payment = replace(payment, provider_adjustments=moved, amount_cents=payment.amount_cents + 125 - 500)
    deliver(office, x12.write_835(payment))
    found = totals(office)
    assert found[Account.BANK] == payment.amount_cents
    assert (found[Account.INTEREST_INCOME], found[Account.PAYER_RECOUPMENTS]) == (-125, 500)


@pytest.mark.parametrize(
    "change, says",
    [
        ({"status": "25"}, "estimate"),
        ({"status": "2"}, "later payer"),
        ({"status": "22"}, "never posted"),
    ],
)
def test_an_odd_decision_is_an_exception(office, change, says):
    _, outgoing = sent(office)
    payment = remit(outgoing)
    payment.claims[0] = replace(payment.claims[0], **change)
    deliver(office, x12.write_835(payment))
    found = claims.remitted_rows(remittance_id=latest(office).id)[0]
    assert says in found.sentence
    assert totals(office)[Account.UNAPPLIED_PAYMENTS] == -7_500


def test_a_second_decision_that_was_not_taken_back_is_an_exception(office):
    _, outgoing = sent(office)
    deliver(office, x12.write_835(remit(outgoing)))
    deliver(office, x12.write_835(remit(outgoing)))
    assert totals(office)[Account.BANK] == 15_000
    assert totals(office)[Account.UNAPPLIED_PAYMENTS] == -7_500
    assert latest(office).exception_count == 1


def test_several_checks_in_one_file_are_several_payments(office):
    _, outgoing = sent(office, 2)
    together = [
        replace(
            found,
            envelope=replace(
                found.envelope, interchange_control="77", group_control="77", transaction_control=f"000{n}"
            ),
        )  # fmt: skip
        for n, found in enumerate((remit(outgoing[:1]), remit(outgoing[1:])), start=1)
    ]
    deliver(office, x12.write_835(together))
    assert [row.claim_count for row in claims.remittance_rows()] == [1, 1]
    assert totals(office)[Account.BANK] == 15_000


def test_a_statement_waits_while_a_claim_is_open(office):
    made, outgoing = sent(office)
    charge = billing.charge_lines(made[0].encounter_id)[0]
    from wellrun.practice.claims.queries.charges import open_claims, owed_reasons

    assert "submitted" in open_claims([charge.id])[charge.id]
    deliver(office, x12.write_835(remit(outgoing)))
    assert open_claims([charge.id]) == {}
    assert owed_reasons([charge.id]) == {charge.id: "Coinsurance"}


def test_claims_follow_a_chart_into_its_compartment_and_are_still_paid(office):
    from wellrun.practice.patients.api import move_to_compartment

    made, outgoing = sent(office)
    move_to_compartment(
        patient_id=made[0].patient_id,
        compartment="behavioral",
        reason="Asked for.",
        by=office.program(),
        at=PAID_AT,
    )
    biller = office.actor("biller")
    assert claims.claim(made[0].id) is None
    staged = claims.take_upload(content=x12.write_835(remit(outgoing)), name="pay.835", by=biller, at=PAID_AT)
    assert [(one.state, one.exception_count) for one in staged] == [("posted", 0)]
    assert claims.remitted_rows(remittance_id=staged[0].id) == []
    office.program()
    assert claims.claim(made[0].id).state == "paid"


def taken_back(claim):
    """A decided claim with every amount turned round, as a payer takes its decision back."""
    lines = [
        replace(
            line,
            charge_cents=-line.charge_cents,
            paid_cents=-line.paid_cents,
            adjustments=[replace(one, amount_cents=-one.amount_cents) for one in line.adjustments],
        )
        for line in claim.lines
    ]
    return replace(
        claim,
        status="22",
        charge_cents=-claim.charge_cents,
        paid_cents=-claim.paid_cents,
        patient_responsibility_cents=-claim.patient_responsibility_cents,
        lines=lines,
    )


def test_what_a_patient_paid_of_a_decision_taken_back_is_theirs_again_at_once(office):
    made, outgoing = sent(office, 2)
    first, second = sorted(outgoing, key=lambda claim: claim.control_number)
    payment = remit([first])
    deliver(office, x12.write_835(payment))
    patient_id = made[0].patient_id
    pay(office, patient_id, 1_250, at=PAID_AT)
    assert billing.balances([patient_id])[patient_id] == billing.Balance()
    other = remit([second])
    deliver(office, x12.write_835(replace(
        other, claims=[taken_back(payment.claims[0]), *other.claims], amount_cents=0
    )))  # fmt: skip
    assert latest(office).state == "posted"
    made[0].refresh_from_db()
    assert (made[0].state, made[0].patient_cents) == ("accepted", 0)
    assert billing.balances([patient_id])[patient_id] == billing.Balance(
        insurance_pending_cents=12_500, unapplied_cents=1_250
    )
