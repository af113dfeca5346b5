"""What was brought in follows a chart that is merged into another."""

from __future__ import annotations

from wellrun.practice.interop.models import (
    ImportedClaim,
    ImportedCoverage,
    ImportedEncounter,
    ImportedRow,
    ImportedTransaction,
)
from wellrun.practice.patients.api import PatientsMerged, PatientsUnmerged, move_rows, move_rows_back

_ABOUT_PATIENTS = (ImportedRow, ImportedCoverage, ImportedEncounter, ImportedClaim, ImportedTransaction)


def follow_merge(event: PatientsMerged) -> None:
    """Give everything brought in about the merged chart to the survivor."""
    move_rows(event, *_ABOUT_PATIENTS)


def follow_unmerge(event: PatientsUnmerged) -> None:
    """Give the merged chart back what was brought in about it."""
    move_rows_back(event, *_ABOUT_PATIENTS)
