"""Reviewing: taking over or declining each item, and taking that back."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.intake.models import ItemState, Submission, SubmissionItem, SubmissionState
from wellrun.practice.intake.operations.review_tasks import ask_for_review
from wellrun.practice.intake.operations.take_over import TAKERS, conflict_of
from wellrun.practice.scheduling.api import appointment


class ChangedOnFile(Refused):
    """What is on file is no longer what it was when the patient sent this."""

    status = 409
    sentence = (
        "This was changed on file since the patient sent it. Look at both, then take it over all the same."
    )


class Decided(Refused):
    """Somebody decided this item already."""

    status = 409
    sentence = "Somebody decided this already."


class NobodyReviews(Refused):
    """The program is no reviewer."""

    sentence = "Only a person takes over what a patient entered."


@transaction.atomic
def accept_item(*, item_id: uuid.UUID, despite: bool = False, by: Actor, at: datetime) -> SubmissionItem:
    """Take one item over through the operation of the room that it belongs to. Accepting twice changes nothing.

    Raises `ChangedOnFile` unless `despite`, `Decided`, and whatever that room refuses; nothing is changed then.
    """
    item = _locked(item_id, by)
    if item.state == ItemState.ACCEPTED:
        return item
    if item.state != ItemState.WAITING:
        raise Decided()
    if not despite and conflict_of(item):
        raise ChangedOnFile()
    item.outcome = TAKERS[item.kind].take(item, by, at)
    _decide(item, ItemState.ACCEPTED, "", by, at)
    return item


@transaction.atomic
def decline_item(*, item_id: uuid.UUID, because: str = "", by: Actor, at: datetime) -> SubmissionItem:
    """Leave the record as it is. Declining twice changes nothing."""
    item = _locked(item_id, by)
    if item.state == ItemState.DECLINED:
        return item
    if item.state != ItemState.WAITING:
        raise Decided()
    _decide(item, ItemState.DECLINED, because.strip()[:200], by, at)
    return item


@transaction.atomic
def reopen_item(*, item_id: uuid.UUID, by: Actor, at: datetime) -> SubmissionItem:
    """Take a decision back, and with it what was written; raises when the record was changed since."""
    item = _locked(item_id, by)
    if item.state == ItemState.WAITING:
        return item
    if item.state == ItemState.ACCEPTED:
        TAKERS[item.kind].take_back(item, by, at)
    item.state, item.outcome, item.because = ItemState.WAITING, {}, ""
    item.decided_at, item.decided_by_id, item.decided_by_name = None, None, ""
    item.save()
    record_act("submission.item_reopened", subject_type="submission item", subject_id=item.id,
               patients=[item.patient_id])  # fmt: skip
    _settle(item.submission, at)
    return item


def accept_all(*, submission_id: uuid.UUID, by: Actor, at: datetime) -> tuple[int, list[str]]:
    """Take over every waiting item that `by` may decide; says how many, and a sentence for each that was refused."""
    require(by, "intake.review")
    taken, refusals = 0, []
    waiting = SubmissionItem.objects.filter(submission_id=submission_id, state=ItemState.WAITING)
    for item in waiting.order_by("position"):
        if not by.may(TAKERS[item.kind].capability):
            continue
        try:
            accept_item(item_id=item.id, by=by, at=at)
            taken += 1
        except NotFound:
            raise
        except Refused as refused:
            refusals.append(refused.sentence)
    return taken, refusals


def _locked(item_id: uuid.UUID, by: Actor) -> SubmissionItem:
    """The item, with its submission locked first, for who may review there and may decide things of its kind."""
    found = SubmissionItem.objects.filter(id=item_id).values_list("submission_id", flat=True).first()
    if found is None:
        raise NotFound()
    submission = Submission.objects.select_for_update(of=("self",)).select_related("patient").get(id=found)
    require(by, "intake.review", submission.unit_id)
    if by.person_id is None:
        raise NobodyReviews()
    item = SubmissionItem.objects.select_for_update().get(id=item_id)
    require(by, TAKERS[item.kind].capability)
    item.submission = submission
    return item


def _decide(item: SubmissionItem, state: ItemState, because: str, by: Actor, at: datetime) -> None:
    item.state, item.because = state, because
    item.decided_at, item.decided_by_id, item.decided_by_name = at, by.person_id, by.name
    item.save()
    record_act(f"submission.item_{state.value}", subject_type="submission item", subject_id=item.id,
               patients=[item.patient_id])  # fmt: skip
    _settle(item.submission, at)


def _settle(submission: Submission, at: datetime) -> None:
    """Say whether something is left to review, to the submission and to those who would do it."""
    items = list(submission.items.all())
    waits = any(each.state == ItemState.WAITING for each in items)
    submission.state = SubmissionState.WAITING if waits else SubmissionState.REVIEWED
    submission.reviewed_at = None if waits else at
    submission.save(update_fields=["state", "reviewed_at"])
    ask_for_review(submission, appointment(submission.appointment_id), items, at)
