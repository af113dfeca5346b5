"""How soon a patient can come: third next available by provider and visit type, now and over the weeks."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse

from wellrun.platform.access.api import screen, show
from wellrun.platform.clock import now, today_in
from wellrun.practice.organization.api import departments_among
from wellrun.practice.scheduling.models import VisitType
from wellrun.practice.scheduling.queries.access import GOOD_DAYS, Access, access_of, samples_of
from wellrun.practice.scheduling.queries.visit_types import visit_types_of

WEEKS = 8


@dataclass(frozen=True)
class Cell:
    """The days of one provider and type, the address that finds the times, and how it was in the weeks before."""

    days: int | None
    find_query: str
    before: list[str]


@screen("appointments.read")
def access(request: HttpRequest) -> HttpResponse:
    """The table of one department; who may book nowhere sees what was noted."""
    by, at = request.actor, now()
    units = departments_among(by.reach.get("appointments.book", frozenset()))
    unit = next((each for each in units if str(each.id) == request.GET.get("unit")), None)
    unit = unit or next((each for each in units if each.id == by.home_unit_id), units[0] if units else None)
    kinds = visit_types_of([unit.id]) if unit else []
    context: dict[str, Any] = {
        "page_title": "Next available",
        "units": units,
        "unit": unit,
        "kinds": kinds,
        "rows": _rows(kinds, access_of(kinds=kinds, by=by, at=at), _before(unit, by)) if unit else [],
        "good": GOOD_DAYS,
    }
    return show(request, "scheduling/access.html", context, patients=[])


def _before(unit: Any, by: Any) -> dict[tuple[uuid.UUID, uuid.UUID], list[str]]:
    since = today_in(unit.zone) - timedelta(weeks=WEEKS)
    found: dict[tuple[uuid.UUID, uuid.UUID], list[str]] = defaultdict(list)
    for each in samples_of([unit.id], since=since):
        found[each.provider_id, each.visit_type_id].append("–" if each.days is None else str(each.days))
    return found


def _rows(
    kinds: list[VisitType], found: list[Access], before: dict[tuple[uuid.UUID, uuid.UUID], list[str]]
) -> list[tuple[str, list[Cell | None]]]:
    by_provider: dict[tuple[str, uuid.UUID], dict[uuid.UUID, Access]] = defaultdict(dict)
    for each in found:
        by_provider[each.provider_name, each.provider_id][each.visit_type_id] = each
    rows = []
    for (name, provider_id), cells in sorted(by_provider.items()):
        drawn: list[Cell | None] = []
        for kind in kinds:
            each = cells.get(kind.id)
            query = f"type={kind.id}&provider={provider_id}"
            drawn.append(each and Cell(each.days, query, before.get((provider_id, kind.id), [])))
        rows.append((name, drawn))
    return rows
