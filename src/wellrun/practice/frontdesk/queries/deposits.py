"""What of a site's day goes to the bank."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from wellrun.practice.billing.api import Payment, checks_of_day
from wellrun.practice.frontdesk.queries.drawers import DrawerRow, drawers_of_day
from wellrun.practice.organization.api import units_under


@dataclass(frozen=True)
class Deposit:
    """The drawers of a day and its checks, those that were voided left out. Cents."""

    site_id: uuid.UUID
    on: date
    drawers: list[DrawerRow]
    checks: list[Payment]

    @property
    def uncounted(self) -> list[DrawerRow]:
        """The drawers that still have to be counted; what they hold is no part of the sum."""
        return [row for row in self.drawers if row.is_open]

    @property
    def cash_cents(self) -> int:
        """The cash of the counted drawers less their floats."""
        return sum(row.drawer.deposit_cents or 0 for row in self.drawers)

    @property
    def checks_cents(self) -> int:
        """The checks."""
        return sum(each.amount_cents for each in self.checks)

    @property
    def total_cents(self) -> int:
        """Cash and checks."""
        return self.cash_cents + self.checks_cents


def deposit_of(*, site_id: uuid.UUID, on: date) -> Deposit:
    """The deposit of a site's day, as its drawers and payments say."""
    return Deposit(
        site_id,
        on,
        drawers_of_day(site_id=site_id, on=on),
        checks_of_day(unit_ids=units_under(site_id), on=on),
    )
