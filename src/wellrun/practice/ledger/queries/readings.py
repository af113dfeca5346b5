"""Readings of the journal: every money number of the program is one of these."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

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
    return rows_of(rows.select_related("entry").order_by("-effective_on", "-id")[:limit])


def rows_of(found: Iterable[JournalLine]) -> list[LineRow]:
    """Lines, fetched with their entries, as pages show them."""
    return [
        LineRow(
            entry_id=row.entry_id,
            effective_on=row.effective_on,
            posted_at=row.entry.posted_at,
            account=Account(row.account),
            amount_cents=row.amount_cents,
            memo=row.entry.memo,
            source_kind=row.entry.source_kind,
            source_key=row.entry.source_key,
            patient_account_id=row.patient_account_id,
            claim_id=row.claim_id,
            charge_id=row.charge_id,
            payer_id=row.payer_id,
            unit_id=row.unit_id,
        )
        for row in found
    ]


def balance_of(*, account: Account, **dimensions: uuid.UUID) -> int:
    """The balance in cents of an account over all time, narrowed by the line's own ids."""
    total = JournalLine.objects.filter(account=account.value, **dimensions).aggregate(
        total=Sum("amount_cents")
    )
    return total["total"] or 0


def is_closed(*, site_id: uuid.UUID, on: date) -> bool:
    """Whether a site's day takes no more postings."""
    return ClosedDay.objects.filter(site_id=site_id, closed_on=on).exists()
