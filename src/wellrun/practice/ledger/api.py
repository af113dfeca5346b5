"""The ledger's door for other rooms."""

from wellrun.practice.ledger.chart import ACCOUNTS, Account, Kind
from wellrun.practice.ledger.models import ClosedDay
from wellrun.practice.ledger.operations.close_day import AlreadyClosed, close_day, hold_day
from wellrun.practice.ledger.operations.post import (
    DayClosed,
    Entry,
    Line,
    Posted,
    Unbalanced,
    post,
    post_all,
    reverse,
)
from wellrun.practice.ledger.queries.day import (
    SourceTotal,
    balance_before,
    closed_day,
    lines_of_day,
    totals_by_source,
    totals_by_unit,
)
from wellrun.practice.ledger.queries.readings import (
    LineRow,
    balance_of,
    closed_days,
    lines,
    patient_accounts_owing,
    patient_balances,
    totals_by_account,
)

__all__ = [
    "ACCOUNTS",
    "Account",
    "AlreadyClosed",
    "ClosedDay",
    "DayClosed",
    "Entry",
    "Kind",
    "Line",
    "LineRow",
    "Posted",
    "SourceTotal",
    "Unbalanced",
    "balance_before",
    "balance_of",
    "close_day",
    "closed_day",
    "closed_days",
    "hold_day",
    "lines",
    "lines_of_day",
    "patient_accounts_owing",
    "patient_balances",
    "post",
    "post_all",
    "reverse",
    "totals_by_account",
    "totals_by_source",
    "totals_by_unit",
]
