"""The patient's cases on the patient's page, and the global period on the page of a visit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wellrun.platform.access.api import Actor
from wellrun.platform.ui.formatting import in_zone
from wellrun.practice.patients.api import Patient
from wellrun.practice.procedures.operations.request_case import when_text
from wellrun.practice.procedures.queries.cases import case_rows
from wellrun.practice.procedures.queries.global_period import global_period_for
from wellrun.practice.scheduling.api import Appointment

MOST = 6


def panel(actor: Actor, patient: Patient, at: datetime) -> dict[str, Any]:
    """The cases of a patient that the actor may see, the latest first."""
    rows = case_rows(unit_ids=actor.reach["cases.read"], patient_id=patient.id, at=at)
    return {
        "rows": [(row, when_text(row.case)) for row in reversed(rows[-MOST:])],
        "may_book": actor.may("cases.book"),
    }


def global_period_flag(visit: Appointment, by: Actor) -> str:
    """The sentence about the global period that a visit with the surgeon, or one of the specialty, lies in."""
    on = in_zone(visit.starts_at, visit.unit.zone).date()
    found = global_period_for(
        patient_id=visit.patient_id, on=on, provider_id=visit.provider_id, taxonomy=visit.provider.taxonomy
    )
    return found.sentence if found else ""
