"""Cases follow the chart: to another compartment, and to the survivor when charts are merged."""

from __future__ import annotations

from wellrun.platform.database.identity import across
from wellrun.practice.patients.api import (
    CompartmentChanged,
    PatientsMerged,
    PatientsUnmerged,
    move_rows,
    move_rows_back,
    patient,
)
from wellrun.practice.procedures.models import (
    Case,
    CaseImplant,
    CaseMessage,
    CaseProcedure,
    CaseStep,
    ReadinessItem,
)


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
