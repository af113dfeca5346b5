"""Working the call list: one call, one outcome."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.outreach.models import CallAttempt, CallOutcome, Channel, Notice, NoticeState
from wellrun.practice.outreach.operations.hear import answer_notice
from wellrun.practice.outreach.operations.settle import fail_notice
from wellrun.practice.outreach.queries.quiet import awake_at

#: How long a call rests after an outcome that is no answer.
RESTS = {CallOutcome.LEFT_MESSAGE: timedelta(hours=4), CallOutcome.NO_ANSWER: timedelta(hours=1)}
#: After so many calls without an answer it is given up.
MOST_CALLS = 3


class CalledMeanwhile(Refused):
    """Somebody made the call, or its cause is gone."""

    status = 409
    sentence = "This call is no longer on the list: somebody made it, or there is nothing left to say."


def record_call(*, notice_id: uuid.UUID, outcome: CallOutcome, by: Actor, at: datetime) -> Notice:
    """Write down what became of a call. An answer ends it and is news for whoever asked; without one it rests, and
    after the third call it is given up; a wrong number is remembered. Raises `CalledMeanwhile`."""
    rows = Notice.objects.select_for_update(of=("self",)).select_related("patient")
    notice = rows.filter(id=notice_id, channel=Channel.CALL).first()
    if notice is None:
        raise NotFound()
    require(by, "outreach.read", notice.unit_id)
    if notice.state != NoticeState.WAITING:
        raise CalledMeanwhile()
    CallAttempt.objects.create(
        organization_id=notice.organization_id,
        unit_id=notice.unit_id,
        compartment=notice.compartment,
        notice=notice,
        outcome=outcome,
        at=at,
        by_id=by.person_id,
        by_name=by.name,
    )
    record_act("notice.called", subject_type="notice", subject_id=notice.id, patients=[notice.patient_id])
    notice.attempts += 1
    notice.save(update_fields=["attempts"])
    if outcome in RESTS and notice.attempts < MOST_CALLS:
        notice.leaves_at = awake_at(at + RESTS[outcome], notice.unit_id)
        notice.save(update_fields=["leaves_at"])
    elif outcome in RESTS:
        fail_notice(notice, why=f"Not reached in {notice.attempts} calls.", bad_address=False, at=at)
    elif outcome == CallOutcome.WRONG_NUMBER:
        fail_notice(notice, why="It is somebody else's number.", bad_address=True, at=at)
    else:
        notice.state, notice.sent_at, notice.settled_at = NoticeState.CALLED, at, at
        notice.save(update_fields=["state", "sent_at", "settled_at"])
        word = "yes" if outcome == CallOutcome.CONFIRMED else "no"
        answer_notice(notice, word=word, answer=CallOutcome(outcome).label, at=at)
    return notice
