"""What is done to a task: taken, given, put off, finished; each with its way back."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, attempt, screen
from wellrun.platform.clock import now
from wellrun.platform.ui.formatting import format_clock, format_day, in_zone
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.organization.api import people_reaching, zone_of
from wellrun.practice.worklist.models import Task
from wellrun.practice.worklist.operations.tasks import (
    assign_task,
    finish_task,
    postpone_task,
    reopen_task,
    restore_due,
)
from wellrun.practice.worklist.queries.tasks import task_for
from wellrun.practice.worklist.screens.forms import FinishForm, GiveForm, PostponeForm
from wellrun.practice.worklist.screens.tasks import show_task


def _back(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return HttpResponseRedirect(wanted if safe else reverse("worklist:tasks"))


def _undo(name: str, task: Task, **state: str) -> str:
    return f"{reverse(f'worklist:{name}', args=[task.id])}?{urlencode(state)}"


@screen("tasks.work")
@require_POST
def assignment(request: HttpRequest, task_id: uuid.UUID) -> HttpResponse:
    """Take a task (`take`), or give it to a person or back to its role."""
    by, at = request.actor, now()
    task = task_for(task_id, by)
    before = str(task.person_id or "")
    people = people_reaching(unit_id=task.unit_id, on=in_zone(at, zone_of(task.unit_id)).date())
    chosen = str(by.person_id) if "take" in request.POST else request.POST.get("person_id", "")
    form = GiveForm({"person_id": chosen}, people=people, role=task.role)
    given = form.is_valid() and attempt(
        form, assign_task, task_id=task.id, person_id=_uuid(form.cleaned_data["person_id"]), by=by, at=at
    )
    if not given:
        return show_task(request, task, give=form)
    name = next((name for person_id, name, _ in people if str(person_id) == chosen), "")
    text = "Taken: it is on your list." if "take" in request.POST else f"Given to {name or task.role}."
    add_toast(request, text, undo_url=_undo("assignment-undo", task, person=before))
    return _back(request)


def _uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        raise NotFound() from None


@screen("tasks.work")
@require_POST
def undo_assignment(request: HttpRequest, task_id: uuid.UUID) -> HttpResponse:
    """Give a task back to whoever had it."""
    assign_task(task_id=task_id, person_id=_uuid(request.GET.get("person")), by=request.actor, at=now())
    add_toast(request, "Given back.", level="info")
    return _back(request)


@screen("tasks.work")
@require_POST
def due(request: HttpRequest, task_id: uuid.UUID) -> HttpResponse:
    """Put a task off."""
    by, at = request.actor, now()
    task = task_for(task_id, by)
    before, zone = task.due_at, zone_of(task.unit_id)
    form = PostponeForm(request.POST)
    if not form.is_valid():
        return show_task(request, task, postpone=form)
    due_at = form.due_at(at=at, zone=zone)
    if not attempt(form, postpone_task, task_id=task.id, due_at=due_at, by=by, at=at):
        return show_task(request, task, postpone=form)
    local = in_zone(due_at, zone)
    add_toast(request, f"Due again {format_day(local)}, {format_clock(local)}.",
              undo_url=_undo("due-undo", task, due=before.isoformat()))  # fmt: skip
    return _back(request)


@screen("tasks.work")
@require_POST
def undo_due(request: HttpRequest, task_id: uuid.UUID) -> HttpResponse:
    """Give a task back the due time it had."""
    before = parse_datetime(request.GET.get("due", ""))
    if before is None or before.tzinfo is None:
        raise NotFound()
    restore_due(task_id=task_id, due_at=before, by=request.actor, at=now())
    add_toast(request, "The earlier due time is back.", level="info")
    return _back(request)


@screen("tasks.work")
@require_POST
def resolution(request: HttpRequest, task_id: uuid.UUID) -> HttpResponse:
    """Finish a task with a note."""
    by, at = request.actor, now()
    task = task_for(task_id, by)
    form = FinishForm(request.POST)
    finished = form.is_valid() and attempt(
        form, finish_task, task_id=task.id, resolution=form.cleaned_data["resolution"], by=by, at=at
    )
    if not finished:
        return show_task(request, task, finish=form)
    add_toast(
        request, f"Finished: {task.title}", undo_url=reverse("worklist:resolution-undo", args=[task.id])
    )
    return _back(request)


@screen("tasks.work")
@require_POST
def undo_resolution(request: HttpRequest, task_id: uuid.UUID) -> HttpResponse:
    """Open a finished task again."""
    reopen_task(task_id=task_id, by=request.actor, at=now())
    add_toast(request, "The task is open again.", level="info")
    return _back(request)
