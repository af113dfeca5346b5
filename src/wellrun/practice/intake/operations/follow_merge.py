"""What patients entered follows a chart that is merged into another."""

from __future__ import annotations

from wellrun.practice.intake.models import Submission, SubmissionItem
from wellrun.practice.patients.api import PatientsMerged, PatientsUnmerged, move_rows, move_rows_back


def follow_merge(event: PatientsMerged) -> None:
    """Give the merged chart's submissions to the survivor."""
    move_rows(event, Submission, SubmissionItem)


def follow_unmerge(event: PatientsUnmerged) -> None:
    """Give the merged chart its submissions back."""
    move_rows_back(event, Submission, SubmissionItem)
