"""Claims follow a chart that is merged into another. What was sent stays as it was sent."""

from __future__ import annotations

from wellrun.practice.claims.models import Claim
from wellrun.practice.patients.api import PatientsMerged, PatientsUnmerged, move_rows, move_rows_back


def follow_merge(event: PatientsMerged) -> None:
    """Give the merged chart's claims to the survivor: their snapshots and their account stay."""
    move_rows(event, Claim)


def follow_unmerge(event: PatientsUnmerged) -> None:
    """Give the merged chart its claims back."""
    move_rows_back(event, Claim)
