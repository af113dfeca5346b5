"""What patients entered, and how they proved who they are, follows the chart to another compartment."""

from __future__ import annotations

from wellrun.platform.database.identity import across
from wellrun.practice.intake.models import LinkTrial, Submission, SubmissionItem
from wellrun.practice.outreach.api import Link
from wellrun.practice.patients.api import CompartmentChanged, patient


def follow_chart(event: CompartmentChanged) -> None:
    """Give a patient's submissions, and the wrong birth dates counted at the patient's links, the compartment of the
    chart, in whatever department they are."""
    chart = patient(event.patient_id)
    assert chart is not None
    with across(chart.organization_id):
        for model in (Submission, SubmissionItem):
            model.objects.filter(patient_id=event.patient_id).update(compartment=event.compartment)
        links = list(Link.objects.filter(patient_id=event.patient_id).values_list("id", flat=True))
        LinkTrial.objects.filter(link_id__in=links).update(compartment=event.compartment)
