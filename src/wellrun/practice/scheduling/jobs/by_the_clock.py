"""What the clock asks for: holds that are over, access, and what patients are told."""

from __future__ import annotations

from django.db import transaction

from wellrun.platform.access.api import Actor
from wellrun.platform.clock import now
from wellrun.platform.database.identity import acting
from wellrun.platform.jobs.api import job
from wellrun.practice.organization.api import Unit, UnitKind, program_actor
from wellrun.practice.scheduling.operations.remind import remind_visits
from wellrun.practice.scheduling.operations.sample_access import sample_access
from wellrun.practice.scheduling.operations.tell_patient import tell_changes
from wellrun.practice.timebook.api import drop_expired_holds


@job(name="scheduling.drop_expired_holds", cron="*/5 * * * *")
def drop_holds(timestamp: int = 0) -> int:
    """Give back what was held and not booked, in every organization. Nobody waits for it: an expired hold stands in
    nobody's way; only blocks take its time now."""
    dropped = 0
    for actor in _programs("holds"):
        with acting(actor.identity()):
            dropped += drop_expired_holds(at=now())
    return dropped


@job(name="scheduling.sample_access", cron="30 12 * * 1")
def sample_every_monday(timestamp: int = 0) -> int:
    """Note in every organization how soon patients can come, Mondays before the offices open. Harmless to repeat."""
    noted = 0
    for actor in _programs("access"):
        with acting(actor.identity()):
            noted += sample_access(by=actor, at=now())
    return noted


@job(name="scheduling.tell_changes", queue="outreach", cron="* * * * *")
def tell_patients(timestamp: int = 0) -> int:
    """Tell patients of visits that were booked, moved or canceled since the last minute. Harmless to repeat."""
    made, at = 0, now()
    for actor in _programs("visits"):
        with acting(actor.identity()):
            made += tell_changes(organization_id=actor.organization_id, by=actor, at=at)
    return made


@job(name="scheduling.remind", queue="outreach", cron="*/15 * * * *")
def remind_patients(timestamp: int = 0) -> int:
    """Make the reminders that are due, every quarter of an hour. Harmless to repeat."""
    at = now()
    return sum(
        remind_visits(organization_id=actor.organization_id, by=actor, at=at)
        for actor in _programs("reminders")
    )


def _programs(name: str) -> list[Actor]:
    with transaction.atomic():
        roots = Unit.objects.filter(kind=UnitKind.ORGANIZATION).order_by("id").values_list("id", flat=True)
        return [program_actor(organization_id=root, name=name, at=now()) for root in roots]
