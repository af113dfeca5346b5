"""The wait list: who waits for what, since when, and what was offered."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, Refused, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.tables import Column, EmptyState, Table
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.organization.api import departments_among
from wellrun.practice.patients.api import patient_rows
from wellrun.practice.scheduling.models import Urgency, WaitingEntry
from wellrun.practice.scheduling.operations.waiting import (
    change_waiting,
    end_waiting,
    join_wait_list,
    wait_again,
)
from wellrun.practice.scheduling.queries.appointments import appointment
from wellrun.practice.scheduling.queries.visit_types import visit_types_of
from wellrun.practice.scheduling.queries.waiting import (
    Asked,
    offers_to,
    waiting_entry_for,
    waiting_rows,
)
from wellrun.practice.scheduling.screens.chips import place_of
from wellrun.practice.scheduling.screens.waiting_forms import EndForm, JoinForm, WishForm, id_of
from wellrun.practice.workforce.api import providers_of

STATES = (("waiting", "Waiting"), ("booked", "Booked from the list"), ("ended", "Taken off"))


@screen("waitlist.work")
def waiting(request: HttpRequest) -> HttpResponse:
    """The wait list of one's departments, filtered."""
    by, at = request.actor, now()
    units = departments_among(by.reach["waitlist.work"])
    asked = _asked(request)
    rows = waiting_rows(by=by, asked=asked)
    names = sorted({kind.name for kind in visit_types_of([unit.id for unit in units])})
    context = {
        "page_title": "Wait list",
        "table": _table(rows, asked, by.zone, at),
        "units": [(unit.id, place_of(unit)) for unit in units],
        "names": names,
        "urgencies": Urgency.choices,
        "states": STATES,
        "asked": asked,
        "count": len(rows),
    }
    return show(request, "scheduling/waiting.html", context, patients=[row.patient_id for row in rows])


def _asked(request: HttpRequest) -> Asked:
    state, urgency = request.GET.get("state", ""), request.GET.get("urgency", "")
    return Asked(
        unit_id=id_of(request.GET.get("unit", "")),
        type_name=request.GET.get("type", "")[:60],
        urgency=urgency if urgency in Urgency.values else "",
        state=state if state in dict(STATES) else "waiting",
    )


def _table(rows: list[WaitingEntry], asked: Asked, zone: str, at: datetime) -> Table:
    return Table(
        caption="Wait list",
        caption_hidden=True,
        zone=zone,
        columns=[
            Column(label="Patient", value="patient.name", heading=True),
            Column(label="Visit", value="visit_type.name", keep=True),
            Column(label="Department", value=lambda row: place_of(row.unit)),
            Column(label="Urgency", value=lambda row: row.get_urgency_display(), keep=True),
            Column(label="Days", value=lambda row: waited(row, at), kind="number", keep=True),
            Column(label="Has", value=lambda row: row.visit and row.visit.starts_at, kind="instant"),
            Column(label="Wants", value=_wants),
            Column(label="Offers", value="offers", kind="number"),
            Column(label="Last offer", value="offered_at", kind="instant"),
        ],
        rows=rows,
        row_url=lambda row: reverse("scheduling:waiting_entry", args=[row.id]),
        row_tone=lambda row: "warn" if row.urgency == Urgency.URGENT and row.state == "waiting" else "",
        empty=EmptyState(
            title="Nobody waits" if asked.state == "waiting" else "Nobody here",
            text="Put patients on the list who would come sooner when a time is freed; they are asked by themselves.",
            action_label="Put a patient on the list",
            action_url=reverse("scheduling:waiting_new"),
            icon="hourglass",
        ),
    )


def waited(row: WaitingEntry, at: datetime) -> int:
    """How many whole days a patient has waited, to the end where it is over."""
    return ((row.ended_at or at) - row.since).days


def _wants(row: WaitingEntry) -> str:
    days = ", ".join(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[each] for each in sorted(row.weekdays))
    parts = [days, ", ".join(row.day_times), "own provider" if row.provider_ids else ""]
    return " · ".join(part for part in parts if part) or "Any time"


