"""The packet for a hospital: the booking sheet, and the list of what shows that the patient is ready."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from wellrun.platform.ui.formatting import format_clock, format_day, format_phone, in_zone
from wellrun.practice.coverage.api import coverage_on
from wellrun.practice.organization.api import place_of
from wellrun.practice.patients.api import language_name
from wellrun.practice.procedures.models import Case, ItemState, ReadinessItem
from wellrun.practice.procedures.queries.cases import day_of, items_of

_HERE = Path(__file__).parent
#: Lines of the checklist that are no concern of the hospital's.
OURS = ("packet", "call", "deposit")


def packet_pdf(case: Case, *, at: datetime) -> bytes:
    """The packet as PDF, dated `at`; the same case at the same instant gives the same bytes."""
    return typst.compile(
        str(_HERE / "packet.typ"),
        root=str(_HERE),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_data(case, at))},
        timestamp=int(at.timestamp()),
    )


def _data(case: Case, at: datetime) -> dict[str, Any]:
    place, chart, facility = place_of(case.unit_id), case.patient, case.facility
    site = place.site.unit if place.site else place.unit
    local = in_zone(at, facility.zone)
    return {
        "practice": site.name,
        "phone": format_phone(place.site.phone) if place.site else "",
        "to": [facility.name, f"Fax {format_phone(facility.fax)}" if facility.fax else "", facility.email],
        "made": f"{format_day(local)}, {format_clock(local)}",
        "number": case.placer_number,
        "hospital_number": case.hospital_number,
        "patient": [
            ("Patient", f"{chart.name}, chart {chart.number}"),
            ("Born", f"{format_day(chart.birth_on)}, {chart.get_sex_display().lower()}"),
            ("Phone", format_phone(chart.phone_mobile or chart.phone_home)),
            ("Language", language_name(chart.language) + (", interpreter" if chart.interpreter else "")),
            *_insured(case, at),
        ],
        "case": [(name, said) for name, said in sheet_of(case) if said],
        "procedures": [
            [line.code, line.words, line.get_laterality_display(), str(line.units)]
            for line in case.procedures.order_by("position")
        ],
        "implants": [
            [one.description, one.vendor, one.representative, format_phone(one.phone) if one.phone else ""]
            for one in case.implants.order_by("position")
        ],
        "evidence": [
            [item.name, item.get_state_display(), evidence_text(item)]
            for item in items_of(case.id)
            if item.key not in OURS
        ],
    }


def _insured(case: Case, at: datetime) -> list[tuple[str, str]]:
    """The patient's coverage on the day of the case, or today while it has none."""
    on = day_of(case) or in_zone(at, case.facility.zone).date()
    found = coverage_on(patient_id=case.patient_id, on=on)
    return [("Insurance", f"{one.payer.name}, member {one.member_id}") for one in found] or [
        ("Insurance", "None on file for that day")
    ]


def sheet_of(case: Case) -> list[tuple[str, str]]:
    """The booking sheet in lines; empty where nothing is said."""
    when = "To be given"
    if case.starts_at:
        wall = in_zone(case.starts_at, case.facility.zone)
        when = f"{wall:%A}, {format_day(wall)}, {format_clock(wall)}"
    length = (
        f"{case.setup_minutes} + {case.procedure_minutes} + {case.cleanup_minutes} = {case.minutes} minutes"
    )
    return [
        ("Surgeon", f"{case.provider.display_name}, NPI {case.provider.npi}"),
        ("Room from", when),
        ("Length", f"{length} (set-up, procedure, clean-up)"),
        ("Diagnoses", ", ".join(case.diagnoses)),
        ("Urgency", case.get_urgency_display()),
        ("Taken in as", case.get_patient_class_display()),
        ("Anesthesia", case.get_anesthesia_display()),
        ("Position", case.position),
        ("Equipment", case.equipment),
        ("Assistant", case.assistant),
        ("Blood", case.blood_note),
        ("Allergies", case.allergies_note),
        ("Note", case.note),
    ]


def evidence_text(item: ReadinessItem) -> str:
    """What shows that a line is settled, in one line."""
    if item.state == ItemState.OPEN:
        return item.reopened_because
    said = []
    if item.authorization_number:
        said.append(f"{item.authorization_number}, {item.units} units")
    if item.valid_from and item.valid_to:
        said.append(f"{format_day(item.valid_from)} to {format_day(item.valid_to)}")
    if item.evidence_on:
        said.append(f"of {format_day(item.evidence_on)}")
    if item.note:
        said.append(item.note)
    return ", ".join(said)
