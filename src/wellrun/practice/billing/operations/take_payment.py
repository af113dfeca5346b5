"""Taking money from a patient."""

from __future__ import annotations

import uuid
from datetime import datetime

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.platform.database.ids import new_id
from wellrun.platform.events import publish
from wellrun.platform.money.cents import format_cents
from wellrun.platform.ui.refused_text import holds_card_number, holds_social_security_number
from wellrun.practice.billing.events import PaymentTaken
from wellrun.practice.billing.models import Method, PatientAccount, Payment
from wellrun.practice.billing.operations.accounts import lock_account_of, next_receipt
from wellrun.practice.billing.operations.apply_unapplied import apply_locked
from wellrun.practice.billing.queries.posting_days import posting_day
from wellrun.practice.billing.rules.charges import MAX_PAYMENT_CENTS
from wellrun.practice.ledger import api as ledger
from wellrun.practice.ledger.api import Account, Line
from wellrun.practice.scheduling.api import Appointment

#: Where money of each kind is until it is in the bank.
HELD_IN = {
    Method.CASH: Account.CASH_DRAWER,
    Method.CHECK: Account.BANK,
    Method.CARD: Account.CARD_CLEARING,
    Method.PAYER: Account.BANK,
}


class AmountRefused(Refused):
    """The amount is nothing, less than nothing, or more than anybody pays at a desk."""

    field = "amount_cents"


class ReferenceRefused(Refused):
    """The reference holds a number that must not be written down."""

    field = "reference"
    sentence = (
        "This looks like a card or Social Security number. Write the approval code or check number instead."
    )


class UnknownMethod(Refused):
    """The money came in no way we know."""

    field = "method"
    sentence = "Choose cash, check, card or insurer."


def take_payment(
    *,
    patient_id: uuid.UUID,
    amount_cents: int,
    method: str,
    reference: str = "",
    drawer_id: uuid.UUID | None = None,
    for_appointment_id: uuid.UUID | None = None,
    unit_id: uuid.UUID,
    key: uuid.UUID | None = None,
    by: Actor,
    at: datetime,
) -> Payment:
    """Take a payment, give it a receipt number, and apply it to what the patient owes, oldest service first.

    What is left over stays with the account until something falls due. `key` is the caller's own name for this
    payment: the same key again takes nothing and returns the first.
    """
    require(by, "cash.take", unit_id)
    _refuse_amount(amount_cents)
    if method not in Method.values:
        raise UnknownMethod()
    if holds_card_number(reference) or holds_social_security_number(reference):
        raise ReferenceRefused()
    account = lock_account_of(patient_id, by.organization_id)
    known = Payment.objects.filter(id=key, account=account).first() if key else None
    if known:
        return known
    _refuse_appointment(for_appointment_id, patient_id)
    payment = Payment(
        id=key or new_id(),
        organization_id=by.organization_id,
        unit_id=unit_id,
        compartment=account.compartment,
        account=account,
        appointment_id=for_appointment_id,
        amount_cents=amount_cents,
        method=method,
        reference=reference.strip()[:40],
        taken_at=at,
        taken_by_id=by.person_id,
        taken_by_name=by.name[:120],
        effective_on=posting_day([unit_id], at),
        drawer_id=drawer_id,
    )
    payment.receipt_number = next_receipt(unit_id, by.organization_id)
    payment.entry_id = _post(payment, by=by, at=at)
    payment.save(force_insert=True)
    apply_locked(account, taken=payment, by=by, at=at)
    record_act("payment.taken", subject_type="payment", subject_id=payment.id, patients=[patient_id])
    _announce(payment, patient_id, at)
    return payment


def _announce(payment: Payment, patient_id: uuid.UUID, at: datetime) -> None:
    publish(
        PaymentTaken(
            payment_id=payment.id,
            patient_id=patient_id,
            amount_cents=payment.amount_cents,
            appointment_id=payment.appointment_id,
            at=at,
            method=payment.method,
            drawer_id=payment.drawer_id,
            taken_by_id=payment.taken_by_id,
            effective_on=payment.effective_on,
        )
    )


def _refuse_amount(cents: int) -> None:
    if cents == 0:
        raise AmountRefused("Enter the amount that was paid.")
    if cents < 0:
        raise AmountRefused("A payment is more than zero. To give money back, void the payment.")
    if cents > MAX_PAYMENT_CENTS:
        raise AmountRefused(f"{format_cents(cents)} is too much to be right. Check the amount.")


def _refuse_appointment(appointment_id: uuid.UUID | None, patient_id: uuid.UUID) -> None:
    if appointment_id is None:
        return
    if not Appointment.objects.filter(id=appointment_id, patient_id=patient_id).exists():
        raise NotFound()


def _post(payment: Payment, *, by: Actor, at: datetime) -> uuid.UUID:
    account: PatientAccount = payment.account
    dimensions = {
        "patient_account_id": account.id,
        "unit_id": payment.unit_id,
        "drawer_id": payment.drawer_id,
    }
    return ledger.post(
        source_kind="payment",
        source_key=f"payment:{payment.id}",
        effective_on=payment.effective_on,
        lines=[
            Line(HELD_IN[Method(payment.method)], payment.amount_cents, **dimensions),
            Line(Account.UNAPPLIED_PAYMENTS, -payment.amount_cents, **dimensions),
        ],
        memo=f"receipt {payment.receipt_number}, {payment.get_method_display().lower()}",
        by=by,
        at=at,
    ).entry_id
