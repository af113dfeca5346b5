"""Reading the worklist."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.refusals import NotFound
from wellrun.practice.worklist.models import Task, TaskState


@dataclass(frozen=True)
class TaskCount:
    """How many open tasks of a kind wait, how many of them late."""

    kind: str
    waiting: int
    late: int


def _seen(by: Actor, whose: str) -> QuerySet[Task]:
    units = by.reach.get("tasks.read", frozenset())
    rows = Task.objects.filter(state=TaskState.OPEN)
    if whose == "mine":
        to_my_roles = Q(person_id__isnull=True, role__in=by.roles, unit_id__in=units)
        climbed = Q(escalated_to__in=by.roles, unit_id__in=units)
        return rows.filter(Q(person_id=by.person_id) | to_my_roles | climbed)
    return rows.filter(Q(person_id=by.person_id) | Q(unit_id__in=units))


def open_tasks(
    *,
    by: Actor,
    whose: str = "mine",
    kind: str = "",
    role: str = "",
    at: datetime | None = None,
    limit: int = 200,
    offset: int = 0,
) -> list[Task]:
    """Open tasks, most pressing first; with `at`, late ones before all others.

    `whose`: `mine` (me and my roles, with what has climbed to them) or `all` where I may read the worklist.
    """
    rows = _seen(by, whose)
    if kind:
        rows = rows.filter(kind=kind)
    if role:
        rows = rows.filter(role=role)
    order: list[Any] = ["priority", "due_at", "id"]
    if at is not None:
        order.insert(0, Case(When(due_at__lt=at, then=0), default=1))
    return list(rows.order_by(*order)[offset : offset + limit])


def task_counts(*, by: Actor, at: datetime, whose: str = "mine") -> list[TaskCount]:
    """Open tasks counted by kind."""
    counted = (
        _seen(by, whose)
        .values("kind")
        .annotate(waiting=Count("id"), late=Count("id", filter=Q(due_at__lt=at)))
    )
    return [
        TaskCount(row["kind"], row["waiting"], row["late"]) for row in counted.order_by("-waiting", "kind")
    ]


def counts_by_role(*, by: Actor, at: datetime) -> list[TaskCount]:
    """Open tasks in the units where `by` may read the worklist, counted by the role they wait for."""
    counted = (
        _seen(by, "all")
        .values("role")
        .annotate(waiting=Count("id"), late=Count("id", filter=Q(due_at__lt=at)))
    )
    return [
        TaskCount(row["role"], row["waiting"], row["late"]) for row in counted.order_by("-waiting", "role")
    ]


def task(task_id: uuid.UUID) -> Task | None:
    """One task, if the person asking may see it."""
    return Task.objects.filter(id=task_id).first()


def task_for(task_id: uuid.UUID, by: Actor) -> Task:
    """One task in the units where `by` may read the worklist, or given to them; else `NotFound`."""
    found = task(task_id)
    if found is None or not (found.person_id == by.person_id or by.may("tasks.read", found.unit_id)):
        raise NotFound()
    return found
