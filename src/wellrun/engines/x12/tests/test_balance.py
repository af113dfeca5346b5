"""The thirteen rules of a remittance's money, one by one, on a payment that balances until it is spoilt."""

from __future__ import annotations

import pytest

from wellrun.engines.x12 import (
    Adjustment,
    ProviderAdjustment,
    Remittance,
    balance,
    is_balanced,
    read_remittances,
)
from wellrun.engines.x12.testing import make_batch, make_remittance

from .faults import clean_remittances


@pytest.fixture
def payment() -> Remittance:
    return make_remittance(make_batch(4))


def _codes(payment: Remittance) -> list[str]:
    return [found.code for found in balance(payment)]


def test_an_exact_payment_has_nothing_to_say(payment: Remittance):
    assert balance(payment) == []
    assert is_balanced(payment)


def test_a_cent_on_a_line_shows_at_every_level_above(payment: Remittance):
    payment.claims[1].lines[0].adjustments[0].amount_cents += 1
    assert _codes(payment) == ["balance.line", "balance.claim"]
    assert "$147.00" not in balance(payment)[0].sentence
    assert not is_balanced(payment)


def test_adjustments_of_claim_level_enter_the_claim_and_not_the_line(payment: Remittance):
    claim = payment.claims[0]
    claim.adjustments = [Adjustment("CO", "253", 100)]
    assert _codes(payment) == ["balance.claim"]
    claim.paid_cents -= 100
    payment.amount_cents -= 100
    assert balance(payment) == []


def test_provider_adjustments_lower_the_payment_by_their_sign(payment: Remittance):
    payment.provider_adjustments.append(ProviderAdjustment("1000000012", None, "WO", "UP1", 5_000))
    assert _codes(payment) == ["balance.payment"]
    payment.amount_cents -= 5_000
    assert balance(payment) == []


def test_lines_must_make_the_claims_charge(payment: Remittance):
    claim = payment.claims[1]
    claim.charge_cents += 500
    claim.adjustments = [Adjustment("CO", "45", 500)]
    assert _codes(payment) == ["balance.claim-charge"]


def test_patient_responsibility_is_a_warning_outside_the_balance(payment: Remittance):
    payment.claims[0].patient_responsibility_cents = 0
    assert _codes(payment) == ["balance.patient-responsibility"]
    assert is_balanced(payment)


def test_amounts_for_information_never_enter(payment: Remittance):
    payment.claims[0].amounts = [("AU", 999_999)]
    payment.claims[0].lines[0].amounts = [("B6", 1)]
    assert balance(payment) == []


def test_a_reversal_flips_every_sign_and_carries_no_patient_responsibility(payment: Remittance):
    claim = payment.claims[0]
    claim.status = "22"
    for line in claim.lines:
        line.charge_cents, line.paid_cents = -line.charge_cents, -line.paid_cents
        for adjustment in line.adjustments:
            adjustment.amount_cents = -adjustment.amount_cents
    payment.amount_cents -= 2 * claim.paid_cents
    claim.charge_cents, claim.paid_cents = -claim.charge_cents, -claim.paid_cents
    assert _codes(payment) == ["remittance.reversal"]
    claim.patient_responsibility_cents = 0
    assert balance(payment) == []


def test_a_secondary_payment_tells_what_the_first_payer_did(payment: Remittance):
    payment.claims[0].status = "2"
    assert _codes(payment) == ["remittance.prior-payer"]
    assert is_balanced(payment)
    payment.claims[0].lines[0].adjustments[0].reason = "23"
    assert balance(payment) == []


def test_no_payment_means_no_money(payment: Remittance):
    payment.method = "NON"
    assert _codes(payment) == ["remittance.no-payment"]
    payment.provider_adjustments.append(ProviderAdjustment("1", None, "FB", "", payment.amount_cents))
    payment.amount_cents = 0
    assert balance(payment) == []


def test_a_notice_with_money_and_a_debit_are_odd(payment: Remittance):
    payment.handling = "H"
    assert _codes(payment) == ["remittance.notice"]
    payment.handling, payment.credit_debit = "I", "D"
    assert _codes(payment) == ["balance.payment", "remittance.debit"]


def test_a_negative_payment_must_be_carried_forward(payment: Remittance):
    taken = payment.amount_cents + 100
    payment.provider_adjustments.append(ProviderAdjustment("1", None, "WO", "", taken))
    payment.amount_cents = -100
    assert _codes(payment) == ["remittance.negative"]
    payment.provider_adjustments.append(ProviderAdjustment("1", None, "FB", "", -100))
    payment.amount_cents = 0
    assert balance(payment) == []


def test_what_could_not_be_read_forbids_posting():
    (found, _) = read_remittances(clean_remittances().replace(b"CAS*CO*45*43.5~", b"CAS*CO*45*4E1~", 1))
    assert balance(found)[0].code == "amount.unreadable"
    assert balance(found)[0].value == "4E1"
    assert not is_balanced(found)


def test_findings_point_into_the_file():
    text = clean_remittances().replace(b"SVC*HC:99214*210*117.6", b"SVC*HC:99214*210*117.7", 1)
    first, second = read_remittances(text)
    (line,) = [found for found in balance(first) if found.code == "balance.line"]
    segments = text.split(b"~")
    assert segments[line.segment_position - 1].startswith(b"SVC*HC:99214*210*117.7")
    assert segments[line.segment_position - line.position_in_transaction].startswith(b"ST*835*0001")
    assert balance(second) == []
