"""The daily look at credentials that end."""

from __future__ import annotations

from django.db import transaction

from wellrun.platform.clock import now, today_in
from wellrun.platform.database.identity import acting
from wellrun.platform.jobs.api import job
from wellrun.practice.organization.api import Unit, UnitKind, program_actor
from wellrun.practice.workforce.operations.credentials import raise_expiry_tasks


@job(name="workforce.credential_expiry", cron="20 10 * * *")
def tell_expiring_credentials(timestamp: int = 0) -> int:
    """Raise the tasks for every organization, once a day; returns how many are new."""
    raised = 0
    with transaction.atomic():
        roots = list(Unit.objects.filter(kind=UnitKind.ORGANIZATION))
    for root in roots:
        actor = program_actor(organization_id=root.id, name="credentials", at=now())
        with acting(actor.identity()):
            raised += raise_expiry_tasks(organization_id=root.id, on=today_in(root.zone), at=now())
    return raised
