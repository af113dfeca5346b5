"""What the desk wrote down follows the chart to another compartment."""

from __future__ import annotations

from wellrun.platform.database.identity import across
from wellrun.practice.frontdesk.models import CheckIn, PhoneCall, WalkIn
from wellrun.practice.patients.api import CompartmentChanged, patient


def follow_chart(event: CompartmentChanged) -> None:
    """Give a patient's check-ins and calls the compartment of the chart, in whatever department they are."""
    chart = patient(event.patient_id)
    assert chart is not None
    with across(chart.organization_id):
        for model in (CheckIn, PhoneCall, WalkIn):
            model.objects.filter(patient_id=event.patient_id).update(compartment=event.compartment)
