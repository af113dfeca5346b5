"""The walk-in queue: who came without a visit, in what order, and what becomes of them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, Refused, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.frontdesk.models import WalkIn
from wellrun.practice.frontdesk.operations import walk_ins as acts
from wellrun.practice.frontdesk.queries.walk_ins import Queue, queues_of, token_of, walk_in_for
from wellrun.practice.frontdesk.screens.walk_in_forms import LeaveForm, WalkInForm
from wellrun.practice.patients.api import patient_rows

REFRESH_SECONDS = 10


@screen("queue.work")
def queue(request: HttpRequest) -> HttpResponse:
    """Show the queues with the form to join one; a POST puts somebody in."""
    form = WalkInForm(
        request.POST or None, by=request.actor, initial={"patient": request.GET.get("patient") or None}
    )
    if request.method == "POST" and form.is_valid():
        joined = attempt(form, acts.join_queue, unit_id=uuid.UUID(form.cleaned_data["unit_id"]),
                         details=form.details(), by=request.actor, at=now())  # fmt: skip
        if joined:
            token = token_of(walk_in_for(request.actor, joined.id))
            add_toast(request, f"In the queue with token {token}.",
                      undo_url=reverse("frontdesk:walk-in-leave", args=[joined.id]))  # fmt: skip
            return HttpResponseRedirect(reverse("frontdesk:queue"))
    context = _context(request) | {"page_title": "Walk-ins", "form": form} | _chosen(form)
    return show(request, "frontdesk/queue.html", context, patients=context["patients"],
                status=422 if form.errors else 200)  # fmt: skip


@screen("queue.work", background=True)
def rows(request: HttpRequest) -> HttpResponse:
    """The queues again, for the page that asks every few seconds."""
    context = _context(request)
    return show(request, "frontdesk/queue_rows.html", context, patients=context["patients"])


@screen("queue.work", background=True)
def display(request: HttpRequest, unit_id: uuid.UUID) -> HttpResponse:
    """The screen of the waiting room: tokens and waits of one department, nobody's name."""
    found = next((each for each in queues_of(by=request.actor, at=now()) if each.unit.id == unit_id), None)
    if found is None:
        raise NotFound()
    context = {"page_title": "Waiting room", "queue": found, "refresh": REFRESH_SECONDS}
    template = "frontdesk/queue_display_rows.html" if request.htmx else "frontdesk/queue_display.html"
    return show(request, template, context, patients=[])


def _context(request: HttpRequest) -> dict[str, Any]:
    queues = queues_of(by=request.actor, at=now())
    return {
        "queues": queues,
        "busy": [each for each in queues if each.rows or each.ended],
        "zone": request.actor.zone,
        "refresh": REFRESH_SECONDS,
        "typeahead_url": f"{reverse('patients:typeahead')}?q=",
        "patients": _patients(queues),
    }


def _patients(queues: list[Queue]) -> list[uuid.UUID]:
    seen = [row.walk_in for each in queues for row in each.rows] + [
        row for each in queues for row in each.ended
    ]
    return [row.patient_id for row in seen if row.patient_id]


def _chosen(form: WalkInForm) -> dict[str, Any]:
    value = form.data.get("patient") if form.is_bound else form.initial.get("patient")
    try:
        found = patient_rows([uuid.UUID(str(value))]) if value else {}
    except ValueError:
        found = {}
    row = next(iter(found.values()), None)
    return {"chosen": str(row.id) if row else "", "chosen_name": row.name if row else ""}


def _act(
    request: HttpRequest,
    walk_in_id: uuid.UUID,
    operation: Callable[..., WalkIn],
    said: str,
    undo: str = "",
    **arguments: Any,
) -> HttpResponse:
    """Run one operation on a walk-in and lead back to the queue, saying what came of it."""
    token = token_of(walk_in_for(request.actor, walk_in_id))
    try:
        with transaction.atomic():
            operation(walk_in_id=walk_in_id, **arguments, by=request.actor, at=now())
        undo_url = reverse(f"frontdesk:{undo}", args=[walk_in_id]) if undo else ""
        add_toast(request, said.format(token=token), undo_url=undo_url)
    except NotFound:
        raise
    except Refused as refusal:
        add_toast(request, refusal.sentence, level="error")
    return HttpResponseRedirect(reverse("frontdesk:queue"))


