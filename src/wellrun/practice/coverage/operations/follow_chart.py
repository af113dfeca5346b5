"""Coverage follows the chart to another compartment."""

from __future__ import annotations

from wellrun.practice.coverage.models import Coverage
from wellrun.practice.patients.api import CompartmentChanged


def follow_chart(event: CompartmentChanged) -> None:
    """Give a patient's coverage the compartment of the chart, in the same transaction."""
    Coverage.objects.filter(patient_id=event.patient_id).update(compartment=event.compartment)
