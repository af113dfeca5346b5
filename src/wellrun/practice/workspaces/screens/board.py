"""The day board: where every visit of a site stands, how long it has stood there, and the step that comes next."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, Refused, screen, show
from wellrun.platform.clock import asked_day, now
from wellrun.platform.ui.navigation import NavItem
from wellrun.platform.ui.statuses import status_of
from wellrun.platform.ui.toasts import add_toast, trigger_toast
from wellrun.practice.scheduling.api import Appointment, VisitState, advance_visit, appointment_for, undo_step
from wellrun.practice.worklist.api import open_tasks
from wellrun.practice.workspaces.queries.board import Board, BoardFilter, read_board
from wellrun.practice.workspaces.rules import LED_TO, VIEWS
from wellrun.practice.workspaces.screens.drawn_rows import RowPen

REFRESH_SECONDS = 10
_LABELS = {"open": "Not done", "expected": "Expected", "here": "Here", "done": "Done", "all": "All"}
_TASKS = 8


def _asked(request: HttpRequest) -> BoardFilter:
    query = request.GET
    view = query.get("state", "open")
    return BoardFilter(
        site_id=query.get("site", ""),
        department_id=query.get("department", ""),
        provider_id=query.get("provider", ""),
        view=view if view in VIEWS or view in LED_TO else "open",
        on=asked_day(query.get("on")),
    )


def _query(asked: BoardFilter, **changes: str) -> str:
    said = {
        "site": asked.site_id,
        "department": asked.department_id,
        "provider": asked.provider_id,
        "state": "" if asked.view == "open" else asked.view,
        "on": asked.on.isoformat() if asked.on else "",
    } | changes
    return urlencode({name: value for name, value in said.items() if value})


@screen("appointments.read")
def board(request: HttpRequest) -> HttpResponse:
    """Show the board of a site's day, with one's own tasks beside it."""
    by, at, asked = request.actor, now(), _asked(request)
    found = read_board(by=by, asked=asked, at=at)
    tasks = open_tasks(by=by, at=at, limit=_TASKS) if by.may("tasks.read") else []
    context = _context(found, asked) | {
        "page_title": "Day board",
        "tasks": tasks,
        "tasks_late": sum(task.due_at < at for task in tasks),
        "at": at,
        "earlier": "?" + _query(asked, on=_shifted(found, -1)),
        "later": "?" + _query(asked, on=_shifted(found, 1)),
        "refresh": REFRESH_SECONDS,
        "nobody_url": f"{reverse('scheduling:find')}" if by.may("appointments.book") else "",
    }
    patients = found.patients + [task.patient_id for task in tasks if task.patient_id]
    return show(request, "workspaces/board.html", context, patients=patients)


def _shifted(found: Board, days: int) -> str:
    return (found.on + timedelta(days=days)).isoformat() if found.on else ""


def _context(found: Board, asked: BoardFilter) -> dict[str, Any]:
    pen = RowPen(_query(asked))
    return {
        "board": found,
        "groups": [(group.title, len(group.rows), pen.draw(group.rows)) for group in found.groups],
        "asked": asked,
        "query": _query(asked),
        "views": [
            NavItem(label=label, url=f"?{_query(asked, state='' if view == 'open' else view)}",
                    current=view == asked.view, count=found.counts[view])
            for view, label in (_LABELS | _led_to(asked.view)).items()
        ],
    }  # fmt: skip


def _led_to(view: str) -> dict[str, str]:
    """The tab of a view that is not always there."""
    if view in _LABELS:
        return {}
    return {view: {"late": "Late", "visits": "But canceled"}.get(view) or status_of(view, "visit").label}


def _rows(request: HttpRequest, asked: BoardFilter, found: Board) -> HttpResponse:
    return show(request, "workspaces/board_rows.html", _context(found, asked), patients=found.patients)


@screen("appointments.read", background=True)
def rows(request: HttpRequest) -> HttpResponse:
    """The board's rows again, for the page that asks every few seconds; nothing (204) while nothing changed."""
    asked = _asked(request)
    found = read_board(by=request.actor, asked=asked, at=now())
    if request.GET.get("seen") == found.mark:
        return HttpResponse(status=204)
    return _rows(request, asked, found)


@screen("visits.track")
@require_POST
def step(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Bring a visit into its next state; the answer is the board, with a way back."""
    to = request.POST.get("to", "")
    if to not in (VisitState.CONFIRMED, VisitState.ARRIVED, VisitState.ROOMED, VisitState.WITH_PROVIDER,
                  VisitState.CHECKED_OUT, VisitState.NO_SHOW):  # fmt: skip
        raise NotFound()
    appointment_for(request.actor, appointment_id, "visits.track")
    return _act(
        request,
        lambda version: advance_visit(appointment_id=appointment_id, to=VisitState(to), expected_version=version,
                                      by=request.actor, at=now()),
        lambda visit: (
            f"{visit.patient.spoken_name}: {visit.get_state_display().lower()}.",
            f"{reverse('workspaces:step-undo', args=[visit.id])}?{_query(_asked(request), v=str(visit.version))}",
        ),
    )  # fmt: skip


@screen("visits.track")
@require_POST
def undo(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Take back the last step of a visit."""
    appointment_for(request.actor, appointment_id, "visits.track")
    return _act(
        request,
        lambda version: undo_step(appointment_id=appointment_id, expected_version=version, by=request.actor,
                                  at=now()),
        lambda visit: (f"{visit.patient.spoken_name} is {visit.get_state_display().lower()} again.", ""),
    )  # fmt: skip


def _act(
    request: HttpRequest,
    act: Callable[[int | None], Appointment],
    say: Callable[[Appointment], tuple[str, str]],
) -> HttpResponse:
    asked = _asked(request)
    version = request.GET.get("v", "")
    try:
        visit = act(int(version) if version.isdecimal() else None)
        text, undo_url = say(visit)
        level = "success"
    except NotFound:
        raise
    except Refused as refusal:
        text, undo_url, level = refusal.sentence, "", "error"
    if not request.htmx:  # type: ignore[attr-defined]
        add_toast(request, text, undo_url=undo_url, level=level)
        return HttpResponseRedirect(f"{reverse('workspaces:board')}?{_query(asked)}")
    answer = _rows(request, asked, read_board(by=request.actor, asked=asked, at=now()))
    return trigger_toast(answer, text, undo_url=undo_url, level=level)
