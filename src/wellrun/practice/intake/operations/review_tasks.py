"""The tasks that ask for a review: one for the desk, and one for clinical staff where a history would change."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.urls import reverse

from wellrun.platform.access.matrix import Role
from wellrun.practice.intake.models import ItemKind, ItemState, Submission, SubmissionItem
from wellrun.practice.scheduling.api import Appointment
from wellrun.practice.worklist.api import close_tasks, raise_task

#: A review is due this long before the visit, but not sooner than that long after it was sent.
BEFORE_VISIT, AT_LEAST = timedelta(hours=4), timedelta(hours=1)
_TASKS = (
    ("desk", Role.MEDICAL_SECRETARY, "Review what {} entered"),
    ("clinical", Role.CLINICAL_ASSISTANT, "Review the history that {} entered"),
)


def ask_for_review(
    submission: Submission, visit: Appointment | None, items: Collection[SubmissionItem], at: datetime
) -> None:
    """Raise the task of whoever has something to review and close that of whoever has nothing left."""
    waiting = [each for each in items if each.state == ItemState.WAITING]
    left = {"clinical": [each for each in waiting if each.kind == ItemKind.ENTRY]}
    left["desk"] = [each for each in waiting if each.kind != ItemKind.ENTRY]
    due_at = max((visit.starts_at if visit else at) - BEFORE_VISIT, at + AT_LEAST)
    for part, role, title in _TASKS:
        key = f"intake-{part}:{submission.id}"
        if not left[part]:
            close_tasks(
                key=key, organization_id=submission.organization_id, at=at, because="All of it is reviewed."
            )
            continue
        raise_task(
            kind="intake.review",
            key=key,
            title=title.format(submission.patient.spoken_name),
            detail=f"{len(left[part])} to take over or decline before the visit.",
            role=role,
            unit_id=submission.unit_id,
            due_at=due_at,
            organization_id=submission.organization_id,
            patient_id=submission.patient_id,
            compartment=submission.compartment,
            path=reverse("intake:review", args=[submission.id]),
            at=at,
        )
