"""Reading the worklist."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from wellrun.platform.access.actor import Actor
from wellrun.practice.worklist.models import Task, TaskState


@dataclass(frozen=True)
class TaskCount:
    """How many open tasks of a kind wait, how many of them late."""

    kind: str
    waiting: int
    late: int


def _mine(by: Actor):
    units = by.reach.get("tasks.read", frozenset())
    return Q(person_id=by.person_id) | Q(person_id__isnull=True, role__in=by.roles, unit_id__in=units)


def open_tasks(*, by: Actor, whose: str = "mine", kind: str = "", limit: int = 200) -> list[Task]:
    """Open tasks, most pressing first. `whose`: `mine` (me and my roles) or `all` that I may see."""
    rows = Task.objects.filter(state=TaskState.OPEN)
    if whose == "mine":
        rows = rows.filter(_mine(by))
    if kind:
        rows = rows.filter(kind=kind)
    return list(rows.order_by("priority", "due_at", "id")[:limit])


def task_counts(*, by: Actor, at: datetime, whose: str = "mine") -> list[TaskCount]:
    """Open tasks counted by kind."""
    rows = Task.objects.filter(state=TaskState.OPEN)
    if whose == "mine":
        rows = rows.filter(_mine(by))
    counted = rows.values("kind").annotate(waiting=Count("id"), late=Count("id", filter=Q(due_at__lt=at)))
    return [
        TaskCount(row["kind"], row["waiting"], row["late"]) for row in counted.order_by("-waiting", "kind")
    ]


def task(task_id: uuid.UUID) -> Task | None:
    """One task, if the person asking may see it."""
    return Task.objects.filter(id=task_id).first()
