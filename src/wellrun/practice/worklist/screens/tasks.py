"""The worklist: what waits, late first; and one task with everything that can be done about it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from wellrun.platform.access.api import Actor, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.navigation import NavItem
from wellrun.practice.organization.api import local_day, people_reaching, person_names, units_by_id, zone_of
from wellrun.practice.worklist.models import Priority, Task
from wellrun.practice.worklist.queries.tasks import (
    TaskCount,
    counts_by_role,
    open_tasks,
    task_counts,
    task_for,
)
from wellrun.practice.worklist.rules.climbing import rule_of
from wellrun.practice.worklist.screens.forms import FinishForm, GiveForm, PostponeForm

PAGE = 100


@dataclass(frozen=True)
class TaskRow:
    """A task as the list shows it."""

    task: Task
    late: bool
    owner: str
    unit: str
    is_mine: bool

    @property
    def url(self) -> str:
        """Where the work is done: the page the task names, or the task's own."""
        return self.task.path or reverse("worklist:task", args=[self.task.id])

    @property
    def priority(self) -> str:
        """The word for a priority other than the usual one."""
        return "" if self.task.priority == Priority.NORMAL else Priority(self.task.priority).label


@screen("tasks.read")
def tasks(request: HttpRequest) -> HttpResponse:
    """Show the open tasks: mine and my roles', or all that I may see; by kind, with counts."""
    by, at = request.actor, now()
    whose = "all" if request.GET.get("whose") == "all" else "mine"
    kind, role = request.GET.get("kind", "")[:40], request.GET.get("role", "")[:30]
    offset = _offset(request.GET.get("from", ""))
    counts = {name: task_counts(by=by, at=at, whose=name) for name in ("mine", "all")}
    found = open_tasks(by=by, whose=whose, kind=kind, role=role, at=at, limit=PAGE, offset=offset)
    total = sum(count.waiting for count in counts[whose] if kind in ("", count.kind))
    if role:
        by_role = {count.kind: count.waiting for count in counts_by_role(by=by, at=at)}
        total = len(found) if kind or whose == "mine" else by_role.get(role, 0)
    context = {
        "page_title": "Worklist",
        "rows": rows_of(found, by=by, at=at),
        "views": [
            _view(name, label, counts[name], whose) for name, label in (("mine", "Mine"), ("all", "All"))
        ],
        "kinds": _kinds(counts[whose], whose, kind),
        "kind": kind,
        "role": role,
        "whose": whose,
        "zone": by.zone,
        "total": total,
        "first": offset + 1,
        "last": offset + len(found),
        "more": f"?{urlencode({'whose': whose, 'kind': kind, 'from': offset + PAGE, 'role': role})}"
        if offset + len(found) < total
        else "",
        "back": request.get_full_path(),
        "may_work": by.may("tasks.work"),
    }
    return show(
        request, "worklist/tasks.html", context, patients=[t.patient_id for t in found if t.patient_id]
    )


def _offset(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 0


def _view(name: str, label: str, counts: list[TaskCount], whose: str) -> NavItem:
    late = any(count.late for count in counts)
    waiting = sum(count.waiting for count in counts)
    return NavItem(label=label, url=f"?whose={name}", current=name == whose, count=waiting,
                   count_tone="bad" if late else "neutral")  # fmt: skip


def _kinds(counts: list[TaskCount], whose: str, kind: str) -> list[dict[str, object]]:
    return [
        {
            "count": count,
            "url": f"?{urlencode({'whose': whose, 'kind': count.kind})}",
            "current": count.kind == kind,
        }
        for count in counts
    ]


def rows_of(found: list[Task], *, by: Actor, at: datetime) -> list[TaskRow]:
    """Tasks with the names of their owners and sections; at most two queries."""
    names = person_names(task.person_id for task in found)
    units = units_by_id({task.unit_id for task in found}) if found else {}
    return [
        TaskRow(
            task=task,
            late=task.due_at < at,
            owner=names.get(task.person_id, "") if task.person_id else "",
            unit=units[task.unit_id].name if task.unit_id in units else "",
            is_mine=task.person_id is not None and task.person_id == by.person_id,
        )
        for task in found
    ]


@screen("tasks.read")
def task(request: HttpRequest, task_id: uuid.UUID) -> HttpResponse:
    """Show one task with the ways to end it, hand it on or put it off."""
    return show_task(request, task_for(task_id, request.actor))


def show_task(
    request: HttpRequest,
    found: Task,
    *,
    finish: FinishForm | None = None,
    give: GiveForm | None = None,
    postpone: PostponeForm | None = None,
) -> HttpResponse:
    """The task's page, or only its inside for a window; refused forms come back with their sentences."""
    by, at = request.actor, now()
    zone = zone_of(found.unit_id)
    people = people_reaching(unit_id=found.unit_id, on=local_day(found.unit_id, at))
    refused = any(form is not None for form in (finish, give, postpone))
    context = {
        "page_title": found.title,
        "row": rows_of([found], by=by, at=at)[0],
        "task": found,
        "finish": finish or FinishForm(),
        "give": give
        or GiveForm(people=people, role=found.role, initial={"person_id": found.person_id or ""}),
        "postpone": postpone or PostponeForm(),
        "zone": zone,
        "climbing_rule": rule_of(found.priority) if found.state == "open" else "",
        "back": request.POST.get("back") or request.GET.get("back") or reverse("worklist:tasks"),
        "may_work": found.state == "open" and by.may("tasks.work", found.unit_id),
    }
    fragment = bool(request.htmx) or request.POST.get("in_window") == "yes"  # type: ignore[attr-defined]
    template = "worklist/task_window.html" if fragment and not refused else "worklist/task.html"
    patients = [found.patient_id] if found.patient_id else []
    return show(
        request, template, context, patients=patients, subject=found.id, status=422 if refused else 200
    )
