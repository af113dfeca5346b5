"""Letting late tasks climb."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.matrix import Role
from wellrun.platform.audit.api import record_act
from wellrun.platform.database.identity import across
from wellrun.practice.organization.api import local_day, people_reaching
from wellrun.practice.worklist.models import Task, TaskState
from wellrun.practice.worklist.rules.climbing import climbs_at, next_role


@transaction.atomic
def climb_tasks(*, by: Actor, at: datetime) -> int:
    """Let every open task of the organization whose time has come climb one rung; says how many did.

    The task stays with whom it was given to; the next role gets it as well. What somebody else holds locked is left
    for the next time. For the program: no person asks for it.
    """
    with across(by.organization_id):
        waiting = Task.objects.filter(
            organization_id=by.organization_id, state=TaskState.OPEN, escalates_at__lte=at
        )
        led: dict[uuid.UUID, bool] = {}
        climbed = 0
        for task in waiting.select_for_update(skip_locked=True).order_by("id"):
            if task.unit_id not in led:
                led[task.unit_id] = _has_assistant_manager(task.unit_id, at)
            climbed += _climb(task, led[task.unit_id], at)
        return climbed


def _climb(task: Task, has_assistant_manager: bool, at: datetime) -> bool:
    to = next_role(
        role=task.role, escalated_to=task.escalated_to, has_assistant_manager=has_assistant_manager
    )
    if to is None:
        task.escalates_at = None
        task.save(update_fields=["escalates_at"])
        return False
    task.escalated_to, task.escalated_at = to.value, at
    task.escalates_at = climbs_at(at, task.priority, role=task.role, escalated_to=task.escalated_to)
    task.save(update_fields=["escalated_to", "escalated_at", "escalates_at"])
    record_act("task.escalated", subject_type="task", subject_id=task.id, detail={"to": to.value},
               patients=[task.patient_id] if task.patient_id else [])  # fmt: skip
    return True


def _has_assistant_manager(unit_id: uuid.UUID, at: datetime) -> bool:
    reaching = people_reaching(unit_id=unit_id, on=local_day(unit_id, at))
    return any(Role.ASSISTANT_MANAGER.value in roles.split(", ") for _, _, roles in reaching)
