"""Telling once that some edits cannot be checked, as a task that closes itself when they can."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse

from wellrun.platform.access.matrix import Role
from wellrun.platform.database.identity import acting
from wellrun.practice.claims.queries.unchecked import enrollment_rows, unchecked_edits
from wellrun.practice.organization.api import Unit, UnitKind, program_actor
from wellrun.practice.worklist.api import Priority, close_tasks, raise_task

_KEY = "edits unchecked"
_DAYS_TO_MEND = 14


def tell_unchecked(*, organization_id: uuid.UUID, on: date, at: datetime) -> bool:
    """Raise the task, or close it when every edit can be checked; says whether anything is unchecked."""
    if close_when_checked(organization_id=organization_id, on=on, at=at):
        return False
    raise_task(
        kind="edits unchecked",
        key=_KEY,
        title="Some edits of claims cannot be checked yet",
        detail="The page says which, what happens meanwhile, and what mends each.",
        path=reverse("claims:unchecked"),
        role=Role.OFFICE_MANAGER,
        unit_id=organization_id,
        due_at=at + timedelta(days=_DAYS_TO_MEND),
        organization_id=organization_id,
        priority=Priority.LOW,
        at=at,
    )
    return True


def close_when_checked(*, organization_id: uuid.UUID, on: date, at: datetime) -> bool:
    """Close the task when every edit can be checked; says whether that is so."""
    if unchecked_edits(organization_id, enrollment_rows(organization_id, on)):
        return False
    close_tasks(key=_KEY, organization_id=organization_id, at=at, because="Every edit can be checked.")
    return True


def tell_everybody(*, at: datetime) -> int:
    """Tell every organization; says of how many something is unchecked."""
    told = 0
    for root in Unit.objects.filter(kind=UnitKind.ORGANIZATION):
        program = program_actor(organization_id=root.id, name="claims", at=at)
        with acting(program.identity()):
            told += tell_unchecked(
                organization_id=root.id, on=at.astimezone(ZoneInfo(root.zone)).date(), at=at
            )
    return told
