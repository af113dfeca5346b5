"""The quarter-hourly writing of the downtime packs."""

from __future__ import annotations

from django.db import transaction

from wellrun.platform.clock import now
from wellrun.platform.jobs.api import job
from wellrun.practice.frontdesk.operations.downtime import write_packs
from wellrun.practice.organization.api import Unit, UnitKind


@job(name="frontdesk.downtime", cron="*/15 * * * *")
def refresh_packs(timestamp: int = 0) -> int:
    """Write the packs of every organization anew; returns how many. Harmless to repeat."""
    with transaction.atomic():
        roots = list(Unit.objects.filter(kind=UnitKind.ORGANIZATION).values_list("id", flat=True))
    return sum(len(write_packs(organization_id=root, at=now())) for root in roots)
