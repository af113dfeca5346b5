"""Writing down what became of a batch that was handed over."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Protocol

from django.db import connection
from django.db.models import F

from wellrun.platform.audit.api import record_acts
from wellrun.practice.outreach.models import Notice, NoticeState
from wellrun.practice.outreach.operations.settle import fail_notice
from wellrun.practice.outreach.rules.backoff import MOST_TRIES, wait_after

# Only what this sender still holds: a report that came first, or a lease that was lost, stands.
_SENT = """
update outreach_notice n set state = 'sent', sent_at = %s, gateway_id = sent.gateway_id, trouble = ''
from unnest(%s::uuid[], %s::text[]) as sent (id, gateway_id)
where n.id = sent.id and n.state = 'leaving' and n.claimed_at = %s
"""


class Outcome(Protocol):
    """What became of one batch, by notice."""

    sent: dict[uuid.UUID, str]
    rejected: dict[uuid.UUID, str]
    later: dict[uuid.UUID, str]
    untried: list[uuid.UUID]


def mark_handed(handed: Outcome, *, at: datetime) -> None:
    """Mark what left, return what was not tried to its place, put off what the gateway put off, and send what it
    refused the next way. The batch was claimed at `at`."""
    ours = Notice.objects.filter(state=NoticeState.LEAVING, claimed_at=at)
    if handed.sent:
        with connection.cursor() as cursor:
            cursor.execute(_SENT, [at, list(handed.sent), [each[:80] for each in handed.sent.values()], at])
        record_acts("notice.sent", subject_type="notice", subject_ids=list(handed.sent))
    if handed.untried:
        ours.filter(id__in=handed.untried).update(
            state=NoticeState.WAITING, claimed_at=None, attempts=F("attempts") - 1
        )
    for row in (
        ours.select_for_update().select_related("patient").filter(id__in=[*handed.rejected, *handed.later])
    ):
        if row.id in handed.rejected:
            fail_notice(row, why=handed.rejected[row.id], bad_address=True, at=at)
        else:
            _put_off(row, handed.later[row.id], at)


def _put_off(row: Notice, why: str, at: datetime) -> None:
    if row.attempts >= MOST_TRIES:
        fail_notice(row, why=why, bad_address=False, at=at)
        return
    row.state, row.claimed_at, row.trouble = NoticeState.WAITING, None, why[:300]
    row.leaves_at = at + wait_after(row.attempts)
    row.save(update_fields=["state", "claimed_at", "trouble", "leaves_at"])
