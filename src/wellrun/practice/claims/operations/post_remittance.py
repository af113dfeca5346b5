"""Posting a remittance: every claim of it, every movement beside, in one transaction, once."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.urls import reverse

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.access.matrix import Role
from wellrun.platform.audit.api import record_act
from wellrun.platform.events import publish
from wellrun.platform.failpoints import failpoint
from wellrun.platform.money import format_cents
from wellrun.practice.claims.events import RemittancePosted
from wellrun.practice.claims.models import (
    Remittance,
    RemittanceAdjustment,
    RemittanceClaim,
    RemittanceState,
)
from wellrun.practice.claims.operations.identities import everywhere
from wellrun.practice.claims.operations.posting_run import (
    Run,
    add_entry,
    begin_run,
    finish_run,
    post_member,
    post_pending,
)
from wellrun.practice.claims.operations.saving import save_columns
from wellrun.practice.claims.operations.strays import KIND as UNMATCHED
from wellrun.practice.ledger.api import Account, Line
from wellrun.practice.worklist import api as worklist


class NotToPost(Refused):
    """The remittance is not one to post."""

    status = 409
    sentence = "This remittance cannot be posted: it does not balance, or it came before."


def post_remittance(*, remittance_id: uuid.UUID, by: Actor, at: datetime) -> Remittance:
    """Post a staged remittance whole: one ledger entry a claim, one for each movement beside; a second time,
    nothing.

    A claim that cannot be posted as told becomes an exception: its money is kept as unapplied, so that the
    cash ties, and one task says what to look at. Runs in the caller's transaction.
    """
    require(by, "remittances.post", by.organization_id)
    with everywhere(by, at):
        return post_staged(remittance_id=remittance_id, by=by, at=at)


def post_staged(*, remittance_id: uuid.UUID, by: Actor, at: datetime) -> Remittance:
    """The same for a caller that has checked its capability and already acts everywhere."""
    remittance = Remittance.objects.select_for_update().filter(id=remittance_id).first()
    if remittance is None:
        raise NotFound()
    if remittance.state == RemittanceState.POSTED:
        return remittance
    if remittance.state != RemittanceState.STAGED:
        raise NotToPost()
    members = list(RemittanceClaim.objects.filter(remittance=remittance).order_by("position"))
    run = begin_run(remittance, members, by, at)
    for member in members:
        post_member(run, member)
        failpoint(f"after_claim_{member.position}")
    movements = list(RemittanceAdjustment.objects.filter(remittance=remittance).order_by("position"))
    for moved in movements:
        _add_movement(run, moved)
    post_pending(run)
    failpoint("after_entries")
    save_columns(members, _DECIDED)
    save_columns(movements, {"entry_id": "uuid"})
    _finish(run)
    return remittance


#: What posting decides about a claim of a remittance, with the types of its columns.
_DECIDED = {
    "outcome": "text", "sentence": "text", "entry_id": "uuid", "adjusted_cents": "bigint", "denied_cents": "bigint",
}  # fmt: skip


def _add_movement(run: Run, moved: RemittanceAdjustment) -> None:
    payer_id = run.remittance.payer_id
    lines = [
        Line(Account(moved.account), moved.amount_cents, payer_id=payer_id),
        Line(Account.BANK, -moved.amount_cents, payer_id=payer_id),
    ]
    add_entry(run, moved, f"plb{moved.position}", lines)


def _finish(run: Run) -> None:
    finish_run(run)
    remittance = run.remittance
    remittance.state, remittance.posted_at, remittance.posted_on = RemittanceState.POSTED, run.at, run.on
    remittance.posted_by_id = run.by.person_id
    remittance.posted_by_name = run.by.name if run.by.person_id else ""
    remittance.save()
    _close_superseded(run)
    record_act("remittance.posted", subject_type="remittance", subject_id=remittance.id,
               patients=sorted({claim.patient_id for claim in run.claims.values()}))  # fmt: skip
    _raise_exceptions(run)
    publish(RemittancePosted(remittance.id, remittance.organization_id, run.at))


def _close_superseded(run: Run) -> None:
    """An unbalanced or broken-off file of the same payment is done with once the whole one is posted."""
    found = run.remittance
    faulty = Remittance.objects.filter(
        organization_id=found.organization_id, payer_key=found.payer_key, payer_trace_id=found.payer_trace_id,
        trace_number=found.trace_number, state=RemittanceState.UNBALANCED,
    )  # fmt: skip
    for other in faulty:
        other.state, other.first = RemittanceState.REPLACED, found
        other.save(update_fields=["state", "first"])
        because = "The payment came again, whole, and was posted."
        worklist.close_tasks(
            key=f"remittance:{other.id}", organization_id=found.organization_id, at=run.at, because=because
        )


def _raise_exceptions(run: Run) -> None:
    found = run.remittance
    if not found.exception_count:
        return
    many = "1 claim" if found.exception_count == 1 else f"{found.exception_count} claims"
    worklist.raise_task(
        kind=UNMATCHED,
        key=exceptions_key(found.id),
        title=f"Settle {many} of payment {found.trace_number} of {found.payer_name}",
        detail=f"{format_cents(found.unapplied_cents)} of it is kept as unapplied until somebody settles it.",
        path=reverse("claims:remittance", args=[found.id]),
        role=Role.BILLER,
        unit_id=found.organization_id,
        organization_id=found.organization_id,
        due_at=run.at + timedelta(days=2),
        at=run.at,
    )


def exceptions_key(remittance_id: uuid.UUID) -> str:
    """The key of the task that the exceptions of a remittance raise."""
    return f"remittance exceptions:{remittance_id}"
