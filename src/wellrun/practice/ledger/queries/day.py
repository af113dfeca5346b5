"""One day's postings, as the day sheet reads them and opens them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from wellrun.practice.ledger.chart import Account
from wellrun.practice.ledger.models import ClosedDay, JournalLine
from wellrun.practice.ledger.queries.readings import LineRow, rows_of


@dataclass(frozen=True)
class SourceTotal:
    """What one kind of source posted to one account, in cents: debits less credits."""

    account: Account
    source_kind: str
    amount_cents: int


def totals_by_source(
    *, organization_id: uuid.UUID, on: date, unit_ids: Iterable[uuid.UUID]
) -> list[SourceTotal]:
    """A day's sums by account and kind of source, over the lines of these units."""
    sums = (
        _day(organization_id, on, unit_ids)
        .values("account", "entry__source_kind")
        .annotate(total=Sum("amount_cents"))
        .order_by("account", "entry__source_kind")
    )
    return [SourceTotal(Account(row["account"]), row["entry__source_kind"], row["total"]) for row in sums]


def totals_by_unit(
    *, organization_id: uuid.UUID, on: date, unit_ids: Iterable[uuid.UUID]
) -> dict[uuid.UUID, list[SourceTotal]]:
    """The same sums for each of these units; units without a line are absent. One query."""
    sums = (
        _day(organization_id, on, unit_ids)
        .values("unit_id", "account", "entry__source_kind")
        .annotate(total=Sum("amount_cents"))
        .order_by("unit_id", "account", "entry__source_kind")
    )
    found: dict[uuid.UUID, list[SourceTotal]] = {}
    for row in sums:
        total = SourceTotal(Account(row["account"]), row["entry__source_kind"], row["total"])
        found.setdefault(row["unit_id"], []).append(total)
    return found


def lines_of_day(
    *,
    organization_id: uuid.UUID,
    on: date,
    unit_ids: Iterable[uuid.UUID],
    accounts: Sequence[Account],
    source_kind: str = "",
    in_drawer: bool | None = None,
    limit: int = 500,
) -> list[LineRow]:
    """The lines behind a number of the day, newest first; `in_drawer` narrows to those of a drawer, or of none."""
    rows = _day(organization_id, on, unit_ids).filter(account__in=[account.value for account in accounts])
    if source_kind:
        rows = rows.filter(entry__source_kind=source_kind)
    if in_drawer is not None:
        rows = rows.filter(drawer_id__isnull=not in_drawer)
    return rows_of(rows.order_by("-id")[:limit])


def balance_before(
    *, organization_id: uuid.UUID, on: date, unit_ids: Iterable[uuid.UUID], accounts: Sequence[Account]
) -> int:
    """The cents in these accounts when a day began, over the lines of these units."""
    rows = JournalLine.objects.filter(
        organization_id=organization_id,
        effective_on__lt=on,
        unit_id__in=list(unit_ids),
        account__in=[account.value for account in accounts],
    )
    return rows.aggregate(total=Sum("amount_cents"))["total"] or 0


def closed_day(*, site_id: uuid.UUID, on: date) -> ClosedDay | None:
    """The close of a site's day, or None while it is open."""
    return ClosedDay.objects.filter(site_id=site_id, closed_on=on).first()


def _day(organization_id: uuid.UUID, on: date, unit_ids: Iterable[uuid.UUID]) -> QuerySet[JournalLine]:
    return JournalLine.objects.filter(
        organization_id=organization_id, effective_on=on, unit_id__in=list(unit_ids)
    )
