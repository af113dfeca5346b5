"""One account's money, read from its ledger lines: what each charge is made of, what each payment has left."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from wellrun.practice.billing.models import PatientAccount
from wellrun.practice.ledger import api as ledger
from wellrun.practice.ledger.api import Account, LineRow

#: More lines than one patient's account gathers in a lifetime.
_ALL = 1_000_000
#: What comes first among things posted at the same instant: there is nothing to pay before there is a charge.
_AT_ONCE = {"charge": 0, "application": 2, "reversal": 3}


@dataclass(frozen=True)
class Application:
    """A part of a payment that pays a part of a charge. `charge_id` is None for balances without a charge."""

    entry_id: uuid.UUID
    payment_id: uuid.UUID
    charge_id: uuid.UUID | None
    cents: int
    live: bool


@dataclass
class AccountMoney:
    """Readings of one account's lines, oldest first. Amounts in cents."""

    lines: list[LineRow]
    patient_open: dict[uuid.UUID | None, int] = field(default_factory=lambda: defaultdict(int))
    insurer_open: dict[uuid.UUID | None, int] = field(default_factory=lambda: defaultdict(int))
    payment_left: dict[uuid.UUID | None, int] = field(default_factory=lambda: defaultdict(int))
    applications: list[Application] = field(default_factory=list)
    attempts: Counter[tuple[uuid.UUID, uuid.UUID | None]] = field(default_factory=Counter)

    @property
    def unapplied_cents(self) -> int:
        """Money taken and not applied."""
        return sum(self.payment_left.values())

    def applied_to(self, charge_id: uuid.UUID | None) -> list[Application]:
        """The applications in force on a charge, oldest first."""
        return [one for one in self.applications if one.live and one.charge_id == charge_id]

    def applied_from(self, payment_id: uuid.UUID) -> list[Application]:
        """The applications in force of a payment, oldest first."""
        return [one for one in self.applications if one.live and one.payment_id == payment_id]


def application_key(payment_id: uuid.UUID, charge_id: uuid.UUID | None, attempt: int) -> str:
    """The source key of an application; a charge paid, unpaid and paid again by one payment counts up."""
    return f"application:{payment_id}:{charge_id or 'balance'}:{attempt}"


def lines_of_account(account: PatientAccount) -> list[LineRow]:
    """Every ledger line of an account and of those joined to it, oldest first."""
    # Asked for first: with the accounts as a subquery, a plan that is made for any account reads the whole journal.
    joined = list(PatientAccount.objects.filter(patient_id=account.patient_id).values_list("id", flat=True))
    rows = ledger.lines(organization_id=account.organization_id, patient_account_id__in=joined, limit=_ALL)
    return sorted(rows, key=lambda row: (row.posted_at, _AT_ONCE.get(row.source_kind, 1), str(row.entry_id)))


def money_of(account: PatientAccount) -> AccountMoney:
    """The account's money by charge and by payment."""
    return read_money(lines_of_account(account))


def read_money(lines: Iterable[LineRow]) -> AccountMoney:
    """The same from lines already read."""
    money = AccountMoney(lines=list(lines))
    keys = {row.entry_id: row.source_key for row in money.lines}
    reversed_ids = {
        uuid.UUID(row.source_key.split(":")[1]) for row in money.lines if row.source_kind == "reversal"
    }
    for row in money.lines:
        if row.account is Account.PATIENT_RECEIVABLE:
            money.patient_open[row.charge_id] += row.amount_cents
        elif row.account is Account.INSURANCE_RECEIVABLE:
            money.insurer_open[row.charge_id] += row.amount_cents
        elif row.account is Account.UNAPPLIED_PAYMENTS:
            money.payment_left[_payment_of(row, keys)] -= row.amount_cents
            if row.source_kind == "application":
                _note_application(money, row, reversed_ids)
    return money


def _payment_of(row: LineRow, keys: dict[uuid.UUID, str]) -> uuid.UUID | None:
    # A reversal belongs to the payment of what it reverses; money others put there belongs to none of ours.
    key = row.source_key
    if row.source_kind == "reversal":
        key = keys.get(uuid.UUID(key.split(":")[1]), "")
    kind, _, rest = key.partition(":")
    return uuid.UUID(rest.split(":")[0]) if kind in ("payment", "application") else None


def _note_application(money: AccountMoney, row: LineRow, reversed_ids: set[uuid.UUID]) -> None:
    _, payment, charge, _ = row.source_key.split(":")
    payment_id, charge_id = uuid.UUID(payment), None if charge == "balance" else uuid.UUID(charge)
    money.attempts[payment_id, charge_id] += 1
    live = row.entry_id not in reversed_ids
    money.applications.append(Application(row.entry_id, payment_id, charge_id, row.amount_cents, live))
