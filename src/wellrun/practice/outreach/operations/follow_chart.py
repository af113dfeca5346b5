"""Notices, links and calls follow the chart to another compartment, and to the survivor of a merge."""

from __future__ import annotations

from wellrun.platform.database.identity import across
from wellrun.practice.outreach.models import CallAttempt, Link, Notice
from wellrun.practice.patients.api import (
    CompartmentChanged,
    PatientsMerged,
    PatientsUnmerged,
    move_rows,
    move_rows_back,
    patient,
)


def follow_chart(event: CompartmentChanged) -> None:
    """Give what was said to the patient the compartment of the chart, in whatever department it was said."""
    chart = patient(event.patient_id)
    assert chart is not None
    with across(chart.organization_id):
        notices = Notice.objects.filter(patient_id=event.patient_id)
        CallAttempt.objects.filter(notice__in=notices).update(compartment=event.compartment)
        notices.update(compartment=event.compartment)
    Link.objects.filter(patient_id=event.patient_id).update(compartment=event.compartment)


def follow_merge(event: PatientsMerged) -> None:
    """Give the merged chart's notices and links to the survivor."""
    move_rows(event, Notice, Link)


def follow_unmerge(event: PatientsUnmerged) -> None:
    """Give the merged chart its notices and links back."""
    move_rows_back(event, Notice, Link)
