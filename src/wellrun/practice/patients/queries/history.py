"""Reading a history."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from wellrun.practice.patients.models import HistoryEntry, HistoryKind


def history_of(patient_id: uuid.UUID) -> dict[str, list[HistoryEntry]]:
    """A patient's history by kind, every kind present; what is in force first, then the newest. One query."""
    by_kind: dict[str, list[HistoryEntry]] = {kind: [] for kind in HistoryKind.values}
    for entry in HistoryEntry.objects.filter(patient_id=patient_id).order_by("-recorded_at", "-id"):
        by_kind[entry.kind].append(entry)
    for entries in by_kind.values():
        entries.sort(key=lambda entry: not entry.in_force)
    return by_kind


def history_entry(entry_id: uuid.UUID) -> HistoryEntry | None:
    """One entry with its patient, if the person asking may see it."""
    return HistoryEntry.objects.select_related("patient").filter(id=entry_id).first()


def allergies_of(patient_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """The allergies in force of these patients, in words; patients without one are absent. One query."""
    found: dict[uuid.UUID, list[str]] = {}
    rows = HistoryEntry.objects.filter(patient_id__in=list(patient_ids), kind=HistoryKind.ALLERGY)
    for entry in rows.order_by("recorded_at", "id"):
        if entry.in_force:
            found.setdefault(entry.patient_id, []).append(entry.text)
    return found
