"""The manager's first page: what happened today, what waits and for whom; every number opens into its rows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from wellrun.platform.access.api import screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.statuses import status_of
from wellrun.practice.claims.api import unposted_remittances, work_counts
from wellrun.practice.worklist.api import counts_by_role, task_counts
from wellrun.practice.workspaces.queries.today import SiteToday, sites_today

_ORDER = ("booked", "confirmed", "arrived", "roomed", "with_provider", "checked_out", "no_show", "cancelled")


@screen("insight.read")
def today(request: HttpRequest) -> HttpResponse:
    """Show the day of every site that one manages."""
    by, at = request.actor, now()
    sites = sites_today(by=by, at=at)
    claims = by.may("claims.read")
    context = {
        "page_title": "Today",
        "sites": [
            {
                "day": one,
                "states": _states(one),
                "here": f"{one.here} here now",
                "department": f"&department={one.department_id}" if one.department_id else "",
            }
            for one in sites
        ],
        "claims": [count for count in work_counts(by) if count.claims] if claims else [],
        "unposted": len(unposted_remittances(by.organization_id)) if claims else 0,
        "kinds": task_counts(by=by, at=at, whose="all"),
        "roles": counts_by_role(by=by, at=at),
        "at": at,
        "zone": by.zone,
    }
    # Numbers only: nobody's health information is on this page.
    return show(request, "workspaces/today.html", context, patients=[])


def _states(one: SiteToday) -> list[dict[str, Any]]:
    return [
        {"status": status_of(state, "visit"), "number": one.states[state], "view": state}
        for state in _ORDER
        if one.states[state]
    ]
