"""A readiness task that is finished on the worklist settles its line, where a note is enough."""

from __future__ import annotations

import uuid

from wellrun.practice.organization.api import person_names
from wellrun.practice.procedures.models import Case, Evidence, ItemState, ReadinessItem
from wellrun.practice.procedures.operations.ready_items import refresh
from wellrun.practice.procedures.rules.readiness import open_needs
from wellrun.practice.worklist.events import TaskFinished


def follow_finished(event: TaskFinished) -> None:
    """Settle the line of a finished task with its resolution as the note; one that needs other evidence, or comes after
    something that is open, comes back on the worklist."""
    parts = event.key.split(":")
    if len(parts) != 3 or parts[0] != "case":
        return
    try:
        case_id = uuid.UUID(parts[1])
    except ValueError:
        return
    rows = Case.objects.select_for_update(of=("self",)).select_related(
        "patient", "facility", "unit", "provider"
    )
    case = rows.filter(id=case_id).first()
    if case is None:
        return
    items = list(ReadinessItem.objects.filter(case=case))
    item = next((one for one in items if one.key == parts[2]), None)
    settled = {one.key for one in items if one.state != ItemState.OPEN}
    if item is None or item.state != ItemState.OPEN:
        return
    told = bool(event.resolution.strip())
    first = open_needs(item.needs, settled, {one.key for one in items})
    if item.evidence == Evidence.NOTE and told and not first:
        item.state, item.settled_at, item.note = ItemState.DONE, event.at, event.resolution[:300]
        item.reopened_because = ""
        item.settled_by_name = person_names([event.by_id]).get(event.by_id, "") if event.by_id else ""
        item.save()
    refresh(case, at=event.at)
