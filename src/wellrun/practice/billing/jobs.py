"""Jobs of billing: statement runs, begun from a page and gone on with until everybody is asked."""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import Max

from wellrun.platform.access.api import Actor
from wellrun.platform.clock import now
from wellrun.platform.database.identity import acting
from wellrun.platform.jobs.api import job
from wellrun.practice.billing.models import StatementRun
from wellrun.practice.billing.operations.expect_charges import raise_missing
from wellrun.practice.billing.operations.statement_runs import (
    actor_of_run,
    finish_run,
    issue_item,
    leave_out,
    waiting_item,
)
from wellrun.practice.organization.api import Unit, UnitKind, program_actor

log = logging.getLogger(__name__)
#: A run in which nothing was done for so long lost its worker.
IDLE = timedelta(minutes=2)
FAULT = "The statement could not be made; the log says why. Issue it from the account once that is mended."


@job(name="billing.issue_statements", queue="billing")
def issue_statements(organization_id: str, run_id: str) -> int:
    """Issue what waits of a run, one account in each transaction; says how many were done now. Repeating it is
    harmless.
    """
    run, by = _run_and_actor(uuid.UUID(organization_id), uuid.UUID(run_id))
    done = 0
    while True:
        with acting(by.identity()):
            item_id = waiting_item(run_id=run.id)
            if item_id is None:
                finish_run(run_id=run.id, at=now())
                return done
        try:
            with acting(by.identity()):
                issue_item(item_id=item_id, by=by, at=now())
        except Exception:
            # One account that cannot be printed must not keep all others from being asked.
            log.exception("The statement of run item %s could not be made.", item_id)
            with acting(by.identity()):
                leave_out(item_id=item_id, sentence=FAULT, at=now())
        done += 1


@job(name="billing.resume_statement_runs", queue="billing", cron="*/5 * * * *")
def resume_statement_runs(timestamp: int) -> int:
    """Go on with runs whose worker was killed; says how many statements were dealt with."""
    done = 0
    for organization_id in Unit.objects.filter(kind=UnitKind.ORGANIZATION).values_list("id", flat=True):
        with transaction.atomic():
            program = program_actor(organization_id=organization_id, name="statements", at=now())
        with acting(program.identity()):
            last = StatementRun.objects.filter(
                organization_id=organization_id, finished_at__isnull=True
            ).annotate(last=Max("items__done_at"))
            idle = [run.id for run in last if (run.last or run.begun_at) < now() - IDLE]
        done += sum(issue_statements(str(organization_id), str(run_id)) for run_id in idle)
    return done


def _run_and_actor(organization_id: uuid.UUID, run_id: uuid.UUID) -> tuple[StatementRun, Actor]:
    with transaction.atomic():
        program = program_actor(organization_id=organization_id, name="statements", at=now())
    with acting(program.identity()):
        run = StatementRun.objects.get(id=run_id)
        return run, actor_of_run(run, at=now())


@job(name="billing.missing_hospital_charges", queue="billing", cron="20 6 * * *")
def missing_hospital_charges(timestamp: int = 0) -> int:
    """Ask for charges of hospital cases that are missing on the second day; says how many were asked for now."""
    raised = 0
    with transaction.atomic():
        roots = list(Unit.objects.filter(kind=UnitKind.ORGANIZATION).values_list("id", flat=True))
    for root in roots:
        with transaction.atomic():
            program = program_actor(organization_id=root, name="charges", at=now())
        with acting(program.identity()):
            raised += raise_missing(by=program, at=now())
    return raised
