"""Reading cash drawers: what they should hold and what they held."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from wellrun.platform.access.api import Actor
from wellrun.practice.frontdesk.models import CashDrawer
from wellrun.practice.ledger.api import Account, LineRow, balance_of, lines
from wellrun.practice.organization.api import person_names


@dataclass(frozen=True)
class DrawerRow:
    """A drawer of a day with the name of its person."""

    drawer: CashDrawer
    person: str

    @property
    def is_open(self) -> bool:
        """Whether it is still to be counted."""
        return self.drawer.closed_at is None


def open_drawer_of(person_id: uuid.UUID | None) -> CashDrawer | None:
    """The drawer a person works from now."""
    return CashDrawer.objects.filter(person_id=person_id, closed_at__isnull=True).first()


def drawer_of(*, by: Actor, unit_id: uuid.UUID) -> uuid.UUID | None:
    """The id of the drawer that `by` has open, for whichever page takes cash; None without one."""
    if by.person_id is None:
        return None
    open_one = CashDrawer.objects.filter(person_id=by.person_id, closed_at__isnull=True)
    return open_one.values_list("id", flat=True).first()


def drawers_of_day(*, site_id: uuid.UUID, on: date) -> list[DrawerRow]:
    """The drawers opened at a site on a day, in the order they were opened."""
    found = list(CashDrawer.objects.filter(unit_id=site_id, opened_on=on).order_by("opened_at", "id"))
    names = person_names(drawer.person_id for drawer in found)
    return [DrawerRow(drawer, names.get(drawer.person_id, "")) for drawer in found]


def drawer(drawer_id: uuid.UUID) -> CashDrawer | None:
    """One drawer."""
    return CashDrawer.objects.filter(id=drawer_id).first()


def expected_cents(drawer_id: uuid.UUID) -> int:
    """What the ledger says an open drawer holds, float included."""
    return balance_of(account=Account.CASH_DRAWER, drawer_id=drawer_id)


def drawer_lines(found: CashDrawer) -> list[LineRow]:
    """The ledger's cash lines of a drawer, newest first."""
    return lines(organization_id=found.organization_id, account=Account.CASH_DRAWER, drawer_id=found.id)
