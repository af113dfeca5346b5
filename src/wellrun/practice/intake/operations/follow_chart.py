"""What patients entered follows the chart to another compartment; links of the old one end."""

from __future__ import annotations

from wellrun.platform.database.identity import across
from wellrun.practice.intake.models import Submission, SubmissionItem
from wellrun.practice.patients.api import CompartmentChanged, patient


def follow_chart(event: CompartmentChanged) -> None:
    """Give a patient's submissions the compartment of the chart, in whatever department they are."""
    chart = patient(event.patient_id)
    assert chart is not None
    with across(chart.organization_id):
        for model in (Submission, SubmissionItem):
            model.objects.filter(patient_id=event.patient_id).update(compartment=event.compartment)
