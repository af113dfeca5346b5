"""The list of cases."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from wellrun.platform.access.api import screen, show
from wellrun.platform.clock import asked_day, now
from wellrun.platform.ui.tables import Column, EmptyState, Table
from wellrun.practice.organization.api import place_of
from wellrun.practice.procedures.models import AHEAD, CaseState
from wellrun.practice.procedures.operations.request_case import when_text
from wellrun.practice.procedures.queries.cases import CaseRow, case_rows
from wellrun.practice.procedures.queries.facilities import facilities_of
from wellrun.practice.workforce.api import providers_of

#: The list looks so many days ahead unless asked otherwise.
DAYS = 60


@screen("cases.read")
def cases(request: HttpRequest) -> HttpResponse:
    """Cases by time, those without one first; narrowed by day, surgeon, facility, state, and failed gates."""
    by, at = request.actor, now()
    zone = place_of(by.organization_id).zone
    on = asked_day(request.GET.get("on")) or at.astimezone(zone).date()
    asked = request.GET.get("state", "")
    states = [asked] if asked in CaseState.values else ([] if asked == "all" else list(AHEAD))
    rows = case_rows(
        unit_ids=by.reach["cases.read"],
        starts_from=_midnight(on, zone),
        starts_before=_midnight(on + timedelta(days=DAYS), zone),
        provider_id=_id(request, "provider"),
        facility_id=_id(request, "facility"),
        states=states,
        at=at,
    )
    failing = [row for row in rows if row.gate is not None]
    if request.GET.get("gate"):
        rows = failing
    context = {
        "page_title": "Cases",
        "table": _table(rows, by.may("cases.book")),
        "on": on.isoformat(),
        "states": [("", "All ahead"), ("all", "All"), *CaseState.choices],
        "state": asked,
        "providers": [
            (str(one.id), one.display_name) for one in providers_of(organization_id=by.organization_id)
        ],
        "provider": request.GET.get("provider", ""),
        "facilities": [(str(one.id), one.name) for one in facilities_of(by.organization_id)],
        "facility": request.GET.get("facility", ""),
        "failing": len(failing),
        "gate": request.GET.get("gate", ""),
        "may_book": by.may("cases.book"),
    }
    return show(request, "procedures/cases.html", context, patients=[row.case.patient_id for row in rows])


def _midnight(on: Any, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, time(), tzinfo=zone)


def _id(request: HttpRequest, name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.GET.get(name, ""))
    except ValueError:
        return None


def _table(rows: list[CaseRow], may_book: bool) -> Table:
    return Table(
        caption="Cases",
        caption_hidden=True,
        columns=[
            Column(label="When", value=lambda row: when_text(row.case), keep=True),
            Column(label="Patient", value="case.patient.name", heading=True),
            Column(label="Procedure", value="procedures"),
            Column(label="Surgeon", value="case.provider.display_name"),
            Column(label="Where", value="case.facility.short_name"),
            Column(label="State", value="case.state", kind="status", status_kind="case", keep=True),
            Column(label="Ready", value=lambda row: f"{row.score} %", keep=True),
            Column(label="Gate", value=lambda row: f"{row.gate} days: below" if row.gate is not None else ""),
        ],
        rows=rows,
        row_url=lambda row: reverse("procedures:case", args=[row.case.id]),
        row_tone=lambda row: "bad" if row.gate is not None else "",
        empty=EmptyState(
            title="No cases here",
            text="Nothing that these filters ask for is planned.",
            action_label="Request a case" if may_book else "",
            action_url=reverse("procedures:case_new") if may_book else "",
            icon="building-hospital",
        ),
    )
