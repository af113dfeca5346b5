"""Calls and check-ins follow a chart that is merged into another."""

from __future__ import annotations

from wellrun.practice.frontdesk.models import CheckIn, PhoneCall, WalkIn
from wellrun.practice.patients.api import PatientsMerged, PatientsUnmerged, move_rows, move_rows_back


def follow_merge(event: PatientsMerged) -> None:
    """Give the merged chart's calls and check-ins to the survivor."""
    move_rows(event, PhoneCall, CheckIn, WalkIn)


def follow_unmerge(event: PatientsUnmerged) -> None:
    """Give the merged chart its calls and check-ins back."""
    move_rows_back(event, PhoneCall, CheckIn, WalkIn)
