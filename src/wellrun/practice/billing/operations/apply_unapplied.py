"""Applying money that was taken to what the patient owes, the oldest service first."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from wellrun.platform.access.api import Actor
from wellrun.platform.database.identity import across
from wellrun.practice.billing.models import ChargeLine, PatientAccount, Payment
from wellrun.practice.billing.operations.accounts import lock_account
from wellrun.practice.billing.queries.money import AccountMoney, Application, application_key, money_of
from wellrun.practice.billing.queries.posting_days import posting_day
from wellrun.practice.ledger import api as ledger
from wellrun.practice.ledger.api import Account, Entry, Line


def apply_unapplied(account: PatientAccount, *, by: Actor, at: datetime) -> int:
    """Apply an account's unapplied money to its open charges; says how many cents were applied.

    A charge that was paid for more than the patient now owes on it gives the difference back first. Rooms
    that move what a patient owes call this afterward; it needs no capability, for the money stays in one account.
    """
    return apply_locked(lock_account(account.id), by=by, at=at)


def apply_locked(account: PatientAccount, *, taken: Payment | None = None, by: Actor, at: datetime) -> int:
    """The same for an account that is locked already; `taken` is a payment that was just taken and posted."""
    money = money_of(account)
    overpaid = [charge_id for charge_id, cents in money.patient_open.items() if cents < 0]
    if overpaid:
        applied = [one for charge_id in overpaid for one in money.applied_to(charge_id)]
        take_back(applied, "paid more than owed", by=by, at=at)
        money = money_of(account)
    if money.unapplied_cents <= 0 or not any(cents > 0 for cents in money.patient_open.values()):
        return 0
    return _apply(account, money, taken, by=by, at=at)


def take_back(applications: Iterable[Application], memo: str, *, by: Actor, at: datetime) -> None:
    """Reverse applications, so that their money is unapplied again and their charges are open again."""
    for one in applications:
        units = {charge.unit_id for charge in _charges({one.charge_id} - {None}, by.organization_id).values()}
        units |= set(Payment.objects.filter(id=one.payment_id).values_list("unit_id", flat=True))
        ledger.reverse(entry_id=one.entry_id, effective_on=posting_day(units, at), memo=memo, by=by, at=at)


class _Owed(NamedTuple):
    """A charge that the patient owes."""

    id: uuid.UUID
    account_id: uuid.UUID
    unit_id: uuid.UUID
    provider_id: uuid.UUID
    service_on: date
    posted_at: datetime
    position: int


def _charges(charge_ids: set[uuid.UUID], organization_id: uuid.UUID) -> dict[uuid.UUID, _Owed]:
    """One patient's charges lie in several sections, their money is one: who sees a part of them reaches all."""
    if not charge_ids:
        return {}
    rows = ChargeLine.objects.filter(id__in=charge_ids).values_list(
        "id", "account_id", "unit_id", "encounter__provider_id", "service_on", "posted_at", "position"
    )
    found = list(rows)
    if len(found) < len(charge_ids):
        with across(organization_id):
            found = list(rows.all())
    return {row[0]: _Owed(*row) for row in found}


def _apply(
    account: PatientAccount, money: AccountMoney, taken: Payment | None, *, by: Actor, at: datetime
) -> int:
    owed_ids = [one for one, cents in money.patient_open.items() if cents > 0]
    charges = _charges({one for one in owed_ids if one}, account.organization_id)
    payments = _payments({one for one, cents in money.payment_left.items() if one and cents > 0}, taken)
    units = {*(charge.unit_id for charge in charges.values()), *(payment.unit_id for payment in payments)}
    known = taken is not None and units == {taken.unit_id}
    effective_on = taken.effective_on if taken and known else posting_day(units, at)
    owed = _oldest_first(owed_ids, charges)
    entries, applied = [], 0
    for payment in payments:
        left = min(money.payment_left[payment.id], money.unapplied_cents - applied)
        for charge_id in owed:
            cents = min(left, money.patient_open[charge_id])
            if cents <= 0:
                continue
            attempt = money.attempts[payment.id, charge_id]
            charge = charges.get(charge_id) if charge_id else None
            entries.append(_entry(payment, charge, charge_id, cents, attempt, effective_on))
            money.patient_open[charge_id] -= cents
            left -= cents
            applied += cents
    ledger.post_all(entries, by=by, at=at)
    return applied


def _payments(payment_ids: set[uuid.UUID], taken: Payment | None) -> list[Payment]:
    if taken is not None and payment_ids == {taken.id}:
        return [taken]
    return list(Payment.objects.filter(id__in=payment_ids).order_by("taken_at", "receipt_number"))


def _oldest_first(
    owed: Iterable[uuid.UUID | None], charges: dict[uuid.UUID, _Owed]
) -> list[uuid.UUID | None]:
    # What belongs to no charge was brought in from before, so it is the oldest.
    wanted = list(owed)
    known = sorted(
        (charges[one] for one in wanted if one in charges),
        key=lambda charge: (charge.service_on, charge.posted_at, charge.position),
    )
    return [one for one in wanted if one not in charges] + [charge.id for charge in known]


def _entry(payment: Payment, charge: _Owed | None, charge_id: uuid.UUID | None, cents: int, attempt: int,
           effective_on: date) -> Entry:  # fmt: skip
    # Of joined accounts the money leaves the one it was paid into, and pays in the one it was charged to.
    return Entry(
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
                provider_id=charge.provider_id if charge else None,
            ),
        ],
        memo=f"receipt {payment.receipt_number}",
    )
