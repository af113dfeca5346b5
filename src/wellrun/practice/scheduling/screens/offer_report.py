"""What the wait list achieves, as numbers that open into their rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from wellrun.platform.access.api import screen, show
from wellrun.platform.ui.tables import Column, EmptyState, Table
from wellrun.practice.organization.api import departments_among
from wellrun.practice.patients.api import patient_rows
from wellrun.practice.scheduling.models import OfferState
from wellrun.practice.scheduling.queries.offer_report import (
    BANDS,
    OfferRow,
    Tally,
    by_department,
    grouped,
    offer_rows,
)
from wellrun.practice.scheduling.screens.chips import place_of
from wellrun.practice.scheduling.screens.openings import asked_days
from wellrun.practice.scheduling.screens.waiting_forms import id_of

LANGUAGES = {"en": "English", "es": "Spanish"}
NOTHING = EmptyState(title="Nothing was offered in this time", text="Choose other days.", icon="chart-bar")
SHOWN = 300


@screen("waitlist.work")
def report(request: HttpRequest) -> HttpResponse:
    """Openings, offers, acceptances and days gained by department, age and language."""
    by = request.actor
    since, until = asked_days(request)
    names = {unit.id: place_of(unit) for unit in departments_among(by.reach["waitlist.work"])}
    rows = offer_rows(by=by, since=since, until=until)
    first, last = (instant.astimezone(ZoneInfo(by.zone)).date() for instant in (since, until))
    days = {"since": first.isoformat(), "until": last.isoformat()}
    departments = by_department(rows, by=by, since=since, until=until, names=names)
    context = {
        "page_title": "What the wait list achieves",
        "departments": _departments(departments, days),
        "ages": _groups("Age", grouped(rows, "band"), days, "band"),
        "languages": _groups("Language", grouped(rows, "language"), days, "language"),
        "since": first,
        "until": last,
        "offers": len(rows),
        "accepted": sum(row.state == OfferState.ACCEPTED for row in rows),
        "openings": sum(each.openings for each in departments),
        "filled": sum(each.filled for each in departments),
        "query": urlencode(days),
    }
    return show(request, "scheduling/offer_report.html", context, patients=[])


def _departments(rows: list[Tally], days: dict[str, str]) -> Table:
    return Table(
        caption="By department",
        caption_hidden=True,
        columns=[
            Column(label="Department", value="label", heading=True),
            Column(label="Openings", value="openings", kind="number"),
            Column(label="Filled %", value="filled_percent", kind="number", keep=True),
            Column(label="Offers", value="offers", kind="number"),
            Column(label="Accepted", value="accepted", kind="number"),
            Column(label="Accepted %", value="accepted_percent", kind="number"),
            Column(label="Median days gained", value="median_gain", kind="number"),
        ],
        rows=rows,
        row_url=lambda row: (
            f"{reverse('scheduling:openings')}?{urlencode(days | {'unit': row.key, 'state': 'over'})}"
        ),
        empty=NOTHING,
    )


def _groups(label: str, rows: list[Tally], days: dict[str, str], name: str) -> Table:
    said: Callable[[Tally], str] = lambda row: LANGUAGES.get(row.label, row.label)  # noqa: E731 (a column's value)
    return Table(
        caption=f"By {label.lower()}",
        caption_hidden=True,
        columns=[
            Column(label=label, value=said, heading=True),
            Column(label="Offers", value="offers", kind="number"),
            Column(label="Accepted", value="accepted", kind="number", keep=True),
            Column(label="Accepted %", value="accepted_percent", kind="number"),
            Column(label="Median days gained", value="median_gain", kind="number"),
        ],
        rows=rows,
        row_url=lambda row: f"{reverse('scheduling:offers')}?{urlencode(days | {name: row.key})}",
        empty=NOTHING,
    )


@screen("waitlist.work")
def offers(request: HttpRequest) -> HttpResponse:
    """The offers behind a number of the report."""
    by = request.actor
    since, until = asked_days(request)
    rows = offer_rows(by=by, since=since, until=until, unit_id=id_of(request.GET.get("unit", "")))
    wanted = {name: request.GET[name] for name in ("band", "language", "state") if request.GET.get(name)}
    found = [row for row in rows if all(getattr(row, name) == value for name, value in wanted.items())]
    shown = found[:SHOWN]
    patients = patient_rows({row.patient_id for row in shown})
    table = Table(
        caption="Offers",
        caption_hidden=True,
        zone=by.zone,
        columns=[
            Column(label="Patient", value=lambda row: _name(patients, row), heading=True),
            Column(label="Offered", value="made_at", kind="instant"),
            Column(label="Answer", value=lambda row: OfferState(row.state).label, keep=True),
            Column(label="Age", value="band"),
            Column(label="Language", value=lambda row: LANGUAGES.get(row.language, row.language)),
            Column(label="Days gained", value=lambda row: row.gained_days and round(row.gained_days, 1),
                   kind="number"),
        ],
        rows=shown,
        row_url=lambda row: reverse("scheduling:opening", args=[row.opening_id]),
        empty=NOTHING,
    )  # fmt: skip
    context = {
        "page_title": "Offers",
        "table": table,
        "count": len(found),
        "shown": len(shown),
        "said": ", ".join(_said(name, value) for name, value in wanted.items()),
        "report_url": f"{reverse('scheduling:offer_report')}?{_days_of(request)}",
    }
    return show(request, "scheduling/offers.html", context, patients=list(patients))


def _name(patients: dict, row: OfferRow) -> str:
    found = patients.get(row.patient_id)
    return found.name if found else "A patient whom you do not see"


def _said(name: str, value: str) -> str:
    if name == "language":
        return LANGUAGES.get(value, value)
    if name == "state":
        return OfferState(value).label if value in OfferState.values else ""
    return value if value in {label for _, label in BANDS} else ""


def _days_of(request: HttpRequest) -> str:
    kept = {}
    for name in ("since", "until"):
        try:
            kept[name] = date.fromisoformat(request.GET.get(name, "")).isoformat()
        except ValueError:
            continue
    return urlencode(kept)
