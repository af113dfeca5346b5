"""Applying money that was taken to what the patient owes, the oldest service first."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from wellrun.platform.access.api import Actor
from wellrun.platform.database.identity import across
from wellrun.practice.billing.models import ChargeLine, PatientAccount, Payment
from wellrun.practice.billing.operations.accounts import lock_account
from wellrun.practice.billing.queries.money import AccountMoney, Application, application_key, money_of
from wellrun.practice.billing.queries.places import posting_day
from wellrun.practice.ledger import api as ledger
from wellrun.practice.ledger.api import Account, Line


def apply_unapplied(account: PatientAccount, *, by: Actor, at: datetime) -> int:
    """Apply an account's unapplied money to its open charges; says how many cents were applied.

    A charge that was paid for more than the patient now owes on it gives the difference back first. Rooms
    that move what a patient owes call this afterward; it needs no capability, for the money stays in one account.
    """
    account = lock_account(account.id)
    # One patient's charges lie in several sections; their money is one.
    with across(account.organization_id):
        return _settle(account, by=by, at=at)


def _settle(account: PatientAccount, *, by: Actor, at: datetime) -> int:
    money = money_of(account)
    overpaid = [charge_id for charge_id, cents in money.patient_open.items() if cents < 0]
    if overpaid:
        for charge_id in overpaid:
            take_back(money.applied_to(charge_id), "paid more than owed", by=by, at=at)
        money = money_of(account)
    if money.unapplied_cents <= 0 or not any(cents > 0 for cents in money.patient_open.values()):
        return 0
    return _apply(account, money, by=by, at=at)


def take_back(applications: Iterable[Application], memo: str, *, by: Actor, at: datetime) -> None:
    """Reverse applications, so that their money is unapplied again and their charges are open again."""
    for one in applications:
        units = {
            *ChargeLine.objects.filter(id=one.charge_id).values_list("unit_id", flat=True),
            *Payment.objects.filter(id=one.payment_id).values_list("unit_id", flat=True),
        }
        ledger.reverse(entry_id=one.entry_id, effective_on=posting_day(units, at), memo=memo, by=by, at=at)


def _apply(account: PatientAccount, money: AccountMoney, *, by: Actor, at: datetime) -> int:
    charges = {
        charge.id: charge
        for charge in ChargeLine.objects.filter(account__patient_id=account.patient_id).select_related(
            "encounter"
        )
    }
    payments = list(
        Payment.objects.filter(account__patient_id=account.patient_id).order_by("taken_at", "receipt_number")
    )
    effective_on = posting_day({*(c.unit_id for c in charges.values()), *(p.unit_id for p in payments)}, at)
    owed = _oldest_first((one for one, cents in money.patient_open.items() if cents > 0), charges)
    applied = 0
    for payment in payments:
        left = min(money.payment_left.get(payment.id, 0), money.unapplied_cents - applied)
        for charge_id in owed:
            cents = min(left, money.patient_open[charge_id])
            if cents <= 0:
                continue
            _post(payment, charges.get(charge_id), charge_id, cents, money.attempts[payment.id, charge_id],
                  effective_on, by=by, at=at)  # fmt: skip
            money.patient_open[charge_id] -= cents
            left -= cents
            applied += cents
    return applied


def _oldest_first(
    owed: Iterable[uuid.UUID | None], charges: dict[uuid.UUID, ChargeLine]
) -> list[uuid.UUID | None]:
    # What belongs to no charge was brought in from before, so it is the oldest.
    wanted = list(owed)
    known = sorted(
        (charges[one] for one in wanted if one in charges),
        key=lambda charge: (charge.service_on, charge.posted_at, charge.position),
    )
    return [one for one in wanted if one not in charges] + [charge.id for charge in known]


def _post(payment: Payment, charge: ChargeLine | None, charge_id: uuid.UUID | None, cents: int, attempt: int,
          effective_on: date, *, by: Actor, at: datetime) -> None:  # fmt: skip
    # Of joined accounts the money leaves the one it was paid into, and pays in the one it was charged to.
    ledger.post(
        source_kind="application",
        source_key=application_key(payment.id, charge_id, attempt),
        effective_on=effective_on,
        lines=[
            Line(
                Account.UNAPPLIED_PAYMENTS,
                cents,
                patient_account_id=payment.account_id,
                unit_id=payment.unit_id,
            ),
            Line(
                Account.PATIENT_RECEIVABLE,
                -cents,
                patient_account_id=charge.account_id if charge else payment.account_id,
                charge_id=charge_id,
                unit_id=charge.unit_id if charge else payment.unit_id,
                provider_id=charge.encounter.provider_id if charge else None,
            ),
        ],
        memo=f"receipt {payment.receipt_number}",
        by=by,
        at=at,
    )
