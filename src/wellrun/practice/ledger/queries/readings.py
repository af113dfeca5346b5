"""Readings of the journal: every money number of the program is one of these."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet, Sum

from wellrun.practice.ledger.chart import Account
from wellrun.practice.ledger.models import AccountBalance, ClosedDay, JournalLine


@dataclass(frozen=True)
class LineRow:
    """One line as a page shows it: the row that a number opens into."""

    entry_id: uuid.UUID
    effective_on: date
    posted_at: datetime
    account: Account
    amount_cents: int
    memo: str
    source_kind: str
    source_key: str
    patient_account_id: uuid.UUID | None
    claim_id: uuid.UUID | None
    charge_id: uuid.UUID | None
    payer_id: uuid.UUID | None
    unit_id: uuid.UUID | None


def patient_balances(patient_account_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, dict[Account, int]]:
    """Balances in cents by patient account and ledger account; accounts never posted to are absent."""
    found: dict[uuid.UUID, dict[Account, int]] = {}
    for row in AccountBalance.objects.filter(patient_account_id__in=list(patient_account_ids)):
        found.setdefault(row.patient_account_id, {})[Account(row.account)] = row.balance_cents
    return found


def patient_accounts_owing(
    *, organization_id: uuid.UUID, account: Account, at_least_cents: int
) -> dict[uuid.UUID, int]:
    """Patient accounts whose balance of one ledger account is at least so many cents, with that balance."""
    rows = AccountBalance.objects.filter(
        organization_id=organization_id, account=account.value, balance_cents__gte=at_least_cents
    )
    return dict(rows.values_list("patient_account_id", "balance_cents"))


def totals_by_account(
    *,
    organization_id: uuid.UUID,
    starts_on: date,
    ends_on: date,
    unit_ids: Iterable[uuid.UUID] | None = None,
    drawer_id: uuid.UUID | None = None,
) -> dict[Account, int]:
    """Sums in cents over [starts_on, ends_on) by account, narrowed to units or one drawer."""
    rows = JournalLine.objects.filter(
        organization_id=organization_id, effective_on__gte=starts_on, effective_on__lt=ends_on
    )
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=list(unit_ids))
    if drawer_id is not None:
        rows = rows.filter(drawer_id=drawer_id)
    sums = rows.values("account").annotate(total=Sum("amount_cents")).order_by("account")
    return {Account(row["account"]): row["total"] for row in sums}


def lines(
    *,
    organization_id: uuid.UUID,
    starts_on: date | None = None,
    ends_on: date | None = None,
    account: Account | None = None,
    limit: int = 500,
    **dimensions: object,
) -> list[LineRow]:
    """The lines behind a number, newest first. `dimensions` are the line's own ids, e.g. `claim_id=…`, or
    `patient_account_id__in=…` for several."""
    rows = JournalLine.objects.filter(organization_id=organization_id, **dimensions)
    if starts_on:
        rows = rows.filter(effective_on__gte=starts_on)
    if ends_on:
        rows = rows.filter(effective_on__lt=ends_on)
    if account:
        rows = rows.filter(account=account.value)
    return rows_of(rows.order_by("-effective_on", "-id")[:limit])


_COLUMNS = (
    "entry_id", "effective_on", "entry__posted_at", "account", "amount_cents", "entry__memo", "entry__source_kind",
    "entry__source_key", "patient_account_id", "claim_id", "charge_id", "payer_id", "unit_id",
)  # fmt: skip


def rows_of(found: QuerySet[JournalLine]) -> list[LineRow]:
    """Lines with what their entries say, as pages show them."""
    return [
        LineRow(row[0], row[1], row[2], Account(row[3]), *row[4:]) for row in found.values_list(*_COLUMNS)
    ]


def balance_of(*, account: Account, **dimensions: uuid.UUID) -> int:
    """The balance in cents of an account over all time, narrowed by the line's own ids."""
    total = JournalLine.objects.filter(account=account.value, **dimensions).aggregate(
        total=Sum("amount_cents")
    )
    return total["total"] or 0


def closed_days(*, site_ids: Iterable[uuid.UUID], starts_on: date, ends_on: date) -> set[date]:
    """The days of [starts_on, ends_on) on which any of these sites takes no more postings."""
    rows = ClosedDay.objects.filter(
        site_id__in=list(site_ids), closed_on__gte=starts_on, closed_on__lt=ends_on
    )
    return set(rows.values_list("closed_on", flat=True))
