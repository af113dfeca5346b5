"""Taking a merge back: the two charts stand apart again, each with what was its own."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.checking import require
from wellrun.platform.access.refusals import NotFound, Refused
from wellrun.platform.audit.api import record_act
from wellrun.platform.events import publish
from wellrun.practice.conversations.api import give_threads
from wellrun.practice.documents.api import give_documents
from wellrun.practice.patients.events import DemographicsChanged, PatientsUnmerged
from wellrun.practice.patients.models import Consent, HistoryEntry, Merge, Patient
from wellrun.practice.patients.operations.merge_patients import (
    DOCUMENTS,
    GUARANTORS,
    POINTERS,
    TASKS,
    THREADS,
    MergeBlocked,
    MergeRefused,
)
from wellrun.practice.patients.operations.move_rows import move_rows_back, moved_ids
from wellrun.practice.patients.operations.seal_ssn import give_back_ssn
from wellrun.practice.patients.operations.search_index import index_patient
from wellrun.practice.patients.queries.obstacles import unmerge_obstacles
from wellrun.practice.patients.rules.merging import as_json
from wellrun.practice.worklist.api import give_tasks


class MergeUndone(MergeRefused):
    """Somebody took it back before."""

    sentence = "These charts were parted again already."


@transaction.atomic
def unmerge_patients(*, merge_id: uuid.UUID, reason: str, by: Actor, at: datetime) -> Merge:
    """Take a merge back: what had moved goes back, the survivor's details are as they were before, except those
    that somebody has changed since. What was added to the survivor since stays with the survivor.

    Raises `MergeUndone`, `MergeBlocked` with what must be put right first, or `NotFound`.
    """
    require(by, "patients.merge")
    found = Merge.objects.filter(id=merge_id).first()
    if found is None:
        raise NotFound()
    if not reason.strip():
        raise Refused("Say why these are two people.", field="reason")
    patients = Patient.objects.select_for_update().filter(id__in=[found.survivor_id, found.merged_id])
    locked = {patient.id: patient for patient in patients.order_by("id")}
    if len(locked) < 2:
        raise NotFound()
    merge = Merge.objects.select_for_update().get(id=merge_id)
    merge.survivor, merge.merged = locked[merge.survivor_id], locked[merge.merged_id]
    if merge.undone_at:
        raise MergeUndone()
    _refuse_later_merge(merge)
    if obstacles := unmerge_obstacles(merge):
        raise MergeBlocked(obstacles)
    changed = _restore(merge, at=at)
    _move_back(merge, by=by, at=at)
    merge.undone_at, merge.undone_by_id, merge.undone_because = at, by.person_id, reason.strip()[:200]
    merge.save(update_fields=["undone_at", "undone_by_id", "undone_because"])
    record_act("patients.unmerged", subject_type="merge", subject_id=merge.id,
               patients=[merge.survivor_id, merge.merged_id],
               detail={"because": merge.undone_because}, privileged=True)  # fmt: skip
    publish(DemographicsChanged(merge.survivor_id, tuple(changed), at))
    publish(DemographicsChanged(merge.merged_id, (), at))
    return merge


def _refuse_later_merge(merge: Merge) -> None:
    """A survivor that was itself merged later must be parted from that one first."""
    if merge.survivor.merged_into_id:
        into = Patient.objects.filter(id=merge.survivor.merged_into_id).first()
        raise MergeBlocked(
            [
                f"Chart {merge.survivor.number} was merged into chart {into.number if into else 'another'} since."
                " Take that back first."
            ]
        )


def _restore(merge: Merge, *, at: datetime) -> list[str]:
    survivor, merged = merge.survivor, merge.merged
    restored = [
        name for name, (_, after) in merge.changed.items() if as_json(getattr(survivor, name)) == after
    ]
    for name in restored:
        setattr(survivor, name, _typed(name, merge.changed[name][0]))
    survivor.version += 1
    survivor.save(update_fields=[*restored, "version"])
    if merge.ssn_taken:
        give_back_ssn(merge, at=at)
    merged.merged_into = None
    merged.version += 1
    merged.save(update_fields=["merged_into", "version"])
    for table, column in ((POINTERS, "merged_into_id"), (GUARANTORS, "guarantor_id")):
        rows = Patient.objects.filter(id__in=moved_ids(merge.id, table), **{column: survivor.id})
        rows.update(**{column: merged.id})
    index_patient(survivor)
    index_patient(merged)
    return restored


def _typed(name: str, kept: Any) -> Any:
    return Patient._meta.get_field(name.removesuffix("_id")).to_python(kept)


def _move_back(merge: Merge, *, by: Actor, at: datetime) -> None:
    event = PatientsUnmerged(merge.survivor_id, merge.merged_id, by, at, merge.id, merge.organization_id)
    move_rows_back(event, HistoryEntry, Consent)
    give_documents(of=merge.survivor_id, to=merge.merged_id, only=moved_ids(merge.id, DOCUMENTS))
    give_tasks(of=merge.survivor_id, to=merge.merged_id, organization_id=merge.organization_id,
               only=moved_ids(merge.id, TASKS))  # fmt: skip
    give_threads(of=merge.survivor_id, to=merge.merged_id, only=moved_ids(merge.id, THREADS))
    publish(event)
