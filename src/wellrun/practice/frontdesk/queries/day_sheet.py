"""The day sheet: one site's day as the ledger has it, tied to the cent, and what is still open about it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from wellrun.practice.frontdesk.queries.drawers import DrawerRow, drawers_of_day
from wellrun.practice.ledger.api import (
    ACCOUNTS,
    Account,
    ClosedDay,
    SourceTotal,
    balance_before,
    closed_day,
    totals_by_source,
    totals_by_unit,
)
from wellrun.practice.organization.api import units_under

#: What patients and insurers owe, less what was paid ahead and what payers will take back.
RECEIVABLE = (
    Account.INSURANCE_RECEIVABLE,
    Account.PATIENT_RECEIVABLE,
    Account.UNAPPLIED_PAYMENTS,
    Account.PAYER_RECOUPMENTS,
)
ADJUSTMENTS = (
    Account.CONTRACTUAL_ADJUSTMENT,
    Account.OTHER_ADJUSTMENT,
    Account.SMALL_BALANCE_WRITE_OFF,
    Account.BAD_DEBT,
)
MONEY = (Account.CASH_DRAWER, Account.CARD_CLEARING, Account.BANK)
_COUNTS = ("drawer float", "drawer count")
_BETWEEN_SITES = ("application", "reversal")
_METHODS = {Account.CASH_DRAWER: "Cash", Account.CARD_CLEARING: "Cards", Account.BANK: "Checks and transfers"}


@dataclass(frozen=True)
class SheetLine:
    """One number of the sheet and the ledger lines it opens into. Cents."""

    label: str
    cents: int
    accounts: tuple[Account, ...]
    source_kind: str = ""

    @property
    def query(self) -> str:
        """What names the lines in an address."""
        return f"accounts={','.join(self.accounts)}&source={self.source_kind.replace(' ', '+')}"


@dataclass(frozen=True)
class DaySheet:
    """A site's day. Charges and payments are positive, adjustments positive when they lessen what is owed.

    `difference_cents` is what the day's change of the receivable leaves unexplained; a sheet that ties has none.
    """

    site_id: uuid.UUID
    on: date
    unit_ids: tuple[uuid.UUID, ...]
    receivable_before_cents: int
    charges: SheetLine
    adjustments: tuple[SheetLine, ...]
    payments: tuple[SheetLine, ...]
    other: tuple[SheetLine, ...]
    deposits: SheetLine
    over_short: SheetLine
    receivable_change_cents: int
    totals: dict[str, int]
    drawers: tuple[DrawerRow, ...]
    closed: ClosedDay | None

    @property
    def adjustments_cents(self) -> int:
        """All adjustments."""
        return sum(line.cents for line in self.adjustments)

    @property
    def payments_cents(self) -> int:
        """All money that came in, less what was voided."""
        return sum(line.cents for line in self.payments)

    @property
    def over_or_short_cents(self) -> int:
        """By how much the drawers differ from the ledger, whichever way."""
        return abs(self.over_short.cents)

    @property
    def receivable_after_cents(self) -> int:
        """What is owed when the day ends."""
        return self.receivable_before_cents + self.receivable_change_cents

    @property
    def difference_cents(self) -> int:
        """What the lines do not explain: zero, or an entry lies across sites or outside of them."""
        other = sum(line.cents for line in self.other)
        explained = self.charges.cents - self.adjustments_cents - self.payments_cents + other
        return self.receivable_change_cents - explained

    @property
    def ties(self) -> bool:
        """Whether every cent is explained."""
        return self.difference_cents == 0

    @property
    def open_drawers(self) -> list[DrawerRow]:
        """The drawers still to be counted."""
        return [row for row in self.drawers if row.is_open]


def day_sheet(*, site_id: uuid.UUID, on: date, organization_id: uuid.UUID) -> DaySheet:
    """Read the sheet of a site's day from the ledger: two sums, whatever the number of postings."""
    unit_ids = units_under(site_id)
    found = totals_by_source(organization_id=organization_id, on=on, unit_ids=unit_ids)
    return DaySheet(
        site_id=site_id,
        on=on,
        unit_ids=tuple(unit_ids),
        receivable_before_cents=balance_before(
            organization_id=organization_id, on=on, unit_ids=unit_ids, accounts=RECEIVABLE
        ),
        charges=_charges(found),
        adjustments=tuple(
            SheetLine(ACCOUNTS[account][0], cents, (account,))
            for account in ADJUSTMENTS
            if (cents := _sum(found, [account]))
        ),
        payments=_payments(found),
        other=_other(found),
        deposits=_counted(found, "Deposits from drawers", Account.BANK),
        over_short=_counted(found, "Cash over and short", Account.CASH_OVER_SHORT),
        receivable_change_cents=_sum(found, RECEIVABLE),
        totals=_by_account(found),
        drawers=tuple(drawers_of_day(site_id=site_id, on=on)),
        closed=closed_day(site_id=site_id, on=on),
    )


