"""Finding patients."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from wellrun.platform.access.api import Actor, screen, show
from wellrun.platform.audit.api import record_read
from wellrun.platform.ui.formatting import format_day
from wellrun.platform.ui.menu import PaletteEntry
from wellrun.platform.ui.tables import Column, EmptyState, Table
from wellrun.practice.patients.queries.patients import PatientRow
from wellrun.practice.patients.queries.search import search_patients

PAGE_ROWS = 30


@screen("patients.read")
def search(request: HttpRequest) -> HttpResponse:
    """The page on which patients are found; asks again with every pause of the typing."""
    typed = request.GET.get("q", "").strip()
    rows = search_patients(text=typed, by=request.actor, limit=PAGE_ROWS) if typed else []
    context = {
        "page_title": "Patients",
        "typed": typed,
        "rows": rows,
        "full": len(rows) == PAGE_ROWS,
        "table": _table(request.actor, rows, typed),
        "may_register": request.actor.may("patients.register"),
    }
    return show(request, "patients/search.html", context, patients=[row.id for row in rows])


@screen("patients.read")
def typeahead(request: HttpRequest) -> HttpResponse:
    """Options for a patient field as JSON: `[{value, label, hint}]`."""
    rows = search_patients(text=request.GET.get("q", ""), by=request.actor, limit=8)
    _record(rows)
    return JsonResponse(
        [{"value": str(row.id), "label": row.name, "hint": _hint(row)} for row in rows], safe=False
    )


def palette(actor: Actor, text: str) -> list[PaletteEntry]:
    """Patients for the palette."""
    rows = search_patients(text=text, by=actor, limit=6)
    _record(rows)
    return [
        PaletteEntry(row.name, _hint(row), reverse("patients:patient", args=[row.id]), "patient")
        for row in rows
    ]


def _record(rows: list[PatientRow]) -> None:
    if rows:
        record_read("patients.search", subject_type="patient", patients=[row.id for row in rows])


def _hint(row: PatientRow) -> str:
    parts = (format_day(row.birth_on), f"chart {row.number}", row.city, *row.flags)
    return " · ".join(part for part in parts if part)


def _table(actor: Actor, rows: list[PatientRow], typed: str) -> Table:
    register = reverse("patients:register") + ("?" + urlencode({"typed": typed}) if typed else "")
    empty = EmptyState(
        title="Nobody found" if typed else "Find a patient",
        text="Check the spelling, or try the birth date or the phone number."
        if typed
        else "Type a name, a birth date, a phone number or a chart number.",
        icon="user-search",
        **(
            {"action_label": "Register a patient", "action_url": register}
            if actor.may("patients.register")
            else {}
        ),
    )
    return Table(
        caption="Patients found",
        caption_hidden=True,
        columns=[
            Column(label="Name", value="name", heading=True),
            Column(label="Born", value="birth_on", kind="day"),
            Column(label="Sex", value="sex"),
            Column(label="Chart", value="number"),
            Column(label="Phone", value="phone", kind="phone"),
            Column(label="City", value="city"),
            Column(label="Flags", value=lambda row: ", ".join(row.flags)),
        ],
        rows=rows,
        empty=empty,
        row_url=lambda row: reverse("patients:patient", args=[row.id]),
    )
