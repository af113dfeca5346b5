"""Visits follow the chart to another compartment."""

from __future__ import annotations

from wellrun.platform.database.identity import across
from wellrun.practice.patients.api import CompartmentChanged, patient
from wellrun.practice.scheduling.models import Appointment, AppointmentStep, Hold, PlannedMove, VisitSeries


def follow_chart(event: CompartmentChanged) -> None:
    """Give the patient's visits and their history the compartment of the chart, in whatever department they are."""
    chart = patient(event.patient_id)
    assert chart is not None
    with across(chart.organization_id):
        visits = Appointment.objects.filter(patient_id=event.patient_id)
        AppointmentStep.objects.filter(appointment__in=visits).update(compartment=event.compartment)
        for model in (Hold, VisitSeries):
            model.objects.filter(patient_id=event.patient_id).update(compartment=event.compartment)
        PlannedMove.objects.filter(appointment__in=visits).update(compartment=event.compartment)
        visits.update(compartment=event.compartment)
