"""An account's charges as people read them: what was charged, what became of it, and what the patient owes."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from wellrun.practice.billing.models import ChargeLine, PatientAccount
from wellrun.practice.billing.queries.codes import procedures_by_code
from wellrun.practice.billing.queries.money import AccountMoney
from wellrun.practice.ledger.api import Account, LineRow

_ADJUSTMENTS = (
    Account.CONTRACTUAL_ADJUSTMENT,
    Account.OTHER_ADJUSTMENT,
    Account.SMALL_BALANCE_WRITE_OFF,
    Account.BAD_DEBT,
)
_RECEIVABLES = (Account.PATIENT_RECEIVABLE, Account.INSURANCE_RECEIVABLE)


@dataclass
class ChargeRow:
    """One charge with its readings in cents. `postings` are its ledger lines, oldest first.

    charged = insurer paid + adjusted + patient paid + insurer owes + patient owes, always.
    """

    charge_id: uuid.UUID
    encounter_id: uuid.UUID
    unit_id: uuid.UUID
    service_on: date
    code: str
    modifiers: tuple[str, ...]
    nickname: str
    units: int
    state: str
    charged_cents: int = 0
    insurer_paid_cents: int = 0
    adjusted_cents: int = 0
    patient_paid_cents: int = 0
    insurer_owes_cents: int = 0
    patient_owes_cents: int = 0
    postings: list[LineRow] = field(default_factory=list)

    @property
    def shown_code(self) -> str:
        """The code with its modifiers, as claims write it."""
        return "-".join((self.code, *self.modifiers))


def charge_rows(
    account: PatientAccount, money: AccountMoney, *, oldest_first: bool = False
) -> list[ChargeRow]:
    """Every charge of an account, newest service first unless asked otherwise, reversed ones too; those of one visit
    in the order in which they were entered."""
    lines = sorted(
        ChargeLine.objects.filter(account__patient_id=account.patient_id), key=lambda line: line.position
    )
    lines.sort(key=lambda line: (line.service_on, line.posted_at), reverse=not oldest_first)
    names = procedures_by_code(line.procedure_code for line in lines)
    return rows_from(lines, {code: row.nickname for code, row in names.items()}, money)


def rows_from(lines: Iterable[ChargeLine], names: dict[str, str], money: AccountMoney) -> list[ChargeRow]:
    """Rows for these lines from an account's money."""
    by_charge: dict[uuid.UUID | None, list[LineRow]] = defaultdict(list)
    for posting in money.lines:
        by_charge[posting.charge_id].append(posting)
    applied = {row.entry_id for row in money.lines if row.account is Account.UNAPPLIED_PAYMENTS}
    return [_row(line, names, by_charge[line.id], applied) for line in lines]


def _row(
    line: ChargeLine, names: dict[str, str], postings: list[LineRow], applied: set[uuid.UUID]
) -> ChargeRow:
    sums: dict[Account, int] = defaultdict(int)
    for posting in postings:
        sums[posting.account] += posting.amount_cents
    return ChargeRow(
        charge_id=line.id,
        encounter_id=line.encounter_id,
        unit_id=line.unit_id,
        service_on=line.service_on,
        code=line.procedure_code,
        modifiers=tuple(line.modifiers),
        nickname=names.get(line.procedure_code, line.procedure_code),
        units=line.units,
        state=line.state,
        charged_cents=-sums[Account.PATIENT_REVENUE],
        insurer_paid_cents=sums[Account.BANK] + sums[Account.PAYER_RECOUPMENTS],
        adjusted_cents=sum(sums[account] for account in _ADJUSTMENTS),
        patient_paid_cents=-sum(p.amount_cents for p in postings if p.entry_id in applied),
        insurer_owes_cents=sums[Account.INSURANCE_RECEIVABLE],
        patient_owes_cents=sums[Account.PATIENT_RECEIVABLE],
        postings=[posting for posting in postings if posting.account in _RECEIVABLES],
    )
