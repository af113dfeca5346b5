"""Moving what hangs on a chart to the survivor of a merge, noting what moved, and moving it back."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable

from django.db.models import Model

from wellrun.platform.database.identity import across
from wellrun.practice.patients.events import PatientsMerged, PatientsUnmerged
from wellrun.practice.patients.models import Merge, MovedRows


def move_rows(event: PatientsMerged, *models: type[Model], but: Collection[uuid.UUID] = ()) -> None:
    """Give every row of these models the survivor as its `patient`, in every unit of the organization, and note
    which they were. Rows named in `but` stay with the pointer."""
    with across(event.organization_id):
        for model in models:
            rows = model.objects.filter(patient_id=event.merged_id).exclude(pk__in=list(but))
            ids = sorted(rows.values_list("pk", flat=True))
            model.objects.filter(pk__in=ids).update(patient_id=event.survivor_id)
            note_moved(event.merge_id, model._meta.label_lower, ids)


def move_rows_back(event: PatientsUnmerged, *models: type[Model]) -> None:
    """Give the merged chart back the rows that had moved with this merge and still are the survivor's."""
    with across(event.organization_id):
        for model in models:
            ids = moved_ids(event.merge_id, model._meta.label_lower)
            rows = model.objects.filter(pk__in=ids, patient_id=event.survivor_id)
            rows.update(patient_id=event.merged_id)


def note_moved(merge_id: uuid.UUID, table: str, ids: Iterable[uuid.UUID]) -> None:
    """Note the rows of a table that moved with a merge, so that they can be moved back."""
    moved = sorted(ids)
    if moved:
        merge = Merge.objects.get(id=merge_id)
        MovedRows.objects.create(
            organization_id=merge.organization_id,
            compartment=merge.compartment,
            merge=merge,
            table=table,
            row_ids=moved,
        )


def moved_ids(merge_id: uuid.UUID, table: str) -> list[uuid.UUID]:
    """The rows of a table that moved with a merge."""
    noted = MovedRows.objects.filter(merge_id=merge_id, table=table).values_list("row_ids", flat=True)
    return [row_id for ids in noted for row_id in ids]
