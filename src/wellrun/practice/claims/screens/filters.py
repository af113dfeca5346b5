"""What an address asks of the list of claims, and how the page says it."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.http import HttpRequest

from wellrun.platform.clock import asked_day
from wellrun.platform.ui.formatting import format_day
from wellrun.practice.claims.models import ClaimState
from wellrun.practice.claims.queries.claims import TO_WORK, ClaimFilters, Span
from wellrun.practice.organization.api import units_by_id, units_under
from wellrun.practice.scheduling.api import day_bounds

#: What the list of states offers before the states themselves.
ALL = "all"
STATES = ((TO_WORK, "Needs work"), (ALL, "Every state"), *ClaimState.choices)


def filters_from(request: HttpRequest) -> ClaimFilters:
    """The filters that stand in the address; what is not understood narrows nothing, and a bare address asks for
    what needs work. `?site=…&sent=2026-06-02` (or `answered=`) are the claims of a day at a site."""
    asked = request.GET
    filters = ClaimFilters(
        payer_id=maybe_uuid(asked.get("payer", "")),
        unit_id=maybe_uuid(asked.get("unit", "")),
        text=asked.get("text", "")[:60],
        sort=asked.get("sort", "") or "service",
    )
    filters = _of_a_site(filters, maybe_uuid(asked.get("site", "")), asked.get("sent"), asked.get("answered"))
    state = asked.get("state", "")
    if state not in (TO_WORK, ALL, *ClaimState.values):
        # Who looks for one claim, or for a day's, means it in whatever state it is.
        narrowed = filters.text.strip() or filters.sent or filters.answered
        state = ALL if narrowed else TO_WORK
    return replace(filters, state="" if state == ALL else state)


def _of_a_site(
    filters: ClaimFilters, site_id: uuid.UUID | None, sent: str | None, answered: str | None
) -> ClaimFilters:
    site = units_by_id([site_id]).get(site_id) if site_id else None
    if site is None:
        return filters
    return replace(
        filters,
        unit_ids=frozenset(units_under(site.id)),
        sent=_span(sent, site.zone),
        answered=_span(answered, site.zone),
        said=_said(site.name, sent, answered),
    )


def _said(site: str, sent: str | None, answered: str | None) -> str:
    said = [
        f"{what} on {format_day(on)}"
        for what, on in (("sent", asked_day(sent)), ("answered", asked_day(answered)))
        if on is not None
    ]
    return f"Claims of {site}{', ' if said else ''}{' and '.join(said)}"


def _span(text: str | None, zone: str) -> Span | None:
    on = asked_day(text)
    return day_bounds(on, zone) if on else None


def maybe_uuid(text: str) -> uuid.UUID | None:
    """The id that a text is, if it is one."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
