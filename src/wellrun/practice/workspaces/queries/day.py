"""What is still open about a site's day, beside its money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from wellrun.platform.access.api import Actor
from wellrun.practice.billing.api import missing_charges
from wellrun.practice.claims.api import unposted_remittances, work_counts
from wellrun.practice.frontdesk.api import DaySheet
from wellrun.practice.ledger.api import Account, lines_of_day
from wellrun.practice.organization.api import Unit
from wellrun.practice.scheduling.api import day_bounds, day_rows
from wellrun.practice.workspaces.rules import EXPECTED, HERE


@dataclass(frozen=True)
class OpenMatter:
    """Something that is not finished: how many, what, and where its rows are. `blocks` keeps the day from closing.

    `one` is what is said of a single one; `of_visits` are visits that have not ended.
    """

    number: int
    what: str
    url: str = ""
    blocks: bool = False
    one: str = ""
    of_visits: bool = False

    @property
    def said(self) -> str:
        """What it is, in the singular where there is one."""
        return self.one if self.one and self.number == 1 else self.what


def open_matters(sheet: DaySheet, site: Unit, *, by: Actor, at: datetime) -> list[OpenMatter]:
    """What is open about a day; nothing that counts zero."""
    found = [
        *(_drawers(sheet)),
        _loose_cash(sheet, site),
        *_visits(sheet, site, at),
        *_charges(sheet, site, at),
        *(_claims(by, sheet, site) if by.may("claims.read") else []),
    ]
    if not sheet.ties:
        found.insert(
            0, OpenMatter(1, "posting of this site lies outside of it: the sheet does not tie", blocks=True)
        )
    return [matter for matter in found if matter.number]


def _drawers(sheet: DaySheet) -> list[OpenMatter]:
    return [
        OpenMatter(1, f"drawer not counted: {row.person}", reverse("frontdesk:one-drawer", args=[row.drawer.id]),
                   blocks=True)
        for row in sheet.open_drawers
    ]  # fmt: skip


def _loose_cash(sheet: DaySheet, site: Unit) -> OpenMatter:
    loose = lines_of_day(organization_id=site.organization_id, on=sheet.on, unit_ids=sheet.unit_ids,
                         accounts=[Account.CASH_DRAWER], source_kind="payment", in_drawer=False)  # fmt: skip
    url = reverse("workspaces:day-lines", args=[site.id, sheet.on.isoformat()])
    query = urlencode({"accounts": Account.CASH_DRAWER.value, "source": "payment", "drawer": "none"})
    return OpenMatter(
        len(loose),
        "cash payments lie in no drawer, so nobody counts them",
        f"{url}?{query}",
        one="cash payment lies in no drawer, so nobody counts it",
    )


def _visits(sheet: DaySheet, site: Unit, at: datetime) -> list[OpenMatter]:
    rows = day_rows(unit_ids=sheet.unit_ids, on=sheet.on, at=at)
    board = reverse("workspaces:board")
    place = {"site": str(site.id), "on": sheet.on.isoformat()}
    here = f"{board}?{urlencode(place | {'state': 'here'})}"
    expected = f"{board}?{urlencode(place | {'state': 'expected'})}"
    return [
        OpenMatter(
            sum(row.state in HERE for row in rows),
            "visits are not checked out",
            here,
            one="visit is not checked out",
            of_visits=True,
        ),
        OpenMatter(
            sum(row.state in EXPECTED for row in rows),
            "visits neither arrived nor were missed",
            expected,
            one="visit neither arrived nor was missed",
            of_visits=True,
        ),
    ]


def _charges(sheet: DaySheet, site: Unit, at: datetime) -> list[OpenMatter]:
    starts_at, ends_at = day_bounds(sheet.on, site.zone)
    missing = [
        one
        for one in missing_charges(unit_ids=sheet.unit_ids, at=max(at, ends_at))
        if starts_at <= one.starts_at < ends_at
    ]
    return [
        OpenMatter(
            len(missing),
            "checked-out visits have no charges",
            f"{reverse('billing:missing')}?{urlencode({'site': str(site.id), 'on': sheet.on.isoformat()})}",
            one="checked-out visit has no charges",
        )
    ]


def _claims(by: Actor, sheet: DaySheet, site: Unit) -> list[OpenMatter]:
    desk, remittances = f"{reverse('claims:desk')}?site={site.id}", reverse("claims:remittances")
    counts = {count.state: count.claims for count in work_counts(by, unit_ids=sheet.unit_ids)}
    waiting = unposted_remittances(by.organization_id)
    return [
        OpenMatter(counts["held"], "claims are held", f"{desk}&state=held", one="claim is held"),
        OpenMatter(
            counts["rejected"], "claims were rejected", f"{desk}&state=rejected", one="claim was rejected"
        ),
        OpenMatter(
            len(waiting),
            "remittances of the whole office are not posted",
            f"{remittances}?state=unposted",
            one="remittance of the whole office is not posted",
        ),
    ]
