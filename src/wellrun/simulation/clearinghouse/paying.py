"""One check for many claims: the 835 of a payer's day, balanced to the cent, and the faults it may be
given.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from random import Random

from wellrun.engines.x12 import (
    Address,
    Contact,
    Envelope,
    Party,
    ProviderAdjustment,
    Reference,
    Remittance,
    RemittedClaim,
    Separators,
    write_835,
)
from wellrun.simulation.clearinghouse.answering import IDENTIFIER
from wellrun.simulation.clearinghouse.habits import Faults, PayerHabits


def payment_of(
    habits: PayerHabits,
    payee: Party,
    receiver: str,
    claims: list[RemittedClaim],
    owed_cents: int,
    control: int,
    at: datetime,
) -> tuple[Remittance, int]:
    """The payment of these claims, and what the provider still owes the payer afterwards, in cents.

    `owed_cents` from earlier is taken first (PLB FB positive); a payment that would be negative is carried
    forward (PLB FB negative) and becomes a notice of no payment.
    """
    total = sum(claim.paid_cents for claim in claims)
    moved = [_forward(payee, at.date(), owed_cents, control)] if owed_cents else []
    net = total - owed_cents
    still_owed = 0
    if net < 0:
        still_owed = -net
        moved.append(_forward(payee, at.date(), net, control))
        net = 0
    return (
        Remittance(
            envelope=_envelope(receiver, control, at),
            handling="I",
            amount_cents=net,
            credit_debit="C",
            method=habits.method if net else "NON",
            payment_format="CCP" if net and habits.method == "ACH" else "",
            payer_bank=("01", "011000015", "DA", "100200300")
            if net and habits.method == "ACH"
            else ("",) * 4,
            originator_id="1999999999",
            payee_bank=("01", "021000021", "DA", "400500600")
            if net and habits.method == "ACH"
            else ("",) * 4,
            paid_on=at.date(),
            trace_number=f"{habits.electronic_id}{at:%y%m%d}{control % 10_000:04d}",
            payer_trace_id="1999999999",
            produced_on=at.date(),
            payer=_payer(habits),
            payee=Party(
                "PE",
                payee.name,
                id_qualifier="XX",
                id=payee.id,
                references=[Reference("TJ", payee.reference("EI"))],
            ),
            claims=claims,
            provider_adjustments=moved,
        ),
        still_owed,
    )


def written(payment: Remittance) -> bytes:
    """The file as it should be."""
    return write_835(payment)


def faulty_versions(payment: Remittance, faults: Faults, chance: Random) -> list[tuple[str, bytes]]:
    """What is delivered for one payment: (suffix of its name, bytes), the faulty ones before the whole
    one.
    """
    delivered = []
    if chance.random() < faults.unknown_claim and payment.claims:
        payment = with_unknown_claim(payment)
    whole = written(payment)
    if chance.random() < faults.truncated:
        delivered.append(("-part", whole[: len(whole) * 2 // 3]))
    if chance.random() < faults.unbalanced:
        delivered.append(("-off", written(replace(payment, amount_cents=payment.amount_cents + 100))))
    if chance.random() < faults.odd_separators:
        odd = Separators(element="|", component=">", repetition="^", segment="\n")
        whole = written(replace(payment, envelope=replace(payment.envelope, separators=odd)))
    if chance.random() < faults.byte_order_mark:
        whole = b"\xef\xbb\xbf" + whole
    delivered.append(("", whole))
    if chance.random() < faults.duplicate:
        delivered.append(("-again", whole))
    return delivered


def with_unknown_claim(payment: Remittance) -> Remittance:
    """The payment with one more claim, of a number that nobody sent; it still balances."""
    stranger = replace(
        payment.claims[0], patient_control_number="X99999999", payer_claim_number="UNKNOWN0001"
    )
    return replace(
        payment,
        claims=[*payment.claims, stranger],
        amount_cents=payment.amount_cents + stranger.paid_cents,
    )


def _forward(payee: Party, on: date, cents: int, control: int) -> ProviderAdjustment:
    return ProviderAdjustment(payee.id, date(on.year, 12, 31), "FB", f"F{control:09d}", cents)


def _payer(habits: PayerHabits) -> Party:
    return Party(
        "PR",
        habits.name,
        id_qualifier="",
        address=Address("1 PLAN PLAZA", "", "SPRINGFIELD", "IL", "627010001"),
        references=[Reference("2U", habits.electronic_id)],
        contacts=[Contact("PROVIDER LINE", [("TE", "3125550199")], "BL")],
    )


def _envelope(receiver: str, control: int, at: datetime) -> Envelope:
    return Envelope(
        sender=IDENTIFIER,
        receiver=receiver,
        interchange_control=str(control),
        group_control=str(control),
        transaction_control="0001",
        written_at=at.replace(tzinfo=None),
    )
