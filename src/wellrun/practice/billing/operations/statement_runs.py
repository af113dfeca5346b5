"""Statement runs: begun by a person, issued one account at a time, each in a transaction of its own.

Whoever is killed in the middle leaves every account either done, with its one statement, or waiting.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from wellrun.platform.access.api import Actor, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.platform.failpoints import failpoint
from wellrun.practice.billing.models import PatientAccount, RunState, StatementRun, StatementRunItem
from wellrun.practice.billing.operations.issue_statement import issue_statement
from wellrun.practice.organization.api import User, actor_for_user, program_actor


class NothingChosen(Refused):
    """No account was chosen."""

    sentence = "Choose at least one account to send a statement to."


def begin_statement_run(*, patient_ids: Iterable[uuid.UUID], by: Actor, at: datetime) -> StatementRun:
    """Keep whom a run is to ask, in the order given; patients without an account owe nothing and are passed over.

    `issue_item` does the rest, account by account, for as long as `waiting_item` names one.
    """
    require(by, "statements.send")
    wanted = list(dict.fromkeys(patient_ids))
    accounts = {one.patient_id: one for one in PatientAccount.objects.filter(patient_id__in=wanted)}
    chosen = [accounts[one] for one in wanted if one in accounts]
    if not chosen:
        raise NothingChosen()
    run = StatementRun.objects.create(
        organization_id=by.organization_id,
        begun_at=at,
        begun_by_id=by.person_id,
        begun_by_user_id=by.user_id,
        begun_by_name=by.name[:120],
        total=len(chosen),
    )
    StatementRunItem.objects.bulk_create(
        (
            StatementRunItem(
                organization_id=by.organization_id,
                compartment=account.compartment,
                run=run,
                position=position,
                account=account,
            )
            for position, account in enumerate(chosen, start=1)
        ),
        batch_size=500,
    )
    record_act("statements.run_begun", subject_type="statement run", subject_id=run.id,
               patients=[account.patient_id for account in chosen])  # fmt: skip
    return run


def actor_of_run(run: StatementRun, *, at: datetime) -> Actor:
    """Who goes on with a run: whoever began it, or the program when they no longer may."""
    user = User.objects.filter(id=run.begun_by_user_id).select_related("person").first()
    actor = actor_for_user(user=user, request_id=None, at=at) if user else None
    if actor is None or not actor.may("statements.send", run.organization_id):
        return program_actor(organization_id=run.organization_id, name="statements", at=at)
    return actor


def waiting_item(*, run_id: uuid.UUID) -> uuid.UUID | None:
    """The next account of a run that waits, in reach of whoever asks; None when none does."""
    waiting = StatementRunItem.objects.filter(run_id=run_id, state=RunState.WAITING).order_by("position")
    return waiting.values_list("id", flat=True).first()


def issue_item(*, item_id: uuid.UUID, by: Actor, at: datetime) -> StatementRunItem | None:
    """Issue the statement of one account, or note why it is left out; None when somebody else did meanwhile.

    Runs in the caller's transaction, which holds this account alone.
    """
    item = _lock_waiting(item_id)
    if item is None:
        return None
    try:
        with transaction.atomic():
            item.statement = issue_statement(patient_id=item.account.patient_id, by=by, at=at)
            item.state = RunState.SENT
    except Refused as refusal:
        item.state, item.sentence = RunState.LEFT_OUT, refusal.sentence[:400]
    item.done_at = at
    item.save(update_fields=["statement", "state", "sentence", "done_at"])
    failpoint(f"after_statement_{item.position}")
    return item


def leave_out(*, item_id: uuid.UUID, sentence: str, at: datetime) -> None:
    """Note that an account is left out because its statement could not be made."""
    item = _lock_waiting(item_id)
    if item is not None:
        item.state, item.sentence, item.done_at = RunState.LEFT_OUT, sentence[:400], at
        item.save(update_fields=["state", "sentence", "done_at"])


def finish_run(*, run_id: uuid.UUID, at: datetime) -> None:
    """Note that a run has nobody left to ask whom its actor can reach."""
    StatementRun.objects.filter(id=run_id, finished_at__isnull=True).update(finished_at=at)


def _lock_waiting(item_id: uuid.UUID) -> StatementRunItem | None:
    # Of two who go on with the same run, the second waits here and then finds the account done.
    rows = StatementRunItem.objects.select_for_update(of=("self",)).select_related("account")
    return rows.filter(id=item_id, state=RunState.WAITING).first()
