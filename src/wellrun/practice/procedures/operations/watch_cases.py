"""The daily look at cases ahead: what has come due goes on the worklist, gates that are failed raise their task."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from wellrun.platform.access.api import Actor
from wellrun.practice.procedures.models import AHEAD, Case
from wellrun.practice.procedures.operations.ready_items import refresh
from wellrun.practice.procedures.operations.settle_item import unready
from wellrun.practice.procedures.operations.steps import lock_case

LOOK_AHEAD = timedelta(days=120)


def watch_case(*, case_id: uuid.UUID, by: Actor, at: datetime) -> None:
    """Bring one case's checklist, tasks and gates in line with today. Harmless to repeat."""
    case = lock_case(case_id, by)
    unready(case, refresh(case, at=at), by=by, at=at)


def cases_to_watch(*, by: Actor, at: datetime) -> list[uuid.UUID]:
    """The cases ahead in the next months, and those without a time."""
    rows = Case.objects.filter(organization_id=by.organization_id, state__in=AHEAD)
    soon = rows.filter(starts_at__lt=at + LOOK_AHEAD) | rows.filter(starts_at__isnull=True)
    return list(soon.order_by("id").values_list("id", flat=True))