@screen("queue.work")
@require_POST
def call(request: HttpRequest, walk_in_id: uuid.UUID) -> HttpResponse:
    """Call somebody to the desk."""
    return _act(request, walk_in_id, acts.call_walk_in, "{token} was called.", "walk-in-requeue")


@screen("queue.work")
@require_POST
def requeue(request: HttpRequest, walk_in_id: uuid.UUID) -> HttpResponse:
    """Put somebody back, where they were or (`end`) at the end."""
    end = request.POST.get("end") == "yes"
    return _act(request, walk_in_id, acts.requeue_walk_in, "{token} waits again.", to_the_end=end)


@screen("queue.work")
def walk_in(request: HttpRequest, walk_in_id: uuid.UUID) -> HttpResponse:
    """One walk-in with everything that can be done; a POST says more of who it is and what for."""
    by, found = request.actor, walk_in_for(request.actor, walk_in_id)
    known = {
        "unit_id": found.unit_id,
        "visit_type": found.visit_type_id,
        "reason": found.reason,
        "urgent": found.urgent,
    }
    form = WalkInForm(request.POST or None, by=by, unit_id=found.unit_id, initial=known)
    if request.method == "POST" and form.is_valid():
        changed = attempt(
            form, acts.change_walk_in, walk_in_id=walk_in_id, details=form.details(), by=by, at=now()
        )
        if changed:
            add_toast(request, f"{token_of(found)} was changed.")
            return HttpResponseRedirect(reverse("frontdesk:queue"))
    context = {
        "page_title": "Walk-in",
        "walk_in": found,
        "token": token_of(found),
        "form": form,
        "leave": LeaveForm(),
        "zone": found.unit.zone,
        "typeahead_url": f"{reverse('patients:typeahead')}?q=",
    }
    patients = [found.patient_id] if found.patient_id else []
    return show(request, "frontdesk/walk_in.html", context, patients=patients, subject=found.id,
                status=422 if form.errors else 200)  # fmt: skip


@screen("queue.work")
@require_POST
def book(request: HttpRequest, walk_in_id: uuid.UUID) -> HttpResponse:
    """Give somebody the time that the queue offers them; the check-in follows."""
    by, at = request.actor, now()
    walk_in = walk_in_for(by, walk_in_id)
    row = next(
        (row for each in queues_of(by=by, at=at) for row in each.rows if row.walk_in.id == walk_in_id), None
    )
    offer = row.offer if row else None
    if offer is None:
        add_toast(request, "No time is free today for this visit any more. Offer another day, or another visit.",
                  level="error")  # fmt: skip
        return HttpResponseRedirect(reverse("frontdesk:queue"))
    answer = _act(request, walk_in_id, acts.book_walk_in, "{token} has a visit.", "walk-in-undo",
                  visit_type_id=offer.visit_type_id, provider_id=offer.provider_id,
                  starts_at=offer.starts_at)  # fmt: skip
    booked = walk_in_for(by, walk_in_id).appointment_id
    if booked is not None and by.may("checkin.do", walk_in.unit_id):
        return HttpResponseRedirect(reverse("frontdesk:check-in", args=[booked]))
    return answer


@screen("queue.work")
@require_POST
def leave(request: HttpRequest, walk_in_id: uuid.UUID) -> HttpResponse:
    """Take somebody out of the queue. Without a reason it undoes having put them in."""
    reason = request.POST.get("reason") or "Put into the queue by mistake"
    return _act(
        request, walk_in_id, acts.leave_queue, "{token} left the queue.", "walk-in-undo", reason=reason
    )


@screen("queue.work")
@require_POST
def undo(request: HttpRequest, walk_in_id: uuid.UUID) -> HttpResponse:
    """Put somebody back into the queue; a visit that they got is canceled."""
    return _act(request, walk_in_id, acts.undo_walk_in, "{token} is in the queue again.")
