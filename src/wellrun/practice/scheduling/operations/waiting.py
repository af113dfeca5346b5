"""Putting patients on the wait list, changing what they want, and taking them off."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from wellrun.platform.access.api import Actor, NotFound, Refused, Stale, require
from wellrun.platform.audit.api import record_act
from wellrun.platform.database.identity import across
from wellrun.practice.outreach.api import withdraw_notices
from wellrun.practice.patients.api import patient as find_patient
from wellrun.practice.scheduling.models import (
    Appointment,
    OfferState,
    TimeOffer,
    Urgency,
    VisitType,
    WaitingEntry,
    WaitingState,
)
from wellrun.practice.scheduling.rules import MOVABLE

#: What somebody waiting may want, as `join_wait_list` and `change_waiting` take it.
WISHES = (
    "unit_ids", "provider_ids", "weekdays", "day_times", "earliest_on", "latest_on", "notice_hours", "urgency",
    "channel", "note",
)  # fmt: skip


class WaitingRefused(Refused):
    """The patient cannot wait for that."""


class NotWaiting(Refused):
    """The place on the list has ended."""

    status = 409
    sentence = "This patient is no longer on the wait list for this visit."


def join_wait_list(
    *,
    patient_id: uuid.UUID,
    visit_type_id: uuid.UUID,
    visit_id: uuid.UUID | None = None,
    wishes: Mapping[str, object] | None = None,
    by: Actor,
    at: datetime,
) -> WaitingEntry:
    """Put a patient on the wait list; with `visit_id` the patient has that visit and wants an earlier time.

    `wishes` are those of `WISHES`; what is not said would do. Raises `WaitingRefused` for a patient who died, who waits
    for the same already, or whose visit is over.
    """
    kind = VisitType.objects.filter(id=visit_type_id, active=True).first()
    patient = find_patient(patient_id)
    if kind is None or patient is None:
        raise NotFound()
    require(by, "waitlist.work", kind.unit_id)
    if patient.deceased_on is not None:
        raise WaitingRefused("This patient is recorded as deceased.", field="patient")
    if kind.capacity > 1:
        raise WaitingRefused("Group visits have seats, not a wait list.", field="visit_type")
    entry = WaitingEntry(
        organization_id=kind.organization_id,
        unit_id=kind.unit_id,
        compartment=patient.compartment,
        patient_id=patient.id,
        visit_type=kind,
        visit_id=_visit(visit_id, patient.id),
        unit_ids=[kind.unit_id],
        since=at,
        made_by_id=by.person_id,
        made_by_name=by.name,
    )
    _wish(entry, wishes or {}, by)
    _save(entry)
    record_act("waiting.joined", subject_type="waiting entry", subject_id=entry.id, patients=[patient.id])
    return entry


def _visit(visit_id: uuid.UUID | None, patient_id: uuid.UUID) -> uuid.UUID | None:
    if visit_id is None:
        return None
    visit = Appointment.objects.filter(id=visit_id, patient_id=patient_id).first()
    if visit is None:
        raise NotFound()
    if visit.state not in MOVABLE:
        raise WaitingRefused("That visit has begun or is over: there is no earlier time for it.")
    return visit.id


def _wish(entry: WaitingEntry, wishes: Mapping[str, object], by: Actor) -> None:
    unknown = set(wishes) - set(WISHES)
    if unknown:
        raise ValueError(f"{', '.join(sorted(unknown))}: nothing that a patient on the wait list can want.")
    for name, value in wishes.items():
        setattr(entry, name, value)
    if entry.urgency not in Urgency.values:
        raise ValueError(f"No such urgency: {entry.urgency}")
    entry.unit_ids = list(dict.fromkeys([entry.unit_id, *entry.unit_ids]))
    for unit_id in entry.unit_ids:
        require(by, "organization.read", unit_id)
    if entry.earliest_on and entry.latest_on and entry.latest_on < entry.earliest_on:
        raise WaitingRefused("The latest day comes before the earliest.", field="latest_on")


def _save(entry: WaitingEntry) -> None:
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError as refused:
        if "waiting_once_for_a_visit_type" not in str(refused):
            raise
        raise WaitingRefused("This patient waits for this visit already.", field="patient") from refused


def lock_entry(entry_id: uuid.UUID, by: Actor) -> WaitingEntry:
    """A place on the list, locked; raises `NotFound` unless `by` may work the list there."""
    entry = WaitingEntry.objects.select_for_update().filter(id=entry_id).first()
    if entry is None or not by.may("waitlist.work", entry.unit_id):
        raise NotFound()
    return entry


def change_waiting(
    *,
    entry_id: uuid.UUID,
    wishes: Mapping[str, object],
    expected_version: int | None = None,
    by: Actor,
    at: datetime,
) -> WaitingEntry:
    """Change what a waiting patient wants; the time waited stays."""
    entry = lock_entry(entry_id, by)
    if entry.state != WaitingState.WAITING:
        raise NotWaiting()
    if expected_version is not None and expected_version != entry.version:
        raise Stale()
    _wish(entry, wishes, by)
    entry.version += 1
    entry.save(update_fields=[*WISHES, "version"])
    record_act(
        "waiting.changed", subject_type="waiting entry", subject_id=entry.id, patients=[entry.patient_id]
    )
    return entry


def end_waiting(*, entry_id: uuid.UUID, reason: str, by: Actor, at: datetime) -> WaitingEntry:
    """Take a patient off the list, saying why; offers that are open are withdrawn. Ending twice changes nothing."""
    entry = lock_entry(entry_id, by)
    if not reason.strip():
        raise WaitingRefused("Say why the patient comes off the list.", field="reason")
    if entry.state == WaitingState.WAITING:
        take_off(entry, WaitingState.ENDED, reason.strip(), at)
    return entry


def take_off(entry: WaitingEntry, state: WaitingState, reason: str, at: datetime) -> None:
    """End a locked place on the list and withdraw what is offered to it; in whatever department that is."""
    entry.state, entry.ended_at, entry.end_reason = state, at, reason[:200]
    entry.version += 1
    with across(entry.organization_id):
        entry.save(update_fields=["state", "ended_at", "end_reason", "version"])
        offers = TimeOffer.objects.filter(entry=entry, state=OfferState.OFFERED)
        for offer_id in list(offers.values_list("id", flat=True)):
            withdraw_notices(subject_id=offer_id, at=at)
        offers.update(state=OfferState.WITHDRAWN, answered_at=at)
    act = "waiting.booked" if state == WaitingState.BOOKED else "waiting.ended"
    record_act(act, subject_type="waiting entry", subject_id=entry.id, patients=[entry.patient_id])


def wait_again(*, entry_id: uuid.UUID, by: Actor, at: datetime) -> WaitingEntry:
    """Undo: back on the list, with the time waited. Raises `WaitingRefused` when the patient waits anew already."""
    entry = lock_entry(entry_id, by)
    if entry.state == WaitingState.WAITING:
        return entry
    entry.state, entry.ended_at, entry.end_reason = WaitingState.WAITING, None, ""
    entry.version += 1
    try:
        with transaction.atomic():
            entry.save(update_fields=["state", "ended_at", "end_reason", "version"])
    except IntegrityError as refused:
        raise WaitingRefused("This patient waits for this visit already.") from refused
    record_act(
        "waiting.again", subject_type="waiting entry", subject_id=entry.id, patients=[entry.patient_id]
    )
    return entry
