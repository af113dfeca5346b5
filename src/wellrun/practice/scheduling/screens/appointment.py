"""One visit: what it is, where it stands, what happened to it, and what can be done."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import Actor, NotFound, Refused, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.formatting import format_clock, format_day, in_zone
from wellrun.platform.ui.tables import TimelineEntry
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.organization.api import sites_of
from wellrun.practice.outreach.api import notices_about
from wellrun.practice.scheduling.models import Appointment, AppointmentStep, StepKind, VisitState
from wellrun.practice.scheduling.operations.advance import advance_visit, cancel_appointment, undo_step
from wellrun.practice.scheduling.operations.book import minutes_of
from wellrun.practice.scheduling.queries.appointments import appointment_for, history_of, visits_of_order
from wellrun.practice.scheduling.queries.arrival import arrival_page, arrivals_are_asked
from wellrun.practice.scheduling.queries.attendance import cancel_reasons
from wellrun.practice.scheduling.queries.visit_flags import flags_of
from wellrun.practice.scheduling.queries.visit_pages import visit_pages
from wellrun.practice.scheduling.queries.visit_panels import visit_panels_for
from wellrun.practice.scheduling.rules import MOVABLE, NEXT_STATES
from wellrun.practice.scheduling.screens.chips import place_of
from wellrun.practice.scheduling.screens.forms import CancelForm, StepForm
from wellrun.practice.workforce.api import provider_names

ICONS = {"booked": "calendar-plus", "moved": "calendar-repeat", "state": "circle-check"}
#: What a button says that brings a state, where the state's own name is no order; the day board says the same.
PRESS = {
    VisitState.CONFIRMED: "Confirm",
    VisitState.ROOMED: "Room",
    VisitState.WITH_PROVIDER: "Provider in",
    VisitState.CHECKED_OUT: "Check out",
}


@screen("appointments.read")
def appointment(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """The page of one visit."""
    return _shown(request, appointment_for(request.actor, appointment_id))


def _shown(
    request: HttpRequest, visit: Appointment, *, cancel: CancelForm | None = None, status: int = 200
) -> HttpResponse:
    by, steps = request.actor, history_of(visit.id)
    order = visits_of_order(visit)
    last = next((step for step in reversed(steps) if step.undone_at is None), None)
    states = _next_states(visit, by, now())
    arrives = any(state == VisitState.ARRIVED for state, _ in states)
    check_in_url = arrival_page(visit, by) if arrives else ""
    context = facts(visit) | {
        "page_title": f"{visit.patient.spoken_name}: {visit.visit_type.name}",
        "panels": visit_panels_for(actor=by, visit=visit, at=now()),
        "history": _history(steps, visit),
        "flags": flags_of(visit, by),
        "states": [one for one in states if not (check_in_url and one[0] == VisitState.ARRIVED)],
        "check_in_url": check_in_url,
        "pages": visit_pages(visit, by),
        "unasked": arrives and not check_in_url and arrivals_are_asked(),
        "may_move": visit.state in MOVABLE and by.may("appointments.book", visit.unit_id),
        "may_cancel": "cancelled" in NEXT_STATES[visit.state] and by.may("appointments.book", visit.unit_id),
        "undo": _called(last) if last else "",
        "may_resize": visit.state in MOVABLE
        and not visit.group_id
        and by.may("appointments.book", visit.unit_id),
        "minutes": minutes_of(visit),
        "cancel": cancel or _cancel_form(visit, initial={"version": visit.version}),
        "cancel_open": cancel is not None,
        "notices": notices_about(visit.id, by=by),
        "order": [(each, place_of(each.unit), each.state in MOVABLE) for each in order],
        "may_cancel_order": sum(each.state in MOVABLE for each in order) > 1
        and all(by.may("appointments.book", each.unit_id) for each in order if each.state in MOVABLE),
    }
    return show(
        request,
        "scheduling/appointment.html",
        context,
        patients=list({visit.patient_id, *(each.patient_id for each in order)}),
        subject=visit.id,
        status=status,
    )


def _cancel_form(visit: Appointment, *arguments: Any, **options: Any) -> CancelForm:
    return CancelForm(*arguments, reasons=cancel_reasons(visit.organization_id), **options)


def facts(visit: Appointment) -> dict[str, Any]:
    """What every page about one visit says of it."""
    starts, ends = in_zone(visit.starts_at, visit.unit.zone), in_zone(visit.ends_at, visit.unit.zone)
    return {
        "visit": visit,
        "patient": visit.patient,
        "starts": starts,
        "day_name": f"{starts:%A}",
        "clock": f"{format_clock(starts)} to {format_clock(ends)}",
        "zone": visit.unit.zone,
        "place": place_of(visit.unit),
    }


def _next_states(visit: Appointment, by: Actor, at: datetime) -> list[tuple[str, str]]:
    """The next states that `by` may press now; those that only the day of the visit brings come on that day."""
    may_track = by.may("visits.track", visit.unit_id)
    may_book = by.may("appointments.book", visit.unit_id)
    early = in_zone(at, visit.unit.zone).date() < in_zone(visit.starts_at, visit.unit.zone).date()
    found = []
    for state in NEXT_STATES[visit.state]:
        confirms = state == VisitState.CONFIRMED
        too_early = (early and not confirms) or (state == VisitState.NO_SHOW and at < visit.starts_at)
        if state != VisitState.CANCELLED and not too_early and (may_track or (may_book and confirms)):
            found.append((state, PRESS.get(VisitState(state), VisitState(state).label)))
    return found


def _history(steps: list[AppointmentStep], visit: Appointment) -> list[TimelineEntry]:
    moved = [step for step in steps if step.kind == StepKind.MOVED]
    asked = {each for step in moved for each in (step.from_provider_id, step.to_provider_id) if each}
    names = provider_names(asked) if asked else {}
    return [
        TimelineEntry(
            what=_called(step) + (" (undone)" if step.undone_at else ""),
            at=step.at,
            by=step.by_name,
            detail=_detail(step, visit, names),
            icon="arrow-back-up" if step.undone_at else ICONS[step.kind],
            tone="neutral" if step.undone_at else "info",
        )
        for step in steps
    ]


def _called(step: AppointmentStep) -> str:
    if step.kind == StepKind.STATE:
        return VisitState(step.to_state).label
    return StepKind(step.kind).label


def _detail(step: AppointmentStep, visit: Appointment, names: dict[uuid.UUID, str]) -> str:
    said = [step.reason] if step.reason else []
    if step.kind == StepKind.MOVED and step.from_starts_at and step.to_starts_at:
        zone = visit.unit.zone
        before = _placed(step.from_starts_at, step.from_ends_at, names.get(step.from_provider_id, ""), zone)
        after = _placed(step.to_starts_at, step.to_ends_at, names.get(step.to_provider_id, ""), zone)
        said.append(f"from {before} to {after}")
    if step.undone_at:
        wall = in_zone(step.undone_at, visit.unit.zone)
        said.append(f"undone by {step.undone_by_name}, {format_day(wall)}, {format_clock(wall)}")
    return " · ".join(said)


def _placed(starts_at: datetime, ends_at: datetime | None, with_whom: str, zone: str) -> str:
    wall = in_zone(starts_at, zone)
    until = f" to {format_clock(in_zone(ends_at, zone))}" if ends_at else ""
    return f"{format_day(wall)}, {format_clock(wall)}{until}" + (f" with {with_whom}" if with_whom else "")


@screen("appointments.read")
def confirmation(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """What was booked, with a card to print for the patient."""
    visit = appointment_for(request.actor, appointment_id)
    # The card leaves the office: it says neither the reason of the visit nor what the desk noted.
    site = next(
        (each.site for each in sites_of(visit.organization_id) if each.id == visit.unit.parent_id), None
    )
    context = facts(visit) | {
        "page_title": "Visit booked",
        "site": site,
        "may_book": request.actor.may("appointments.book"),
    }
    return show(
        request, "scheduling/confirmation.html", context, patients=[visit.patient_id], subject=visit.id
    )


def _back(appointment_id: uuid.UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("scheduling:appointment", args=[appointment_id]))


@screen("appointments.read")
@require_POST
def state(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Bring a visit into its next state."""
    form = StepForm(request.POST)
    if not form.is_valid() or form.cleaned_data["to"] not in VisitState.values:
        raise NotFound()
    visit = outcome(
        advance_visit,
        appointment_id=appointment_id,
        to=VisitState(form.cleaned_data["to"]),
        expected_version=form.cleaned_data["version"],
        by=request.actor,
        at=now(),
    )
    if isinstance(visit, str):
        add_toast(request, visit, level="error")
        return _back(appointment_id)
    said = f"{VisitState(visit.state).label}."
    if visit.state == VisitState.ARRIVED and arrivals_are_asked():
        said += " Nothing was asked of the patient: the day board shows that the check-in is missing."
    add_toast(request, said, undo_url=reverse("scheduling:undo", args=[visit.id]))
    return _back(visit.id)


