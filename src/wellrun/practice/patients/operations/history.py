"""Writing and ending entries of a history."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.checking import require
from wellrun.platform.access.refusals import NotFound, Refused
from wellrun.platform.audit.api import record_act
from wellrun.practice.organization.api import local_day
from wellrun.practice.patients.models import HistoryEntry, Patient
from wellrun.practice.patients.rules.history import HistoryDetails, check_entry, code_as_kept


class AlreadyListed(Refused):
    """The same entry is in force already."""

    status = 409
    sentence = "This is on the list already."
    field = "text"


def add_history(*, patient_id: uuid.UUID, entry: HistoryDetails, by: Actor, at: datetime) -> HistoryEntry:
    """Add an entry to a patient's history; raises `EntryRefused`, `AlreadyListed` or `NotFound`."""
    require(by, "history.write")
    check_entry(entry, today=local_day(by.organization_id, at))
    # The patient's row is locked so that two who add the same thing at once do not both find it missing.
    patient = Patient.objects.select_for_update().filter(id=patient_id).first()
    if patient is None:
        raise NotFound()
    same = HistoryEntry.objects.filter(patient=patient, kind=entry.kind, ended_on__isnull=True)
    coded = {"code_system": entry.code_system, "code": code_as_kept(entry.code_system, entry.code)}
    if same.filter(**(coded if entry.code else {"text__iexact": entry.text.strip()})).exists():
        raise AlreadyListed()
    written = HistoryEntry.objects.create(
        organization_id=patient.organization_id,
        compartment=patient.compartment,
        patient=patient,
        kind=entry.kind,
        text=entry.text.strip(),
        detail=entry.detail.strip(),
        source=entry.source,
        onset_on=entry.onset_on,
        recorded_at=at,
        recorded_by_id=by.person_id,
        **coded,
    )
    record_act("history.added", subject_type="history", subject_id=written.id, patients=[patient.id])
    return written


def end_history(*, entry_id: uuid.UUID, ended_on: date, reason: str, by: Actor, at: datetime) -> HistoryEntry:
    """End an entry on a day, saying why; it stays in the history. Ending twice raises `AlreadyListed`."""
    require(by, "history.write")
    entry = HistoryEntry.objects.select_for_update().filter(id=entry_id).first()
    if entry is None:
        raise NotFound()
    if not entry.in_force:
        raise AlreadyListed("This entry was ended already.", field="ended_on")
    if ended_on > local_day(by.organization_id, at) or (entry.onset_on and ended_on < entry.onset_on):
        raise Refused("The end lies between the beginning and today.", field="ended_on")
    if not reason.strip():
        raise Refused("Say why it ended, such as resolved or entered in error.", field="reason")
    entry.ended_on, entry.end_reason = ended_on, reason.strip()[:200]
    entry.ended_at, entry.ended_by_id = at, by.person_id
    entry.save(update_fields=["ended_on", "end_reason", "ended_at", "ended_by_id"])
    record_act("history.ended", subject_type="history", subject_id=entry.id, patients=[entry.patient_id])
    return entry
