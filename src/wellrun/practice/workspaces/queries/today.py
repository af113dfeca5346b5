"""The manager's page: what happened at the sites today. One query a subject, whatever the number of sites."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from wellrun.platform.access.api import Actor
from wellrun.practice.claims.api import sent_and_answered
from wellrun.practice.frontdesk.api import Takings, calls_by_unit, takings_by_site
from wellrun.practice.organization.api import Unit, departments_among, units_under_each
from wellrun.practice.scheduling.api import Appointment, day_bounds, is_late
from wellrun.practice.workspaces.rules import HERE


@dataclass(frozen=True)
class SiteDay:
    """A site's own today: which units of it, and between which instants. `department_ids` are those whose visits the
    person asking sees on this page, `unit_ids` the site and all of its departments."""

    site: Unit
    on: date
    starts_at: datetime
    ends_at: datetime
    department_ids: tuple[uuid.UUID, ...]
    unit_ids: frozenset[uuid.UUID]


@dataclass(frozen=True)
class SiteToday:
    """One site's day so far. `takings` is None for who may not see its money, calls and claims for who may not see
    those."""

    day: SiteDay
    states: Counter[str] = field(default_factory=Counter)
    late: int = 0
    calls: int | None = None
    claims_out: int | None = None
    claims_answered: int | None = None
    takings: Takings | None = None

    @property
    def site(self) -> Unit:
        """The site."""
        return self.day.site

    @property
    def on(self) -> date:
        """The site's calendar day."""
        return self.day.on

    @property
    def department_id(self) -> uuid.UUID | None:
        """The department, for who sees a single one."""
        return self.day.department_ids[0] if len(self.day.department_ids) == 1 else None

    @property
    def visits(self) -> int:
        """Every visit of the day that was not canceled."""
        return sum(number for state, number in self.states.items() if state != "cancelled")

    @property
    def here(self) -> int:
        """Patients in the office."""
        return sum(self.states[state] for state in HERE)


def sites_today(*, by: Actor, at: datetime) -> list[SiteToday]:
    """The sites where `by` sees the manager's page, each on its own calendar day; six queries."""
    days = _days(by, at)
    visits = _visits(days, at)
    reached = {name: by.reach.get(name, frozenset()) for name in ("calls.log", "claims.read")}
    calls = calls_by_unit(spans=_spans(days, reached["calls.log"]))
    claims = sent_and_answered(spans=_spans(days, reached["claims.read"]))
    takings = takings_by_site(
        organization_id=by.organization_id,
        days={day.site.id: (day.on, day.unit_ids) for day in days if by.may("day.close", day.site.id)},
    )
    return [
        SiteToday(
            day=day,
            states=visits[day.site.id][0],
            late=visits[day.site.id][1],
            calls=_sum(calls, day, reached["calls.log"]),
            claims_out=_sum({unit: pair[0] for unit, pair in claims.items()}, day, reached["claims.read"]),
            claims_answered=_sum(
                {unit: pair[1] for unit, pair in claims.items()}, day, reached["claims.read"]
            ),
            takings=takings.get(day.site.id),
        )
        for day in days
    ]


def _days(by: Actor, at: datetime) -> list[SiteDay]:
    departments: dict[uuid.UUID, list[Unit]] = defaultdict(list)
    for unit in departments_among(by.reach.get("insight.read", frozenset())):
        departments[unit.parent_id].append(unit)
    under = units_under_each(departments)
    days = []
    for site_id, units in departments.items():
        site = units[0].parent
        on = at.astimezone(ZoneInfo(site.zone)).date()
        ids = tuple(unit.id for unit in units)
        days.append(SiteDay(site, on, *day_bounds(on, site.zone), ids, frozenset(under[site_id])))
    return days


def _spans(
    days: Sequence[SiteDay], reached: frozenset[uuid.UUID]
) -> list[tuple[frozenset[uuid.UUID], datetime, datetime]]:
    return [(day.unit_ids & reached, day.starts_at, day.ends_at) for day in days if day.unit_ids & reached]


def _sum(counts: Mapping[uuid.UUID, int], day: SiteDay, reached: frozenset[uuid.UUID]) -> int | None:
    here = day.unit_ids & reached
    return sum(counts.get(unit_id, 0) for unit_id in here) if here else None


def _visits(days: Sequence[SiteDay], at: datetime) -> dict[uuid.UUID, tuple[Counter[str], int]]:
    """By site, the visits of its day by state and how many patients are late."""
    site_of = {unit_id: day.site.id for day in days for unit_id in day.department_ids}
    states: dict[uuid.UUID, Counter[str]] = {day.site.id: Counter() for day in days}
    late: Counter[uuid.UUID] = Counter()
    wanted = Q(pk__in=[])
    for day in days:
        wanted |= Q(unit_id__in=day.department_ids, starts_at__gte=day.starts_at, starts_at__lt=day.ends_at)
    for unit_id, state, starts_at in Appointment.objects.filter(wanted).values_list(
        "unit_id", "state", "starts_at"
    ):
        states[site_of[unit_id]][state] += 1
        late[site_of[unit_id]] += is_late(state, starts_at, at)
    return {site_id: (counted, late[site_id]) for site_id, counted in states.items()}
