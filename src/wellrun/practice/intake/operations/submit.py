"""What patients do with a submission: begin, save as they go, keep pictures, send, say that they are here."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.platform.events import publish
from wellrun.platform.files import store
from wellrun.practice.intake.events import PatientSignaled, SubmissionSent
from wellrun.practice.intake.models import Origin, Submission, SubmissionItem, SubmissionState
from wellrun.practice.intake.operations.itemize import itemize
from wellrun.practice.intake.operations.review_tasks import ask_for_review
from wellrun.practice.intake.rules.pictures import clean_picture
from wellrun.practice.organization.api import local_day
from wellrun.practice.patients.api import Patient
from wellrun.practice.scheduling.api import Appointment

OPEN_STATES = ("booked", "confirmed")


class AlreadySent(Refused):
    """The submission was sent, or discarded."""

    status = 409
    sentence = "This was sent already."


class NotToday(Refused):
    """Somebody says to be here on another day."""

    sentence = "This can be said on the day of the visit."


def open_submission(
    *, visit: Appointment, patient: Patient, origin: Origin, language: str, by: Actor, at: datetime
) -> Submission:
    """The draft of this visit, begun now when there is none; two tabs find the same one."""
    require(by, "appointments.read", visit.unit_id)
    draft, begun = Submission.objects.get_or_create(
        appointment_id=visit.id,
        origin=origin,
        state=SubmissionState.DRAFT,
        defaults={
            "organization_id": visit.organization_id,
            "unit_id": visit.unit_id,
            "compartment": visit.compartment,
            "patient_id": patient.id,
            "language": language,
            "started_at": at,
            "saved_at": at,
        },
    )
    if begun:
        record_act("submission.begun", subject_type="submission", subject_id=draft.id, patients=[patient.id])
    return draft


def draft_of(visit: Appointment, origin: Origin) -> Submission | None:
    """The draft of this visit, if one was begun."""
    rows = Submission.objects.filter(appointment_id=visit.id, origin=origin, state=SubmissionState.DRAFT)
    return rows.first()


@transaction.atomic
def save_step(*, submission_id: uuid.UUID, step: str, values: Any, by: Actor, at: datetime) -> Submission:
    """Keep the answers of one step; the other steps stay as they are, whatever another tab shows."""
    draft = _locked(submission_id, by)
    draft.draft = draft.draft | {step: values}
    draft.saved_at = at
    draft.save(update_fields=["draft", "saved_at"])
    return draft


@transaction.atomic
def keep_picture(
    *, submission_id: uuid.UUID, side: str, content: bytes, by: Actor, at: datetime
) -> Submission:
    """Keep a photograph of the insurance card (`front` or `back`), made anew and encrypted. Raises `PictureRefused`
    for anything that is no photograph."""
    if side not in ("front", "back"):
        raise NotFound()
    draft = _locked(submission_id, by)
    kept = clean_picture(content)
    cards = draft.draft.get("cards", {}) | {side: {"digest": store.put(kept), "bytes": len(kept)}}
    draft.draft, draft.saved_at = draft.draft | {"cards": cards}, at
    draft.save(update_fields=["draft", "saved_at"])
    return draft


@transaction.atomic
def send_submission(
    *, submission_id: uuid.UUID, visit: Appointment, here: bool = False, by: Actor, at: datetime
) -> Submission:
    """Send a draft: its answers become items that wait for a person. Sending twice changes nothing.

    Nothing is written into the record here. A submission without anything to take over is done at once.
    """
    draft = _one(submission_id, by)
    if draft.state in (SubmissionState.WAITING, SubmissionState.REVIEWED):
        return draft
    if draft.state != SubmissionState.DRAFT:
        raise AlreadySent()
    items = itemize(draft)
    SubmissionItem.objects.bulk_create(items)
    draft.state = SubmissionState.WAITING if items else SubmissionState.REVIEWED
    draft.checked_in = "details" in draft.draft
    draft.draft, draft.sent_at, draft.saved_at = {}, at, at
    draft.reviewed_at = None if items else at
    draft.save(update_fields=["state", "draft", "checked_in", "sent_at", "saved_at", "reviewed_at"])
    record_act("submission.sent", subject_type="submission", subject_id=draft.id, patients=[draft.patient_id])
    if items:
        ask_for_review(draft, visit, items, at)
    publish(SubmissionSent(draft.id, visit.id, draft.patient_id, visit.unit_id, len(items), at))
    if here:
        say_here(submission=draft, visit=visit, by=by, at=at)
    return draft


def say_here(*, submission: Submission, visit: Appointment, by: Actor, at: datetime) -> None:
    """Note that the patient says to be here, once, on the day of the visit; the arrival itself is an act of staff."""
    require(by, "appointments.read", visit.unit_id)
    if local_day(visit.unit_id, at) != local_day(visit.unit_id, visit.starts_at):
        raise NotToday()
    if visit.state not in OPEN_STATES:
        return
    if Submission.objects.filter(id=submission.id, here_at__isnull=True).update(here_at=at):
        record_act(
            "visit.signaled", subject_type="appointment", subject_id=visit.id, patients=[visit.patient_id]
        )
        publish(PatientSignaled(visit.id, visit.patient_id, visit.unit_id, submission.origin, at))


@transaction.atomic
def discard_submission(*, submission_id: uuid.UUID, by: Actor, at: datetime) -> None:
    """Throw away a draft with all that was typed; one that was sent stays."""
    draft = _one(submission_id, by)
    if draft.state == SubmissionState.DRAFT:
        draft.state, draft.draft, draft.saved_at = SubmissionState.DISCARDED, {}, at
        draft.save(update_fields=["state", "draft", "saved_at"])
        record_act(
            "submission.discarded",
            subject_type="submission",
            subject_id=draft.id,
            patients=[draft.patient_id],
        )


def _one(submission_id: uuid.UUID, by: Actor) -> Submission:
    found = Submission.objects.select_for_update().filter(id=submission_id).first()
    if found is None:
        raise NotFound()
    require(by, "appointments.read", found.unit_id)
    return found


def _locked(submission_id: uuid.UUID, by: Actor) -> Submission:
    draft = _one(submission_id, by)
    if draft.state != SubmissionState.DRAFT:
        raise AlreadySent()
    return draft
