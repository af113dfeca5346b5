"""Cases follow the chart: to another compartment, and to the survivor when charts are merged."""

from __future__ import annotations

from wellrun.platform.database.identity import across
from wellrun.practice.patients.api import (
    CompartmentChanged,
    Patient,
    PatientsMerged,
    PatientsUnmerged,
    move_rows,
    move_rows_back,
    patient,
)
from wellrun.practice.procedures.models import (
    HOLDS_TIME,
    Case,
    CaseImplant,
    CaseMessage,
    CaseProcedure,
    CaseStep,
    ReadinessItem,
)
from wellrun.practice.procedures.operations.request_case import when_text


def follow_chart(event: CompartmentChanged) -> None:
    """Give the patient's cases and all that belongs to them the compartment of the chart."""
    chart = patient(event.patient_id)
    assert chart is not None
    with across(chart.organization_id):
        cases = Case.objects.filter(patient_id=event.patient_id)
        for model in (CaseImplant, CaseMessage, CaseProcedure, CaseStep, ReadinessItem):
            model.objects.filter(case__in=cases).update(compartment=event.compartment)
        cases.update(compartment=event.compartment)


def follow_merge(event: PatientsMerged) -> None:
    """Give the merged chart's cases to the survivor."""
    move_rows(event, Case)


def follow_unmerge(event: PatientsUnmerged) -> None:
    """Give the merged chart its cases back."""
    move_rows_back(event, Case)


def overlapping_cases(survivor: Patient, merged: Patient) -> list[str]:
    """A sentence for each case of one chart during a case of the other: nobody is on two tables."""
    with across(survivor.organization_id):
        rows = Case.objects.filter(
            patient_id__in=[survivor.id, merged.id], state__in=HOLDS_TIME, starts_at__isnull=False
        )
        cases = list(rows.select_related("facility").order_by("starts_at", "id"))
    own = [case for case in cases if case.patient_id == survivor.id]
    theirs = [case for case in cases if case.patient_id == merged.id]
    return [
        f"Both charts have a case at that time: {when_text(one)} at {one.facility.name}, and {when_text(other)} at"
        f" {other.facility.name}. Cancel or move one of them first."
        for one in own
        for other in theirs
        if one.starts_at < other.ends_at and other.starts_at < one.ends_at
    ]
