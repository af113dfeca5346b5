"""Ledger lines as an account's page shows them: when, what happened, how much."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from wellrun.practice.billing.queries.charge_rows import ChargeRow
from wellrun.practice.ledger.api import ACCOUNTS, LineRow

_WHAT = {
    "charge": "Charged",
    "application": "Payment applied",
    "payment": "Payment",
    "reversal": "Reversed",
    "remittance": "Remittance",
}


@dataclass(frozen=True)
class PostingRow:
    """One ledger line: `account` is its name in the chart; positive cents are owed to the practice."""

    entry_id: uuid.UUID
    effective_on: date
    posted_at: datetime
    what: str
    account: str
    memo: str
    amount_cents: int


def postings_of(row: ChargeRow) -> list[PostingRow]:
    """A charge's lines on what patients and insurers owe, oldest first."""
    return [posting_row(line) for line in row.postings]


def posting_row(line: LineRow) -> PostingRow:
    """One ledger line in words."""
    return PostingRow(
        entry_id=line.entry_id,
        effective_on=line.effective_on,
        posted_at=line.posted_at,
        what=_WHAT.get(line.source_kind, line.source_kind.capitalize()),
        account=ACCOUNTS[line.account][0],
        memo=line.memo,
        amount_cents=line.amount_cents,
    )