@dataclass(frozen=True)
class Takings:
    """What a site charged and what money came in on a day: two numbers of its sheet. Cents."""

    charges: SheetLine
    payments_cents: int


def takings_by_site(
    *, organization_id: uuid.UUID, days: Mapping[uuid.UUID, tuple[date, Iterable[uuid.UUID]]]
) -> dict[uuid.UUID, Takings]:
    """The takings of sites, each on its own day: {site: (day, all of its units)}. One query for sites of one day."""
    found = {}
    for on in sorted({day for day, _ in days.values()}):
        here = {site_id: set(units) for site_id, (day, units) in days.items() if day == on}
        totals = totals_by_unit(organization_id=organization_id, on=on, unit_ids=set().union(*here.values()))
        for site_id, units in here.items():
            of_site = [total for unit_id in units for total in totals.get(unit_id, ())]
            found[site_id] = Takings(_charges(of_site), sum(line.cents for line in _payments(of_site)))
    return found


def _charges(found: Iterable[SourceTotal]) -> SheetLine:
    return SheetLine("Charges", -_sum(found, [Account.PATIENT_REVENUE]), (Account.PATIENT_REVENUE,))


def _sum(found: Iterable[SourceTotal], accounts: Iterable[Account]) -> int:
    wanted = set(accounts)
    return sum(total.amount_cents for total in found if total.account in wanted)


def _by_account(found: Iterable[SourceTotal]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for total in found:
        totals[total.account.value] = totals.get(total.account.value, 0) + total.amount_cents
    return totals


def _payments(found: Iterable[SourceTotal]) -> tuple[SheetLine, ...]:
    return tuple(
        SheetLine(_method(total), total.amount_cents, (total.account,), total.source_kind)
        for total in found
        if total.account in MONEY and not _of_a_count(total) and total.amount_cents
    )


def _method(total: SourceTotal) -> str:
    if total.source_kind == "remittance":
        return "Insurers' remittances"
    method = _METHODS[total.account]
    return method if total.source_kind == "payment" else f"{method}: {total.source_kind}"


def _of_a_count(total: SourceTotal) -> bool:
    return total.source_kind in _COUNTS


def _other(found: Iterable[SourceTotal]) -> tuple[SheetLine, ...]:
    # Counting a drawer and undoing it moves money about without touching what anybody owes.
    known = {*RECEIVABLE, *ADJUSTMENTS, *MONEY, Account.PATIENT_REVENUE}
    lines = [
        SheetLine(f"{ACCOUNTS[total.account][0]}: {total.source_kind}", -total.amount_cents, (total.account,),
                  total.source_kind)
        for total in found
        if total.account not in known and not _of_a_count(total) and total.amount_cents
    ]  # fmt: skip
    return tuple(lines + _between_sites(found))


def _between_sites(found: Iterable[SourceTotal]) -> list[SheetLine]:
    """Payments of one site applied to charges of another: each site has half of an entry that balances as a whole."""
    lines = []
    for kind in _BETWEEN_SITES:
        cents = sum(total.amount_cents for total in found if total.source_kind == kind)
        if cents:
            lines.append(SheetLine("Payments applied between sites", cents, RECEIVABLE, kind))
    return lines


def _counted(found: Iterable[SourceTotal], label: str, account: Account) -> SheetLine:
    counted = [total for total in found if total.account is account and _of_a_count(total)]
    return SheetLine(label, sum(total.amount_cents for total in counted), (account,), "drawer count")
