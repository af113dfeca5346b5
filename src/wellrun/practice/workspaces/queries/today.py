"""The manager's page: what happened at the sites today, and what waits for whom."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from wellrun.platform.access.api import Actor
from wellrun.practice.frontdesk.api import DaySheet, calls_by_reason, day_sheet
from wellrun.practice.organization.api import Unit, departments_among
from wellrun.practice.scheduling.api import day_bounds, day_rows
from wellrun.practice.workspaces.rules import HERE


@dataclass(frozen=True)
class SiteToday:
    """One site's day so far. `sheet` is None for who may not see its money."""

    site: Unit
    on: date
    states: Counter[str]
    late: int
    calls: int
    sheet: DaySheet | None

    @property
    def visits(self) -> int:
        """Every visit of the day that was not canceled."""
        return sum(number for state, number in self.states.items() if state != "cancelled")

    @property
    def here(self) -> int:
        """Patients in the office."""
        return sum(self.states[state] for state in HERE)


def sites_today(*, by: Actor, at: datetime) -> list[SiteToday]:
    """The sites where `by` sees the manager's page, each on its own calendar day."""
    departments = departments_among(by.reach.get("insight.read", frozenset()))
    sites = {unit.parent_id: unit.parent for unit in departments}
    return [
        _site(site, [unit for unit in departments if unit.parent_id == site.id], by, at)
        for site in sites.values()
    ]


def _site(site: Unit, departments: list[Unit], by: Actor, at: datetime) -> SiteToday:
    on = at.astimezone(ZoneInfo(site.zone)).date()
    unit_ids = [unit.id for unit in departments]
    rows = day_rows(unit_ids=unit_ids, on=on, at=at)
    starts_at, ends_at = day_bounds(on, site.zone)
    calls = calls_by_reason(unit_ids=unit_ids, starts_at=starts_at, ends_at=ends_at)
    sees_money = by.may("day.close", site.id)
    return SiteToday(
        site=site,
        on=on,
        states=Counter(row.state for row in rows),
        late=sum(row.late for row in rows),
        calls=sum(calls.values()),
        sheet=day_sheet(site_id=site.id, on=on, organization_id=by.organization_id) if sees_money else None,
    )
