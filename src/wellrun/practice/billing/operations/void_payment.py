"""Voiding a payment: the receipt number stays, the money is taken out of the books by a reversal."""

from __future__ import annotations

import uuid
from datetime import datetime

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.platform.events import publish
from wellrun.practice.billing.events import PaymentVoided
from wellrun.practice.billing.models import Payment
from wellrun.practice.billing.operations.accounts import lock_account
from wellrun.practice.billing.operations.apply_unapplied import apply_locked, take_back
from wellrun.practice.billing.queries.money import money_of
from wellrun.practice.billing.queries.posting_days import posting_day
from wellrun.practice.ledger import api as ledger
from wellrun.practice.organization.api import place_of


class AlreadyVoided(Refused):
    """The payment was voided before."""

    status = 409
    sentence = "This payment is voided already."


class NotYours(Refused):
    """Somebody else's payment, or one of another day, is the manager's to void."""

    sentence = "You can void your own payments of today. Ask the office manager for any other."


def void_payment(*, payment_id: uuid.UUID, because: str, by: Actor, at: datetime) -> Payment:
    """Void a payment for a reason. What it had paid is open again, and other unapplied money is applied to it.

    One's own payment on its own day may be voided by whoever may take money; any other needs the right to
    approve write-offs and refunds.
    """
    payment = Payment.objects.filter(id=payment_id).first()
    if payment is None:
        raise NotFound()
    require(by, "cash.take", payment.unit_id)
    account = lock_account(payment.account_id)
    payment.refresh_from_db()
    if payment.voided_at:
        raise AlreadyVoided()
    if not because.strip():
        raise Refused("Say why the payment is voided.", field="because")
    if not may_void(payment, by=by, at=at):
        raise NotYours()
    memo = because.strip()[:200]
    take_back(money_of(account).applied_from(payment.id), memo, by=by, at=at)
    effective_on = posting_day([payment.unit_id], at)
    ledger.reverse(entry_id=payment.entry_id, effective_on=effective_on, memo=memo, by=by, at=at)
    payment.voided_at, payment.voided_by_id, payment.void_because = at, by.person_id, memo
    payment.save(update_fields=["voided_at", "voided_by_id", "void_because"])
    apply_locked(account, by=by, at=at)
    record_act("payment.voided", subject_type="payment", subject_id=payment.id, patients=[account.patient_id])
    publish(PaymentVoided(payment.id, account.patient_id, at))
    return payment


def may_void(payment: Payment, *, by: Actor, at: datetime) -> bool:
    """Whether this person may void this payment now."""
    if by.may("writeoffs.approve", payment.unit_id):
        return True
    zone = place_of(payment.unit_id).zone
    today = at.astimezone(zone).date() == payment.taken_at.astimezone(zone).date()
    return today and payment.taken_by_id == by.person_id and by.may("cash.take", payment.unit_id)
