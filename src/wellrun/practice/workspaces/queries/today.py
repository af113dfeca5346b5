"""The manager's page: what happened at the sites today, and what waits for whom."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from wellrun.platform.access.api import Actor
from wellrun.practice.claims.api import Claim, ClaimState
from wellrun.practice.frontdesk.api import DaySheet, calls_by_reason, day_sheet
from wellrun.practice.organization.api import Unit, departments_among
from wellrun.practice.scheduling.api import day_bounds, day_rows
from wellrun.practice.workspaces.rules import HERE

#: States into which the payer's or the clearinghouse's answer brings a claim.
ANSWERED = (
    ClaimState.ACCEPTED,
    ClaimState.REJECTED,
    ClaimState.PAID,
    ClaimState.PARTLY_PAID,
    ClaimState.DENIED,
)


@dataclass(frozen=True)
class SiteToday:
    """One site's day so far. `sheet` is None for who may not see its money, the claims for who may not see claims."""

    site: Unit
    on: date
    states: Counter[str]
    late: int
    calls: int
    claims_out: int | None
    claims_answered: int | None
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
    out, answered = (
        _claims(unit_ids, starts_at, ends_at) if by.may("claims.read", unit_ids[0]) else (None, None)
    )
    return SiteToday(
        site=site,
        on=on,
        states=Counter(row.state for row in rows),
        late=sum(row.late for row in rows),
        calls=sum(calls.values()),
        claims_out=out,
        claims_answered=answered,
        sheet=day_sheet(site_id=site.id, on=on, organization_id=by.organization_id) if sees_money else None,
    )


def _claims(unit_ids: list[uuid.UUID], starts_at: datetime, ends_at: datetime) -> tuple[int, int]:
    """How many claims went out, and how many came into a state that only an answer brings, in [starts_at, ends_at)."""
    sent = Q(submitted_at__gte=starts_at, submitted_at__lt=ends_at)
    answered = Q(state__in=ANSWERED, state_at__gte=starts_at, state_at__lt=ends_at)
    found = Claim.objects.filter(sent | answered, unit_id__in=unit_ids).aggregate(
        out=Count("id", filter=sent), answered=Count("id", filter=answered)
    )
    return found["out"], found["answered"]
