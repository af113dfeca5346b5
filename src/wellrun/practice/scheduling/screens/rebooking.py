"""Plans for stranded visits: proposing one, and deciding on it as a whole or visit by visit."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, Refused, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.scheduling.models import CauseKind, MoveState, PlannedMove, RebookingPlan
from wellrun.practice.scheduling.operations.accept_plan import (
    accept_move,
    accept_plan,
    close_plan,
    decline_move,
    undo_accept,
)
from wellrun.practice.scheduling.operations.rebook import propose_again, propose_plan
from wellrun.practice.scheduling.queries.absences import absence_for, visits_to_move
from wellrun.practice.scheduling.queries.appointments import appointment_for
from wellrun.practice.scheduling.queries.rebooking import (
    Cause,
    cause_of_absence,
    cause_of_fault,
    cause_of_visit,
    cause_of_visits,
    move_rows_of,
    open_plan_for,
    open_plan_of,
    plan_for,
)
from wellrun.practice.scheduling.rules import MOVABLE


@screen("appointments.book")
def rebooking(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """From a stranded visit to the plan that has it; where there is none, what strands it and the way to one."""
    by, at = request.actor, now()
    visit = appointment_for(by, appointment_id, "appointments.book")
    plan = open_plan_of(visit.id)
    if plan is not None:
        return HttpResponseRedirect(reverse("scheduling:plan", args=[plan.id]))
    if visit.state not in MOVABLE or visit.ends_at <= at:
        return HttpResponseRedirect(reverse("scheduling:appointment", args=[visit.id]))
    cause = cause_of_visit(visit, by, at)
    context = {
        "page_title": "A visit to move",
        "visit": visit,
        "zone": visit.unit.zone,
        "cause": cause,
        "count": len(visits_to_move(cause.booking_ids, by, at)),
    }
    return show(request, "scheduling/rebooking.html", context, patients=[visit.patient_id], subject=visit.id)


@screen("appointments.book")
@require_POST
def plans(request: HttpRequest) -> HttpResponse:
    """Propose a plan for an absence, a fault or one visit; an open one for the same is shown instead."""
    by = request.actor
    cause = _cause(request)
    there = open_plan_for(cause.id) if cause.id else None
    if there is not None:
        return HttpResponseRedirect(reverse("scheduling:plan", args=[there.id]))
    plan = _tried(request, propose_plan, cause=cause, by=by, at=now())
    if plan is None:
        return HttpResponseRedirect(reverse("scheduling:calendar"))
    return HttpResponseRedirect(reverse("scheduling:plan", args=[plan.id]))


def _cause(request: HttpRequest) -> Cause:
    by, kind = request.actor, request.POST.get("cause", "")
    try:
        cause_id = uuid.UUID(request.POST.get("id", ""))
    except ValueError:
        raise NotFound() from None
    if kind == CauseKind.ABSENCE:
        return cause_of_absence(absence_for(by, cause_id, "appointments.book"))
    if kind == CauseKind.FAULT:
        return cause_of_fault(cause_id, by)
    return cause_of_visits([cause_id], by, now())


@screen("appointments.book")
def plan(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """The plan: what found no time first, then old and new of each visit, why, and how good it is."""
    found = plan_for(request.actor, plan_id)
    rows = move_rows_of(found, request.actor)
    states = [row.move.state for row in rows]
    context = {
        "page_title": f"Plan: {found.title}",
        "plan": found,
        "rows": rows,
        "zone": found.unit.zone,
        "gap": _gap(found),
        "proposed": states.count(MoveState.PROPOSED),
        "accepted": states.count(MoveState.ACCEPTED),
        "unplaced": states.count(MoveState.UNPLACED),
        "failed": states.count(MoveState.FAILED),
        "left": sum(
            state in (MoveState.UNPLACED, MoveState.FAILED, MoveState.DECLINED, MoveState.PROPOSED)
            for state in states
        ),
        "states": dict(MoveState.choices),
    }
    return show(
        request,
        "scheduling/plan.html",
        context,
        patients=[row.visit.patient_id for row in rows],
        subject=found.id,
    )


def _gap(found: RebookingPlan) -> str:
    """How good the plan is, in plain words."""
    if not found.gap_permille:
        return "No better plan exists among the times considered."
    return f"At most {found.gap_permille / 10:.1f} % from the best possible."


@screen("appointments.book")
@require_POST
def plan_acceptance(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Accept all that is proposed."""
    plan_for(request.actor, plan_id)
    done = _tried(request, accept_plan, plan_id=plan_id, by=request.actor, at=now())
    if done is not None:
        moved = f"{done.moved} visit{'' if done.moved == 1 else 's'} moved."
        left = f" {done.left} could not be moved: the plan says why." if done.left else ""
        add_toast(request, moved + left, level="warning" if done.left else "success")
    return _back(plan_id)


@screen("appointments.book")
@require_POST
def plan_again(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Look again for the visits that have no time."""
    plan_for(request.actor, plan_id)
    if _tried(request, propose_again, plan_id=plan_id, by=request.actor, at=now()) is not None:
        add_toast(request, "Looked again, as the calendar stands now.", level="info")
    return _back(plan_id)


@screen("appointments.book")
@require_POST
def plan_closing(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Close a plan; what it did not move is on the worklist."""
    plan_for(request.actor, plan_id)
    left = _tried(request, close_plan, plan_id=plan_id, by=request.actor, at=now())
    if left is not None:
        said = f" {left} visit{' is' if left == 1 else 's are'} on the worklist." if left else ""
        add_toast(request, f"The plan is closed.{said}")
    return _back(plan_id)


@screen("appointments.book")
@require_POST
def move_acceptance(request: HttpRequest, move_id: uuid.UUID) -> HttpResponse:
    """Accept one move."""
    move = _tried(request, accept_move, move_id=move_id, by=request.actor, at=now())
    if move is not None and move.state == MoveState.ACCEPTED:
        add_toast(request, "Moved.", undo_url=reverse("scheduling:move_return", args=[move_id]))
    elif move is not None:
        add_toast(request, move.said, level="error")
    return _back_from(request, move_id)


@screen("appointments.book")
@require_POST
def move_declining(request: HttpRequest, move_id: uuid.UUID) -> HttpResponse:
    """Decline one move: its visit goes to the worklist."""
    if _tried(request, decline_move, move_id=move_id, by=request.actor, at=now()) is not None:
        add_toast(request, "Declined: the visit stays where it is, and is on the worklist.", level="info")
    return _back_from(request, move_id)


@screen("appointments.book")
@require_POST
def move_return(request: HttpRequest, move_id: uuid.UUID) -> HttpResponse:
    """Take an accepted move back."""
    if _tried(request, undo_accept, move_id=move_id, by=request.actor, at=now()) is not None:
        add_toast(request, "Undone: the visit is where it was, and is proposed again.", level="info")
    return _back_from(request, move_id)


def _tried(request: HttpRequest, operation: Callable[..., Any], **arguments: Any) -> Any:
    """What an operation gave, or None after a toast with the sentence with which it refused."""
    try:
        with transaction.atomic():
            return operation(**arguments)
    except NotFound:
        raise
    except Refused as refused:
        add_toast(request, refused.sentence, level="error")
        return None


def _back(plan_id: uuid.UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("scheduling:plan", args=[plan_id]))


def _back_from(request: HttpRequest, move_id: uuid.UUID) -> HttpResponse:
    found = PlannedMove.objects.filter(id=move_id).values_list("plan_id", flat=True).first()
    if found is None:
        raise NotFound()
    return HttpResponseRedirect(f"{reverse('scheduling:plan', args=[found])}#move-{move_id}")
