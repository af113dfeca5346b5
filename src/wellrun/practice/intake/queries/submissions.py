"""Reading submissions: of a visit, and those that wait for a review."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from wellrun.platform.access.api import Actor, NotFound
from wellrun.practice.intake.models import ItemState, Submission, SubmissionItem, SubmissionState
from wellrun.practice.scheduling.api import Appointment


@dataclass(frozen=True)
class WaitingSubmission:
    """What waits for a review of one visit."""

    submission_id: uuid.UUID
    appointment_id: uuid.UUID
    items: int
    sent_at: datetime


@dataclass(frozen=True)
class QueueRow:
    """One line of the queue."""

    submission: Submission
    visit: Appointment | None
    waiting: int


def waiting_submissions(appointment_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, WaitingSubmission]:
    """By visit, what waits for a review; the newest of each. One query, none for no visits."""
    wanted = list(appointment_ids)
    if not wanted:
        return {}
    rows = Submission.objects.filter(appointment_id__in=wanted, state=SubmissionState.WAITING)
    rows = rows.annotate(waiting=Count("items", filter=Q(items__state=ItemState.WAITING))).order_by(
        "sent_at", "id"
    )
    return {
        row.appointment_id: WaitingSubmission(row.id, row.appointment_id, row.waiting, row.sent_at)
        for row in rows
    }


def signaled(appointment_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    """By visit, when the patient said to be in the office; one query, none for no visits."""
    wanted = list(appointment_ids)
    if not wanted:
        return {}
    rows = Submission.objects.filter(appointment_id__in=wanted, here_at__isnull=False)
    return dict(rows.order_by("-here_at").values_list("appointment_id", "here_at"))


def queue_of(by: Actor, limit: int = 100) -> list[QueueRow]:
    """What waits for a review where `by` reviews, soonest visit first; three queries at most."""
    units = by.reach.get("intake.review", frozenset())
    rows = Submission.objects.filter(unit_id__in=units, state=SubmissionState.WAITING).select_related(
        "patient", "unit"
    )
    rows = rows.annotate(waiting=Count("items", filter=Q(items__state=ItemState.WAITING))).order_by(
        "sent_at"
    )[:limit]
    found = list(rows)
    visits = Appointment.objects.select_related("visit_type", "provider").in_bulk(
        [each.appointment_id for each in found]
    )
    lines = [QueueRow(each, visits.get(each.appointment_id), each.waiting) for each in found]
    return sorted(lines, key=lambda line: line.visit.starts_at if line.visit else line.submission.sent_at)


def submission_for(by: Actor, submission_id: uuid.UUID) -> Submission:
    """A sent submission that `by` may review; raises `NotFound`."""
    found = (
        Submission.objects.select_related("patient", "unit")
        .filter(id=submission_id, state__in=[SubmissionState.WAITING, SubmissionState.REVIEWED])
        .first()
    )
    if found is None or not by.may("intake.review", found.unit_id):
        raise NotFound()
    return found


def items_of(submission_id: uuid.UUID) -> list[SubmissionItem]:
    """The items of a submission in their order."""
    return list(SubmissionItem.objects.filter(submission_id=submission_id).order_by("position"))


def submissions_of(appointment_id: uuid.UUID) -> list[Submission]:
    """What was entered for a visit, newest first."""
    return list(Submission.objects.filter(appointment_id=appointment_id).order_by("-started_at"))


def sent_for(appointment_id: uuid.UUID) -> Submission | None:
    """The check-in that the patient sent for this visit, the newest; None when none was sent."""
    states = [SubmissionState.WAITING, SubmissionState.REVIEWED]
    rows = Submission.objects.filter(appointment_id=appointment_id, state__in=states, checked_in=True)
    return rows.order_by("-sent_at").first()
