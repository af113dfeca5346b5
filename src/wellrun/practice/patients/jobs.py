"""The nightly look for rows that were hung on a chart while it was being merged."""

from __future__ import annotations

from django.db import transaction

from wellrun.platform.clock import now
from wellrun.platform.database.identity import acting
from wellrun.platform.jobs.api import job
from wellrun.practice.organization.api import Unit, UnitKind, program_actor
from wellrun.practice.patients.operations.merge_patients import gather_strays


@job(name="patients.gather_strays", cron="40 4 * * *")
def gather(timestamp: int = 0) -> None:
    """Move what was hung on a merged chart to its survivor, in every organization. Harmless to repeat."""
    with transaction.atomic():
        roots = list(Unit.objects.filter(kind=UnitKind.ORGANIZATION).values_list("id", flat=True))
    for root in roots:
        actor = program_actor(organization_id=root, name="merges", at=now())
        with acting(actor.identity()):
            gather_strays(by=actor, at=now())
