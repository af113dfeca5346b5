"""The half-hourly look at tasks that are late."""

from __future__ import annotations

from django.db import transaction

from wellrun.platform.clock import now
from wellrun.platform.database.identity import acting
from wellrun.platform.jobs.api import job
from wellrun.practice.organization.api import Unit, UnitKind, program_actor
from wellrun.practice.worklist.operations.climb_tasks import climb_tasks


@job(name="worklist.climb", cron="*/30 * * * *")
def climb(timestamp: int = 0) -> int:
    """Let late tasks climb in every organization; returns how many did. Harmless to repeat."""
    climbed = 0
    with transaction.atomic():
        roots = list(Unit.objects.filter(kind=UnitKind.ORGANIZATION).values_list("id", flat=True))
    for root in roots:
        actor = program_actor(organization_id=root, name="worklist", at=now())
        with acting(actor.identity()):
            climbed += climb_tasks(by=actor, at=now())
    return climbed
