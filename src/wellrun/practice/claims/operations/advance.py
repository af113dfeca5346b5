"""Moving claims from state to state, with the step that tells of it and the task that follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.matrix import Role
from wellrun.platform.events import publish
from wellrun.practice.claims.events import ClaimAdvanced
from wellrun.practice.claims.models import Claim, ClaimState, ClaimStep
from wellrun.practice.claims.operations.saving import save_columns
from wellrun.practice.worklist import api as worklist


@dataclass(frozen=True)
class _Work:
    kind: str
    title: str
    days: int
    priority: worklist.Priority


#: States that need a person, and by when.
WORK = {
    ClaimState.HELD: _Work("claim held", "Mend claim {number}", 1, worklist.Priority.NORMAL),
    ClaimState.REJECTED: _Work(
        "claim rejected", "Correct rejected claim {number}", 1, worklist.Priority.HIGH
    ),
    ClaimState.DENIED: _Work("claim denied", "Work denied claim {number}", 3, worklist.Priority.HIGH),
    ClaimState.PARTLY_PAID: _Work(
        "claim denied", "Work denied lines of claim {number}", 5, worklist.Priority.NORMAL
    ),
}


@dataclass(frozen=True)
class Move:
    """A claim, already locked and with its other fields set, and where it goes.

    `snapshot` is what it was judged as, where that changed; a `new` claim is inserted as it then stands.
    """

    claim: Claim
    to: ClaimState
    reason: str = ""
    snapshot: dict[str, Any] | None = None
    new: bool = False


def advance(claim: Claim, to: ClaimState, *, reason: str = "", by: Actor, at: datetime) -> None:
    """Save a locked claim in its new state, note the step, raise or close its task."""
    advance_all([Move(claim, to, reason)], by=by, at=at)


def advance_all(moves: Sequence[Move], *, by: Actor, at: datetime) -> None:
    """The same for many claims, in few statements. A claim that stays where it was is saved without a
    step.
    """
    steps, trail = [], []
    for move in moves:
        claim, was = move.claim, ClaimState(move.claim.state)
        claim.version += 1
        if move.snapshot is not None:
            claim.snapshot = move.snapshot
        if was != move.to or move.reason:
            steps.append(_step(move, was, by, at))
        if was != move.to:
            claim.state, claim.state_at = move.to, at
        trail.append((move, was))
    Claim.objects.bulk_create([move.claim for move in moves if move.new])
    _save([move for move in moves if not move.new])
    ClaimStep.objects.bulk_create(steps, batch_size=500)
    for move, was in trail:
        _settle_tasks(move, was, at)
        if was != move.to:
            publish(ClaimAdvanced(move.claim.id, move.claim.unit_id, move.to, at))


#: What moving a claim may change, with the type of its column.
_COLUMNS = {
    "state": "text", "state_at": "timestamptz", "version": "integer", "submitted_at": "timestamptz",
    "payer_claim_number": "text", "charge_cents": "bigint", "paid_cents": "bigint", "adjusted_cents": "bigint",
    "patient_cents": "bigint", "denied_cents": "bigint",
}  # fmt: skip


def _save(moves: Sequence[Move]) -> None:
    """Save moved claims, each once; the snapshot only of those that were judged anew."""
    # One claim may move twice in one remittance, by a reversal and its correction; it is saved as it ends.
    claims = {move.claim.id: move.claim for move in moves}
    judged = {move.claim.id for move in moves if move.snapshot is not None}
    save_columns([claim for one, claim in claims.items() if one not in judged], _COLUMNS)
    save_columns([claims[one] for one in claims if one in judged], {**_COLUMNS, "snapshot": "jsonb"})


def _step(move: Move, was: ClaimState, by: Actor, at: datetime) -> ClaimStep:
    claim = move.claim
    return ClaimStep(
        organization_id=claim.organization_id,
        unit_id=claim.unit_id,
        compartment=claim.compartment,
        claim=claim,
        from_state=was,
        to_state=move.to,
        at=at,
        by_id=by.person_id,
        by_name=by.name if by.person_id else "",
        reason=move.reason[:300],
    )


def _settle_tasks(move: Move, was: ClaimState, at: datetime) -> None:
    claim, work, before = move.claim, WORK.get(move.to), WORK.get(was)
    if before is not None and (work is None or work.kind != before.kind):
        because = f"The claim is {ClaimState(move.to).label.lower()} now."
        worklist.close_tasks(
            key=_key(before.kind, claim), organization_id=claim.organization_id, at=at, because=because
        )
    if work is None:
        return
    worklist.raise_task(
        kind=work.kind,
        key=_key(work.kind, claim),
        title=work.title.format(number=claim.number),
        detail=move.reason,
        path=reverse("claims:claim", args=[claim.id]),
        patient_id=claim.patient_id,
        role=Role.BILLER,
        unit_id=claim.unit_id,
        organization_id=claim.organization_id,
        compartment=claim.compartment,
        due_at=at + timedelta(days=work.days),
        priority=work.priority,
        at=at,
    )


def _key(kind: str, claim: Claim) -> str:
    return f"{kind}:{claim.id}"
