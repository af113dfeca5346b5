"""Visits follow a chart that is merged into another."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from wellrun.platform.database.identity import across
from wellrun.platform.ui.formatting import format_clock
from wellrun.practice.organization.api import zone_of
from wellrun.practice.patients.api import Patient, PatientsMerged, PatientsUnmerged, move_rows, move_rows_back
from wellrun.practice.scheduling.models import Appointment, Hold, VisitSeries
from wellrun.practice.scheduling.models.appointment import RELEASED, VisitState
from wellrun.practice.scheduling.rules import day_text


def follow_merge(event: PatientsMerged) -> None:
    """Give the merged chart's visits to the survivor."""
    move_rows(event, Appointment, Hold, VisitSeries)


def follow_unmerge(event: PatientsUnmerged) -> None:
    """Give the merged chart its visits back."""
    move_rows_back(event, Appointment, Hold, VisitSeries)


def overlapping_visits(survivor: Patient, merged: Patient) -> list[str]:
    """A sentence for each visit of one chart during a visit of the other: nobody is in two places."""
    with across(survivor.organization_id):
        rows = Appointment.objects.filter(patient_id__in=[survivor.id, merged.id]).exclude(state__in=RELEASED)
        visits = list(rows.order_by("starts_at", "id"))
    own = [visit for visit in visits if visit.patient_id == survivor.id]
    theirs = [visit for visit in visits if visit.patient_id == merged.id]
    return [_said(one, other) for one in own for other in theirs if _in_the_way(one, other)]


def _in_the_way(one: Appointment, other: Appointment) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _said(one: Appointment, other: Appointment) -> str:
    walls = [visit.starts_at.astimezone(ZoneInfo(zone_of(visit.unit_id))) for visit in (one, other)]
    both = (
        f"Both charts have a visit on {day_text(walls[0].date())}, at {format_clock(walls[0])} and at"
        f" {format_clock(walls[1])}."
    )
    if one.state == other.state == VisitState.CHECKED_OUT:
        return f"{both} Undo the steps of the one that did not take place and mark it as missed first."
    return f"{both} Cancel or move one of them first."