@screen("waitlist.work")
def new(request: HttpRequest) -> HttpResponse:
    """Put a patient on the wait list: from a visit (an earlier time is wanted), a chart, a call or a search."""
    by = request.actor
    visit = appointment(found) if (found := id_of(request.GET.get("visit", ""))) else None
    if visit is not None and not by.may("waitlist.work", visit.unit_id):
        raise NotFound()
    kinds = visit_types_of(by.reach["waitlist.work"])
    initial = {
        "visit_type": str(visit.visit_type_id) if visit else request.GET.get("type", ""),
        "patient": visit.patient_id if visit else id_of(request.GET.get("patient", "")),
        "urgency": visit.urgency if visit else Urgency.ROUTINE,
    }
    form = JoinForm(request.POST or None, initial=initial, kinds=kinds, **_choices(request))
    if request.method == "POST" and form.is_valid():
        entry = attempt(
            form,
            join_wait_list,
            patient_id=form.cleaned_data["patient"],
            visit_type_id=uuid.UUID(form.cleaned_data["visit_type"]),
            visit_id=visit.id if visit else None,
            wishes=form.wishes(),
            by=by,
            at=now(),
        )
        if entry is not None:
            ending = reverse("scheduling:waiting_undo", args=[entry.id])
            add_toast(request, "On the wait list. Freed times are offered by themselves.", undo_url=ending)
            return HttpResponseRedirect(reverse("scheduling:waiting"))
    chosen = form["patient"].value()
    row = next(iter(patient_rows([uuid.UUID(str(chosen))] if id_of(str(chosen)) else []).values()), None)
    context = {
        "page_title": "Put on the wait list",
        "form": form,
        "patient": row,
        "visit": visit,
        "typeahead_url": f"{reverse('patients:typeahead')}?q=",
    }
    status = 422 if form.errors else 200
    return show(
        request, "scheduling/waiting_new.html", context, patients=[row.id] if row else [], status=status
    )


def _choices(request: HttpRequest) -> dict[str, Any]:
    by = request.actor
    return {
        "units": departments_among(by.reach["organization.read"]),
        "providers": providers_of(organization_id=by.organization_id),
    }


@screen("waitlist.work")
def entry(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """One place on the list: what the patient wants, to be changed here, and every offer so far."""
    found = waiting_entry_for(request.actor, entry_id)
    initial = {
        "units": [str(each) for each in found.unit_ids],
        "providers": [str(each) for each in found.provider_ids],
        "weekdays": [str(each) for each in found.weekdays],
    } | {
        name: getattr(found, name)
        for name in (
            "urgency",
            "day_times",
            "earliest_on",
            "latest_on",
            "notice_hours",
            "channel",
            "note",
            "version",
        )
    }
    form = WishForm(request.POST or None, initial=initial, **_choices(request))
    if request.method == "POST" and form.is_valid():
        changed = attempt(
            form,
            change_waiting,
            entry_id=found.id,
            wishes=form.wishes(),
            expected_version=form.cleaned_data["version"],
            by=request.actor,
            at=now(),
        )
        if changed is not None:
            add_toast(request, "Saved. The next freed time is offered by these wishes.")
            return HttpResponseRedirect(reverse("scheduling:waiting"))
    context = {
        "page_title": f"{found.patient.spoken_name}: wait list",
        "entry": found,
        "form": form,
        "end": EndForm(),
        "waited": waited(found, now()),
        "place": place_of(found.unit),
        "zone": found.unit.zone,
        "offers": _offers(found),
    }
    status = 422 if form.errors else 200
    return show(
        request,
        "scheduling/waiting_entry.html",
        context,
        patients=[found.patient_id],
        subject=found.id,
        status=status,
    )


def _offers(found: WaitingEntry) -> Table:
    return Table(
        caption="Offers",
        caption_hidden=True,
        zone=found.unit.zone,
        columns=[
            Column(label="Time", value="opening.starts_at", kind="instant", heading=True),
            Column(label="With", value="opening.provider.display_name"),
            Column(label="Offered", value="made_at", kind="instant"),
            Column(label="Answer", value=lambda row: row.get_state_display(), keep=True),
        ],
        rows=offers_to(found.id),
        row_url=lambda row: reverse("scheduling:opening", args=[row.opening_id]),
        empty=EmptyState(
            title="Nothing offered yet", text="A freed time that fits is offered by itself.", icon="hourglass"
        ),  # fmt: skip
    )


@screen("waitlist.work")
@require_POST
def ending(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Take a patient off the list, saying why."""
    form = EndForm(request.POST)
    if not form.is_valid():
        add_toast(request, "Say why the patient comes off the list.", level="error")
        return HttpResponseRedirect(reverse("scheduling:waiting_entry", args=[entry_id]))
    end_waiting(entry_id=entry_id, reason=form.cleaned_data["reason"], by=request.actor, at=now())
    add_toast(request, "Taken off the list.", undo_url=reverse("scheduling:waiting_again", args=[entry_id]))
    return HttpResponseRedirect(reverse("scheduling:waiting"))


@screen("waitlist.work")
@require_POST
def undo(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Take back that a patient was put on the list."""
    end_waiting(entry_id=entry_id, reason="Put on the list by mistake", by=request.actor, at=now())
    add_toast(request, "Taken off the list.", level="info")
    return HttpResponseRedirect(reverse("scheduling:waiting"))


@screen("waitlist.work")
@require_POST
def again(request: HttpRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Put a patient back on the list, with the time waited."""
    try:
        wait_again(entry_id=entry_id, by=request.actor, at=now())
        add_toast(request, "Back on the list, with the time waited.", level="info")
    except NotFound:
        raise
    except Refused as refusal:
        add_toast(request, refusal.sentence, level="error")
    return HttpResponseRedirect(reverse("scheduling:waiting_entry", args=[entry_id]))
