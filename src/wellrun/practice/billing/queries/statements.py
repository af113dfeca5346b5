"""What a patient is asked to pay, and whom it is time to ask."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max
from django.db.models.functions import Coalesce

from wellrun.platform.access.api import Actor, require
from wellrun.practice.billing.models import ChargeState, PatientAccount, Statement
from wellrun.practice.billing.queries import hooks
from wellrun.practice.billing.queries.charge_rows import ChargeRow, charge_rows
from wellrun.practice.billing.queries.money import AccountMoney
from wellrun.practice.billing.rules.charges import DAYS_BETWEEN_STATEMENTS
from wellrun.practice.ledger import api as ledger
from wellrun.practice.ledger.api import Account
from wellrun.practice.patients.api import patient_rows

#: Printing and mailing costs more than this brings in.
LEAST_CENTS = 500


@dataclass(frozen=True)
class OwedLine:
    """A charge on a statement, and why the patient owes what remains of it."""

    row: ChargeRow
    why: str


@dataclass(frozen=True)
class Owed:
    """What may be asked for now, and the sentences of what must wait for an open claim."""

    lines: list[OwedLine]
    waiting: list[str]
    other_cents: int

    @property
    def total_cents(self) -> int:
        """The sum asked for."""
        return sum(line.row.patient_owes_cents for line in self.lines) + self.other_cents


@dataclass(frozen=True)
class StatementDue:
    """An account that it is time to ask. `last_on` is the day of its last statement."""

    account_id: uuid.UUID
    patient_id: uuid.UUID
    patient_name: str
    due_cents: int
    last_on: date | None


def owed_by_patient(account: PatientAccount, money: AccountMoney) -> Owed:
    """Only what the patient owes, oldest service first; charges whose claim is still open wait."""
    rows = [row for row in charge_rows(account, money, oldest_first=True) if row.patient_owes_cents > 0]
    ids = [row.charge_id for row in rows if row.state == ChargeState.POSTED]
    waiting, reasons = hooks.open_claims(ids), hooks.owed_reasons(ids)
    lines = [
        OwedLine(row, reasons.get(row.charge_id) or _why(row)) for row in rows if row.charge_id not in waiting
    ]
    other = max(0, money.patient_open.get(None, 0))
    return Owed(lines, sorted(set(waiting.values())), other)


def _why(row: ChargeRow) -> str:
    if not any(posting.account is Account.INSURANCE_RECEIVABLE for posting in row.postings):
        return "No insurance on file for this day"
    return "Your share after insurance"


def statements_of(account: PatientAccount) -> list[Statement]:
    """An account's statements, newest first."""
    return list(Statement.objects.filter(account__patient_id=account.patient_id).order_by("-number"))


def last_statement_on(account: PatientAccount) -> date | None:
    """The day of the account's last statement."""
    rows = Statement.objects.filter(account__patient_id=account.patient_id)
    return rows.aggregate(last=Max("issued_on"))["last"]


def statements_due(*, by: Actor, on: date, limit: int = 500) -> list[StatementDue]:
    """Accounts that owe something worth a letter and were not sent one lately, the largest amounts first.

    Charges that wait for a claim are looked at when the statement is made.
    """
    require(by, "statements.send")
    owing = _with_joined(
        ledger.patient_accounts_owing(
            organization_id=by.organization_id, account=Account.PATIENT_RECEIVABLE, at_least_cents=LEAST_CENTS
        )
    )
    recent = on - timedelta(days=DAYS_BETWEEN_STATEMENTS)
    last = dict(
        Statement.objects.annotate(head=Coalesce("account__joined_to_id", "account_id"))
        .filter(head__in=owing)
        .values_list("head")
        .annotate(last=Max("issued_on"))
        .order_by()
    )
    due = [one for one in owing if one not in last or last[one] <= recent]
    due.sort(key=lambda one: -owing[one])
    patients = dict(PatientAccount.objects.filter(id__in=due[:limit]).values_list("id", "patient_id"))
    names = patient_rows(list(patients.values()))
    return [
        StatementDue(one, patients[one], names[patients[one]].name, owing[one], last.get(one))
        for one in due[:limit]
        if patients.get(one) in names
    ]


def _with_joined(owing: dict[uuid.UUID, int]) -> dict[uuid.UUID, int]:
    """The same where accounts joined to another are counted with that one."""
    joined = dict(PatientAccount.objects.filter(joined_to__isnull=False).values_list("id", "joined_to_id"))
    if not joined:
        return owing
    heads = dict.fromkeys(joined.values(), 0)
    for one, amounts in ledger.patient_balances([*joined, *heads]).items():
        heads[joined.get(one, one)] += amounts.get(Account.PATIENT_RECEIVABLE, 0)
    alone = {one: cents for one, cents in owing.items() if one not in joined and one not in heads}
    return alone | {one: cents for one, cents in heads.items() if cents >= LEAST_CENTS}
