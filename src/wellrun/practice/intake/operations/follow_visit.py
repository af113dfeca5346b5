"""Links and drafts of a visit end with it."""

from __future__ import annotations

import uuid
from datetime import datetime

from wellrun.practice.intake.models import Submission, SubmissionState
from wellrun.practice.outreach.api import end_links, withdraw_notices
from wellrun.practice.scheduling.events import AppointmentCancelled, VisitAdvanced

NOTICES = ("intake.link", "intake.forms")
_OVER = ("checked_out", "no_show", "cancelled")


def follow_cancellation(event: AppointmentCancelled) -> None:
    """A visit that will not take place needs nothing of its patient any more."""
    _end(event.appointment_id, event.at)


def follow_state(event: VisitAdvanced) -> None:
    """The same for a visit that is over."""
    if event.state in _OVER:
        _end(event.appointment_id, event.at)


def _end(appointment_id: uuid.UUID, at: datetime) -> None:
    end_links(subject_id=appointment_id, at=at)
    withdraw_notices(subject_id=appointment_id, at=at, kinds=NOTICES)
    Submission.objects.filter(appointment_id=appointment_id, state=SubmissionState.DRAFT).update(
        state=SubmissionState.DISCARDED, draft={}, saved_at=at
    )
