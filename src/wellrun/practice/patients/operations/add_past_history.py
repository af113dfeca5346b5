"""Writing many entries of another system's record at once, ended ones among them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.checking import require
from wellrun.platform.access.refusals import NotFound, Refused
from wellrun.platform.audit.api import record_act
from wellrun.practice.organization.api import local_day
from wellrun.practice.patients.models import HistoryEntry, Patient
from wellrun.practice.patients.operations.history import AlreadyListed
from wellrun.practice.patients.rules.history import EntryRefused, HistoryDetails, check_entry


@dataclass(frozen=True, kw_only=True)
class PastEntry:
    """One entry of the past. `end_reason` says why it ended on `ended_on`; an entry without an end is in force."""

    details: HistoryDetails
    ended_on: date | None = None
    end_reason: str = ""


def add_past_history(
    *, patient_id: uuid.UUID, entries: Sequence[PastEntry], by: Actor, at: datetime
) -> list[HistoryEntry | Refused]:
    """Add entries to a patient's history, each checked as if typed; returns for each what was written, or why not.

    An entry in force is refused as `AlreadyListed` when its like is in force, on file or among the entries before
    it. Raises `NotFound`. A handful of queries, however many entries.
    """
    require(by, "history.write")
    patient = Patient.objects.select_for_update().filter(id=patient_id).first()
    if patient is None:
        raise NotFound()
    today = local_day(by.organization_id, at)
    in_force = {_what(entry) for entry in HistoryEntry.objects.filter(patient=patient, ended_on__isnull=True)}
    outcomes: list[HistoryEntry | Refused] = []
    for entry in entries:
        try:
            outcomes.append(_checked(entry, patient, in_force, today, by=by, at=at))
        except Refused as refusal:
            outcomes.append(refusal)
    written = [outcome for outcome in outcomes if isinstance(outcome, HistoryEntry)]
    if written:
        HistoryEntry.objects.bulk_create(written)
        record_act("history.brought_in", subject_type="patient", subject_id=patient.id, patients=[patient.id],
                   detail={"entries": len(written)})  # fmt: skip
    return outcomes


def _checked(entry: PastEntry, patient: Patient, in_force: set[tuple[str, str, str]], today: date, *, by: Actor,
             at: datetime) -> HistoryEntry:  # fmt: skip
    details = entry.details
    check_entry(details, today=today)
    if entry.ended_on and (
        entry.ended_on > today or (details.onset_on and entry.ended_on < details.onset_on)
    ):
        raise EntryRefused("The end lies between the beginning and today.", field="ended_on")
    written = HistoryEntry(
        organization_id=patient.organization_id,
        compartment=patient.compartment,
        patient=patient,
        kind=details.kind,
        code_system=details.code_system,
        code=details.code,
        text=details.text.strip(),
        detail=details.detail.strip(),
        source=details.source,
        onset_on=details.onset_on,
        recorded_at=at,
        recorded_by_id=by.person_id,
    )
    if entry.ended_on:
        written.ended_on, written.end_reason = entry.ended_on, entry.end_reason.strip()[:200]
        written.ended_at, written.ended_by_id = at, by.person_id
    elif _what(written) in in_force:
        raise AlreadyListed()
    else:
        in_force.add(_what(written))
    return written


def _what(entry: HistoryEntry) -> tuple[str, str, str]:
    return entry.kind, entry.code_system, entry.code or entry.text.casefold()
