"""The job that lets notices leave, every minute."""

from __future__ import annotations

from django.db import transaction

from wellrun.platform.clock import now
from wellrun.platform.jobs.api import job
from wellrun.practice.organization.api import Unit, UnitKind
from wellrun.practice.outreach.operations.send import send_everywhere


@job(name="outreach.send_due", queue="outreach", cron="* * * * *")
def send_notices(timestamp: int = 0) -> int:
    """Send what is due in every organization; says how many left. Harmless to repeat."""
    with transaction.atomic():
        roots = list(
            Unit.objects.filter(kind=UnitKind.ORGANIZATION).order_by("id").values_list("id", flat=True)
        )
    return send_everywhere(at=now(), organizations=roots)
