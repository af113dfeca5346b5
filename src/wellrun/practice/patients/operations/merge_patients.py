"""Merging two charts of one person: one survives, the other becomes a pointer to it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.checking import require
from wellrun.platform.access.refusals import NotFound, Refused, Stale
from wellrun.platform.audit.api import record_act
from wellrun.platform.events import publish
from wellrun.practice.conversations.api import give_threads
from wellrun.practice.documents.api import give_documents
from wellrun.practice.organization.api import local_day
from wellrun.practice.patients.events import DemographicsChanged, PatientsMerged
from wellrun.practice.patients.models import Consent, HistoryEntry, Merge, Patient
from wellrun.practice.patients.operations.move_rows import move_rows, note_moved
from wellrun.practice.patients.operations.seal_ssn import take_ssn
from wellrun.practice.patients.operations.search_index import index_patient
from wellrun.practice.patients.queries.obstacles import merge_obstacles
from wellrun.practice.patients.rules.details import check_details
from wellrun.practice.patients.rules.merging import as_json, chosen_details, differing, former_names
from wellrun.practice.worklist.api import give_tasks

#: Under these names the rows that point to a chart, and those of the rooms below, are kept with a merge.
POINTERS, GUARANTORS, DOCUMENTS, TASKS, THREADS = "pointers", "guarantors", "documents", "tasks", "threads"


class MergeRefused(Refused):
    """These two charts cannot be merged."""

    status = 409


class MergeBlocked(MergeRefused):
    """Something must be put right first; `obstacles` says what, a sentence each."""

    def __init__(self, obstacles: Sequence[str]) -> None:
        self.obstacles = tuple(obstacles)
        super().__init__(" ".join(obstacles))


@transaction.atomic
def merge_patients(
    *,
    survivor_id: uuid.UUID,
    merged_id: uuid.UUID,
    take: Collection[str] = (),
    reason: str,
    expected_versions: tuple[int, int] | None = None,
    by: Actor,
    at: datetime,
) -> Merge:
    """Merge `merged_id` into `survivor_id`: everything that hangs on it moves, its number finds the survivor.

    `take` names the details (as in `PatientDetails`, and `ssn`) that come from the merged chart; all others stay
    the survivor's. `expected_versions` are those of the two charts as they were compared. Raises `MergeRefused`,
    `MergeBlocked`, `Stale`, `DetailRefused` or `NotFound`. No money moves: accounts are joined, not emptied.
    """
    require(by, "patients.merge")
    if survivor_id == merged_id:
        raise MergeRefused("This is one chart. Choose another to merge it with.")
    if not reason.strip():
        raise Refused("Say how you know that this is one person.", field="reason")
    survivor, merged = _locked(survivor_id, merged_id)
    if expected_versions and expected_versions != (survivor.version, merged.version):
        raise Stale("One of the charts was changed while you compared them. Compare again.")
    if obstacles := merge_obstacles(survivor, merged):
        raise MergeBlocked(obstacles)
    details = chosen_details(survivor, merged, take)
    check_details(details, today=local_day(by.organization_id, at))
    wanted = [name for name in differing(survivor, merged) if name in take or name == "guarantor_id"]
    names = [name for name in wanted if getattr(details, name) != getattr(survivor, name)]
    merge = Merge(
        organization_id=survivor.organization_id,
        compartment=survivor.compartment,
        survivor=survivor,
        merged=merged,
        changed={name: [as_json(getattr(survivor, name)), as_json(getattr(details, name))] for name in names},
        reason=reason.strip()[:200],
        merged_at=at,
        merged_by_id=by.person_id,
    )
    if "ssn" in take:
        take_ssn(merge, at=at)
    merge.save(force_insert=True)
    _write(merge, {name: getattr(details, name) for name in names})
    _move(merge, by=by, at=at)
    record_act("patients.merged", subject_type="merge", subject_id=merge.id, patients=[survivor.id, merged.id],
               detail={"because": merge.reason, "taken": sorted(take)}, privileged=True)  # fmt: skip
    publish(DemographicsChanged(survivor.id, tuple(names), at))
    return merge


def _locked(survivor_id: uuid.UUID, merged_id: uuid.UUID) -> tuple[Patient, Patient]:
    """Both charts, locked in the order of their ids, so that two who merge at once meet and do not deadlock."""
    found = {
        patient.id: patient
        for patient in Patient.objects.select_for_update()
        .filter(id__in=[survivor_id, merged_id])
        .order_by("id")
    }
    if len(found) < 2:
        raise NotFound()
    survivor, merged = found[survivor_id], found[merged_id]
    for patient in (survivor, merged):
        if patient.merged_into_id:
            other = Patient.objects.filter(id=patient.merged_into_id).first()
            raise MergeRefused(
                f"Chart {patient.number} was merged into chart {other.number if other else 'another'} already."
            )
    if survivor.compartment != merged.compartment:
        raise MergeRefused("One of the charts is restricted. Move both to one compartment first.")
    return survivor, merged


def _write(merge: Merge, chosen: dict[str, object]) -> None:
    survivor, merged = merge.survivor, merge.merged
    family_name = str(chosen.get("family_name", survivor.family_name))
    former = former_names(survivor, merged, family_name)
    merge.changed["former_family_names"] = [survivor.former_family_names, former]
    for name, value in chosen.items():
        setattr(survivor, name, value)
    survivor.former_family_names = former
    survivor.version += 1
    survivor.save(update_fields=[*chosen, "former_family_names", "version"])
    merge.save(update_fields=["changed"])
    merged.merged_into = survivor
    merged.version += 1
    merged.save(update_fields=["merged_into", "version"])
    for table, column in ((POINTERS, "merged_into_id"), (GUARANTORS, "guarantor_id")):
        rows = Patient.objects.filter(**{column: merged.id})
        ids = list(rows.values_list("id", flat=True))
        rows.update(**{column: survivor.id})
        note_moved(merge.id, table, ids)
    index_patient(merged)
    index_patient(survivor)


def _move(merge: Merge, *, by: Actor, at: datetime) -> None:
    survivor_id, merged_id = merge.survivor_id, merge.merged_id
    event = PatientsMerged(survivor_id, merged_id, by, at, merge.id, merge.organization_id)
    move_rows(event, HistoryEntry, but=_listed_twice(survivor_id, merged_id))
    move_rows(event, Consent)
    note_moved(merge.id, DOCUMENTS, give_documents(of=merged_id, to=survivor_id))
    organization_id = merge.organization_id
    note_moved(merge.id, TASKS, give_tasks(of=merged_id, to=survivor_id, organization_id=organization_id))
    note_moved(merge.id, THREADS, give_threads(of=merged_id, to=survivor_id))
    publish(event)


def gather_strays(*, by: Actor, at: datetime) -> int:
    """Move to the survivors whatever was hung on a merged chart by acts that had read it before it was merged; says
    how many merges were looked at. A row that must not be moved stays. For the program: no person asks for it."""
    merges = list(
        Merge.objects.filter(organization_id=by.organization_id, undone_at__isnull=True)
        .select_related("survivor", "merged")
        .order_by("id")
    )
    for merge in merges:
        if merge.merged.merged_into_id == merge.survivor_id and not merge_obstacles(
            merge.survivor, merge.merged
        ):
            _move(merge, by=by, at=at)
    return len(merges)


def _listed_twice(survivor_id: uuid.UUID, merged_id: uuid.UUID) -> list[uuid.UUID]:
    """The entries in force of the merged chart that the survivor's history has already."""

    def said(entry: HistoryEntry) -> tuple[str, ...]:
        return entry.kind, entry.code_system, entry.code or entry.text.casefold()

    in_force = HistoryEntry.objects.filter(patient_id__in=[survivor_id, merged_id], ended_on__isnull=True)
    entries = list(in_force)
    known = {said(entry) for entry in entries if entry.patient_id == survivor_id}
    return [entry.id for entry in entries if entry.patient_id == merged_id and said(entry) in known]
