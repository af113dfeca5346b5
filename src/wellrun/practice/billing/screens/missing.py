"""The list of visits that were seen and are not yet charged."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import screen, show
from wellrun.platform.clock import asked_day, now
from wellrun.practice.billing.operations.expect_charges import open_case_encounter
from wellrun.practice.billing.queries.missing_charges import expected_charges, missing_charges
from wellrun.practice.organization.api import units_by_id, units_under
from wellrun.practice.patients.api import patient_rows
from wellrun.practice.scheduling.api import day_bounds


@dataclass(frozen=True)
class _SiteDay:
    """A day of a site: its departments, the half-open span, and how a page names it."""

    unit_ids: frozenset[uuid.UUID]
    starts_at: datetime
    ends_at: datetime
    site_name: str
    on: date


@screen("charges.read")
def missing(request: HttpRequest) -> HttpResponse:
    """Checked-out visits without charges, oldest first, at the departments that this person may see;
    `?site=…&on=2026-06-02` are those of a site's day."""
    units = request.actor.reach["charges.read"]
    only = _site_day(request)
    rows = missing_charges(unit_ids=units & only.unit_ids if only else units, at=now())
    if only:
        rows = [row for row in rows if only.starts_at <= row.starts_at < only.ends_at]
    patients = patient_rows([row.patient_id for row in rows])
    sections = units_by_id(row.unit_id for row in rows)
    may_enter = request.actor.reach.get("charges.enter", frozenset())
    cases = [] if only else expected_charges(unit_ids=units)
    context = {
        "page_title": "Missing charges",
        "cases": [(each, each.unit_id in may_enter) for each in cases],
        "only": only,
        "rows": [
            (row, patients[row.patient_id], sections[row.unit_id], row.unit_id in may_enter)
            for row in rows
            if row.patient_id in patients
        ],
    }
    seen = [*patients, *(each.patient_id for each in cases)]
    return show(request, "billing/missing.html", context, patients=seen)


@screen("charges.enter")
@require_POST
def case_encounter(request: HttpRequest, expected_id: uuid.UUID) -> HttpResponse:
    """Open the encounter in which a hospital case is charged, and go to its charges."""
    encounter = open_case_encounter(expected_id=expected_id, by=request.actor, at=now())
    return HttpResponseRedirect(reverse("billing:charges", args=[encounter.id]))


def _site_day(request: HttpRequest) -> _SiteDay | None:
    on = asked_day(request.GET.get("on"))
    try:
        site_id = uuid.UUID(request.GET.get("site", ""))
    except ValueError:
        return None
    site = units_by_id([site_id]).get(site_id)
    if site is None or on is None:
        return None
    return _SiteDay(frozenset(units_under(site.id)), *day_bounds(on, site.zone), site.name, on)
