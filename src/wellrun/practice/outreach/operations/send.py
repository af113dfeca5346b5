"""Sending what is due: claimed in batches, handed over outside any transaction, marked afterwards.

A notice is claimed by coming from `waiting` to `leaving`; taking it back asks for `waiting`, so that of the two only
one can win. Whoever dies between handing over and marking leaves notices `leaving`; after `claim.LEASE` they are
handed over again under the same key (Message-ID, Idempotency-Key). That is the one case in which a gateway that does
not know the key may bring a message twice: those of one batch, at most `BATCH`.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from wellrun.platform.access.api import Actor
from wellrun.platform.database.identity import acting
from wellrun.platform.failpoints import failpoint
from wellrun.practice.organization.api import program_actor
from wellrun.practice.outreach.models import Channel, Gateway, Notice
from wellrun.practice.outreach.operations.claim import BATCH, claim_due, free_abandoned, let_lapse
from wellrun.practice.outreach.operations.gateway_trouble import note_answer, note_down, note_missing
from wellrun.practice.outreach.operations.gateways import Down, Later, Line, Rejected, open_line
from wellrun.practice.outreach.operations.letters import letter_of
from wellrun.practice.outreach.operations.mark import mark_handed

#: How long one run goes on before it leaves the rest to the next minute's; well within the lease of a claim.
_LONGEST_RUN_SECONDS = 120
#: So many messages in a row that a gateway puts off: it is the gateway.
_ENOUGH = 3


@dataclass
class Handed:
    """What became of one batch: the gateway's number by notice, refusals, put off, and what was not tried."""

    sent: dict[uuid.UUID, str] = field(default_factory=dict)
    rejected: dict[uuid.UUID, str] = field(default_factory=dict)
    later: dict[uuid.UUID, str] = field(default_factory=dict)
    untried: list[uuid.UUID] = field(default_factory=list)
    down: str = ""


def send_due(*, organization_id: uuid.UUID, at: datetime, most: int = 20_000) -> int:
    """Send what an organization has due at `at`, oldest first, by every gateway that is up; says how many left.

    Opens its own transactions. Two that run at once share the work: no notice is claimed by both.
    """
    program = program_actor(organization_id=organization_id, name="outreach", at=at)
    with acting(program.identity()):
        let_lapse(organization_id=organization_id, at=at)
        free_abandoned(organization_id=organization_id, at=at)
        gateways = {
            row.channel: row for row in Gateway.objects.filter(active=True, organization_id=organization_id)
        }
        for channel in (Channel.EMAIL, Channel.TEXT):
            if channel not in gateways:
                note_missing(organization_id=organization_id, channel=channel, at=at)
    up = [row for row in gateways.values() if row.next_try_at is None or row.next_try_at <= at]
    return sum(_drain(gateway, program, at, most) for gateway in up)


def _drain(gateway: Gateway, program: Actor, at: datetime, most: int) -> int:
    left, line, ends = 0, None, time.monotonic() + _LONGEST_RUN_SECONDS
    try:
        while left < most and time.monotonic() < ends:
            with acting(program.identity()):
                looked_at, batch = claim_due(gateway=gateway, most=min(BATCH, most - left), at=at)
            if not looked_at:
                break
            if not batch:
                continue
            line, handed = _hand_over(line, gateway, batch, at)
            failpoint("notices_handed_over")
            with acting(program.identity()):
                mark_handed(handed, at=at)
                note_down(gateway, handed.down, at=at) if handed.down else note_answer(gateway, at=at)
            left += len(handed.sent)
            if handed.down:
                break
    finally:
        if line is not None:
            line.close()
    return left


def _hand_over(
    line: Line | None, gateway: Gateway, batch: Sequence[Notice], at: datetime
) -> tuple[Line | None, Handed]:
    handed, waiting = Handed(), list(batch)
    try:
        line = line or open_line(gateway)
        while waiting and len(handed.later) < _ENOUGH:
            _hand_one(line, gateway, waiting[0], handed, at)
            waiting.pop(0)
    except Down as fault:
        handed.down = str(fault) or "It does not answer."
    if handed.later and not (handed.sent or handed.rejected):
        handed.down = handed.down or next(iter(handed.later.values()))
    if handed.down:
        # Nothing is wrong with these: they keep their place.
        waiting = [notice for notice in batch if notice.id in handed.later] + waiting
        handed.later = {}
    handed.untried = [notice.id for notice in waiting]
    return line, handed


def _hand_one(line: Line, gateway: Gateway, notice: Notice, handed: Handed, at: datetime) -> None:
    try:
        handed.sent[notice.id] = line.send(letter_of(notice, gateway), at=at)
    except Rejected as fault:
        handed.rejected[notice.id] = str(fault)
    except Later as fault:
        handed.later[notice.id] = str(fault)


def send_everywhere(*, at: datetime, organizations: Sequence[uuid.UUID]) -> int:
    """`send_due` for every organization; says how many notices left."""
    return sum(send_due(organization_id=each, at=at) for each in organizations)