def outcome(operation: Callable[..., Appointment], **arguments: Any) -> Appointment | str:
    """What an operation on a visit gave, or the sentence with which it refused; a visit that is not theirs stays
    not found."""
    try:
        with transaction.atomic():
            return operation(**arguments)
    except NotFound:
        raise
    except Refused as refused:
        return refused.sentence


@screen("appointments.read")
@require_POST
def undo(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Take the last step back."""
    version = request.POST.get("version", "")
    visit = outcome(
        undo_step,
        appointment_id=appointment_id,
        expected_version=int(version) if version.isdigit() else None,
        by=request.actor,
        at=now(),
    )
    if isinstance(visit, str):
        add_toast(request, visit, level="error")
    else:
        add_toast(request, f"Undone: the visit is {visit.get_state_display().lower()}.", level="info")
    return _back(appointment_id)


@screen("appointments.book")
@require_POST
def cancellation(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Cancel a visit, saying why."""
    visit = appointment_for(request.actor, appointment_id, "appointments.book")
    form = _cancel_form(visit, request.POST)
    cancelled = form.is_valid() and attempt(
        form,
        cancel_appointment,
        appointment_id=appointment_id,
        reason=form.sentence(),
        code=form.code(),
        expected_version=form.cleaned_data["version"],
        by=request.actor,
        at=now(),
    )
    if not cancelled:
        return _shown(request, visit, cancel=form, status=422)
    undo_url = reverse("scheduling:undo", args=[appointment_id])
    add_toast(request, "Canceled. The time is free again.", undo_url=undo_url)
    return _back(appointment_id)
