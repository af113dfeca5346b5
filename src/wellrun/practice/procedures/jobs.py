"""Jobs of procedures: messages leave every minute, those of senders known since are dealt with, and cases ahead are
looked at every hour."""

from __future__ import annotations

import logging

from django.db import transaction

from wellrun.platform.clock import now
from wellrun.platform.database.identity import acting
from wellrun.platform.jobs.api import job
from wellrun.practice.organization.api import Unit, UnitKind, program_actor
from wellrun.practice.procedures.operations.send_messages import send_messages
from wellrun.practice.procedures.operations.take_up import take_up_messages
from wellrun.practice.procedures.operations.watch_cases import cases_to_watch, watch_case

log = logging.getLogger(__name__)


@job(name="procedures.send_messages", queue="hospital", cron="* * * * *")
def send(timestamp: int = 0) -> int:
    """Send what is staged for hospitals; says how many messages were answered."""
    return len(send_messages(at=now()))


@job(name="procedures.take_up_messages", queue="hospital", cron="* * * * *")
def take_up(timestamp: int = 0) -> int:
    """Deal with messages whose sender has become known; says how many. Harmless to repeat."""
    with transaction.atomic():
        roots = list(Unit.objects.filter(kind=UnitKind.ORGANIZATION).values_list("id", flat=True))
    return sum(take_up_messages(organization_id=root, at=now()) for root in roots)


@job(name="procedures.watch_cases", cron="10 * * * *")
def watch(timestamp: int = 0) -> int:
    """Look at every case ahead, each in a transaction of its own; says how many there were. Harmless to repeat."""
    seen = 0
    with transaction.atomic():
        roots = list(Unit.objects.filter(kind=UnitKind.ORGANIZATION).values_list("id", flat=True))
    for root in roots:
        with transaction.atomic():
            by = program_actor(organization_id=root, name="cases", at=now())
        with acting(by.identity()):
            waiting = cases_to_watch(by=by, at=now())
        for case_id in waiting:
            with acting(by.identity()):
                watch_case(case_id=case_id, by=by, at=now())
            seen += 1
    return seen
