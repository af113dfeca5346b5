"""What the wait list knows of the patients' preferences, for visits that need another time."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import time

from wellrun.engines import rebooking
from wellrun.practice.scheduling.models import Appointment, DayTime, WaitingEntry, WaitingState

#: The parts of a day by wall time, half-open.
_PARTS = {
    DayTime.MORNING.value: (time(), time(12)),
    DayTime.AFTERNOON.value: (time(12), time(17)),
    DayTime.EVENING.value: (time(17), time.max),
}


def wishes_of(visits: Sequence[Appointment]) -> dict[uuid.UUID, rebooking.Preference]:
    """By visit, the days and hours that its patient named when put on the wait list for a visit of that type; visits
    of whom nothing is known are left out. Morning and evening without the afternoon are no stretch, and count as the
    days alone. One query."""
    rows = WaitingEntry.objects.filter(
        patient_id__in={visit.patient_id for visit in visits}, state=WaitingState.WAITING
    )
    entries = {(entry.patient_id, entry.visit_type_id): entry for entry in rows}
    found = {}
    for visit in visits:
        entry = entries.get((visit.patient_id, visit.visit_type_id))
        if entry is not None and (entry.weekdays or entry.day_times):
            since, until = _hours(entry.day_times)
            found[visit.id] = rebooking.Preference(frozenset(entry.weekdays), since, until)
    return found


def _hours(day_times: Sequence[str]) -> tuple[time, time]:
    parts = sorted(_PARTS[each] for each in day_times)
    joined = all(one[1] == other[0] for one, other in zip(parts, parts[1:], strict=False))
    return (parts[0][0], parts[-1][1]) if parts and joined else (time(), time.max)
