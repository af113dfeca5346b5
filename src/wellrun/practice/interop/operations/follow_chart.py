"""What was brought in follows the chart to another compartment."""

from __future__ import annotations

from wellrun.practice.interop.models import (
    ImportedClaim,
    ImportedCoverage,
    ImportedEncounter,
    ImportedRow,
    ImportedTransaction,
)
from wellrun.practice.patients.api import CompartmentChanged


def follow_chart(event: CompartmentChanged) -> None:
    """Give everything brought in about a patient the compartment of the chart, in the same transaction."""
    for model in (ImportedRow, ImportedCoverage, ImportedEncounter, ImportedClaim, ImportedTransaction):
        model.objects.filter(patient_id=event.patient_id).update(compartment=event.compartment)
