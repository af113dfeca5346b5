"""Coverage follows a chart that is merged into another."""

from __future__ import annotations

from datetime import date

from wellrun.platform.ui.formatting import format_day
from wellrun.practice.coverage.models import Coverage, Rank
from wellrun.practice.patients.api import Patient, PatientsMerged, PatientsUnmerged, move_rows, move_rows_back


def follow_merge(event: PatientsMerged) -> None:
    """Move the merged chart's coverage to the survivor; what the survivor has already, for at least those days,
    stays with the pointer, where past visits and claims still find it."""
    pairs = _same_rank(event.survivor_id, event.merged_id)
    known = [theirs.id for own, theirs in pairs if _holds(own, theirs)]
    move_rows(event, Coverage, but=known)


def follow_unmerge(event: PatientsUnmerged) -> None:
    """Give the merged chart its coverage back."""
    move_rows_back(event, Coverage)


def overlapping_coverage(survivor: Patient, merged: Patient) -> list[str]:
    """A sentence for each rank that two different insurances would hold on one day."""
    return [
        f"Both charts have {Rank(own.rank).label.lower()} coverage {_days(own, theirs)}:"
        f" {_named(own)} and {_named(theirs)}. End one of them first, or give them the same days."
        for own, theirs in _same_rank(survivor.id, merged.id)
        if not _holds(own, theirs)
    ]


def _same_rank(survivor_id: object, merged_id: object) -> list[tuple[Coverage, Coverage]]:
    """The survivor's and the merged chart's coverage of one rank, in pairs that share a day."""
    rows = Coverage.objects.filter(patient_id__in=[survivor_id, merged_id]).select_related("payer")
    real = [row for row in rows.order_by("rank", "starts_on", "id") if row.ends_on != row.starts_on]
    own = [row for row in real if row.patient_id == survivor_id]
    theirs = [row for row in real if row.patient_id == merged_id]
    return [(one, other) for one in own for other in theirs if one.rank == other.rank and _meet(one, other)]


def _meet(one: Coverage, other: Coverage) -> bool:
    return one.starts_on < (other.ends_on or date.max) and other.starts_on < (one.ends_on or date.max)


def _holds(own: Coverage, theirs: Coverage) -> bool:
    """Whether the survivor's coverage is the same insurance for at least the days of the other."""
    same = own.payer_id == theirs.payer_id and own.member_id == theirs.member_id
    longer = own.starts_on <= theirs.starts_on and (own.ends_on or date.max) >= (theirs.ends_on or date.max)
    return same and longer


def _days(one: Coverage, other: Coverage) -> str:
    starts_on = max(one.starts_on, other.starts_on)
    ends_on = min(one.ends_on or date.max, other.ends_on or date.max)
    return f"from {format_day(starts_on)}" + ("" if ends_on == date.max else f" to {format_day(ends_on)}")


def _named(coverage: Coverage) -> str:
    return f"{coverage.payer.name}, member {coverage.member_id}"
