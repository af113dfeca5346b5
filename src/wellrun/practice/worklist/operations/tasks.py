"""Raising, taking, finishing and closing tasks."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import connection

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.checking import require
from wellrun.platform.access.matrix import Role
from wellrun.platform.access.refusals import NotFound, Refused
from wellrun.platform.audit.api import record_act
from wellrun.platform.database.identity import across
from wellrun.platform.database.ids import new_id
from wellrun.platform.events import publish
from wellrun.practice.organization.api import local_day, people_reaching
from wellrun.practice.worklist.events import TaskFinished, TaskReopened
from wellrun.practice.worklist.models import Priority, Task, TaskState
from wellrun.practice.worklist.rules.climbing import climbs_at


class TaskEnded(Refused):
    """Somebody finished it already."""

    status = 409
    sentence = "This task is already finished."


def raise_task(
    *,
    kind: str,
    key: str,
    title: str,
    role: Role,
    unit_id: uuid.UUID,
    due_at: datetime,
    organization_id: uuid.UUID,
    at: datetime,
    detail: str = "",
    path: str = "",
    patient_id: uuid.UUID | None = None,
    person_id: uuid.UUID | None = None,
    priority: Priority = Priority.NORMAL,
    compartment: str = "",
) -> bool:
    """Raise a task unless one with this key is open; says whether it was raised now. Needs no capability:
    whoever causes work may say so. A task about a patient lies in the compartment of what causes it, one about no
    patient in `office`; `ValueError` when the first is not named."""
    if patient_id and not compartment:
        raise ValueError("A task about a patient names its compartment.")
    compartment = compartment or "office"
    with across(organization_id), connection.cursor() as cursor:
        cursor.execute(
            "insert into worklist_task (id, organization_id, unit_id, compartment, kind, key, title, detail, path,"
            " patient_id, role, person_id, priority, due_at, raised_at, escalates_at, escalated_to, state, resolution)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '', 'open', '')"
            " on conflict (organization_id, key) where state = 'open' do nothing",
            [new_id(), organization_id, unit_id, compartment, kind, key, title[:200], detail[:1000], path,
             patient_id, role.value, person_id, int(priority), due_at, at,
             climbs_at(due_at, priority, role=role.value)],
        )  # fmt: skip
        return bool(cursor.rowcount)


def close_tasks(*, key: str, organization_id: uuid.UUID, at: datetime, because: str) -> int:
    """Close the open task with this key because its cause is gone; says how many there were (none or one)."""
    with across(organization_id):
        return Task.objects.filter(organization_id=organization_id, key=key, state=TaskState.OPEN).update(
            state=TaskState.CLOSED, ended_at=at, resolution=because[:300]
        )


def assign_task(*, task_id: uuid.UUID, person_id: uuid.UUID | None, by: Actor, at: datetime) -> Task:
    """Give a task to a person, or back to its role with None."""
    task = _open_task(task_id, by)
    if person_id is not None and person_id != by.person_id:
        today = local_day(task.unit_id, at)
        if person_id not in {reached for reached, _, _ in people_reaching(unit_id=task.unit_id, on=today)}:
            raise Refused("That person does not work where this task is.", field="person_id")
    task.person_id = person_id
    task.save(update_fields=["person_id"])
    record_act("task.assigned", subject_type="task", subject_id=task.id)
    return task


def finish_task(*, task_id: uuid.UUID, resolution: str, by: Actor, at: datetime) -> Task:
    """Finish a task, saying how."""
    task = _open_task(task_id, by)
    task.state, task.resolution, task.ended_at, task.ended_by_id = (
        TaskState.DONE,
        resolution[:300],
        at,
        by.person_id,
    )
    task.save(update_fields=["state", "resolution", "ended_at", "ended_by_id"])
    record_act("task.finished", subject_type="task", subject_id=task.id)
    publish(TaskFinished(task.id, task.key, task.organization_id, task.resolution, by.person_id, at))
    return task


def reopen_task(*, task_id: uuid.UUID, by: Actor, at: datetime) -> Task:
    """Undo finishing a task, unless the same work was raised again meanwhile."""
    task = Task.objects.select_for_update().filter(id=task_id).first()
    if task is None:
        raise NotFound()
    require(by, "tasks.work", task.unit_id)
    again = Task.objects.filter(organization_id=task.organization_id, key=task.key, state=TaskState.OPEN)
    if again.exclude(id=task.id).exists():
        raise TaskEnded("The same task was raised again and is open already.")
    task.state, task.resolution, task.ended_at, task.ended_by_id = TaskState.OPEN, "", None, None
    task.save(update_fields=["state", "resolution", "ended_at", "ended_by_id"])
    record_act("task.reopened", subject_type="task", subject_id=task.id)
    publish(TaskReopened(task.id, task.key, task.organization_id))
    return task


def postpone_task(*, task_id: uuid.UUID, due_at: datetime, by: Actor, at: datetime) -> Task:
    """Give a task a later due time. One that has climbed comes down again."""
    task = _open_task(task_id, by)
    if due_at <= at:
        raise Refused("Choose a time that is still to come.", field="due_at")
    _set_due(task, due_at)
    record_act("task.postponed", subject_type="task", subject_id=task.id)
    return task


def restore_due(*, task_id: uuid.UUID, due_at: datetime, by: Actor, at: datetime) -> Task:
    """Undo a postponement: give a task back the due time it had, even one that has passed."""
    task = _open_task(task_id, by)
    _set_due(task, due_at)
    record_act("task.due_restored", subject_type="task", subject_id=task.id)
    return task


def _set_due(task: Task, due_at: datetime) -> None:
    task.due_at, task.escalated_to, task.escalated_at = due_at, "", None
    task.escalates_at = climbs_at(due_at, task.priority, role=task.role)
    task.save(update_fields=["due_at", "escalated_to", "escalated_at", "escalates_at"])


def _open_task(task_id: uuid.UUID, by: Actor) -> Task:
    task = Task.objects.select_for_update().filter(id=task_id).first()
    if task is None:
        raise NotFound()
    require(by, "tasks.work", task.unit_id)
    if task.state != TaskState.OPEN:
        raise TaskEnded()
    return task
