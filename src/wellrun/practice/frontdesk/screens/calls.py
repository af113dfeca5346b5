"""The telephone log: a call is written down while it is going on; a call-back is a task until it is made."""

from __future__ import annotations

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import Actor, attempt, screen, show
from wellrun.platform.clock import asked_day, now
from wellrun.platform.ui.formatting import format_day, format_phone
from wellrun.platform.ui.navigation import NavItem
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.frontdesk.models import Disposition
from wellrun.practice.frontdesk.operations.calls import (
    hand_on_call,
    log_call,
    return_call,
    undo_return,
    withdraw_call,
)
from wellrun.practice.frontdesk.operations.telephone import note_logged
from wellrun.practice.frontdesk.queries.calls import CallRow, call_for, calls_to_return, count_calls
from wellrun.practice.frontdesk.queries.calls import calls as read_calls
from wellrun.practice.frontdesk.queries.telephone import Abandonment, abandonment, incoming_call
from wellrun.practice.frontdesk.screens.forms import CallForm, ReturnForm
from wellrun.practice.organization.api import units_by_id, units_under, zone_of
from wellrun.practice.patients.api import patient_rows, search_patients
from wellrun.practice.scheduling.api import day_bounds

#: Calls on one page of the log.
PAGE = 50


def _patients(rows: list[CallRow]) -> list[uuid.UUID]:
    return [row.call.patient_id for row in rows if row.call.patient_id]


@screen("calls.log")
def calls(request: HttpRequest) -> HttpResponse:
    """Show the log with the form to write down a call; a POST writes it."""
    form = CallForm(request.POST or None, by=request.actor, initial=_asked(request))
    if request.method == "POST" and form.is_valid() and (answer := _log(request, form)):
        return answer
    return _page(request, form)


def _asked(request: HttpRequest) -> dict[str, object]:
    """What the address knows of the caller: the patient, and the call that was taken from the telephone system."""
    asked: dict[str, object] = {}
    for name, field in (("patient", "patient_id"), ("incoming", "incoming"), ("unit", "unit_id")):
        try:
            asked[field] = uuid.UUID(request.GET.get(name, ""))
        except ValueError:
            continue
    taken = incoming_call(asked["incoming"], request.actor) if "incoming" in asked else None
    if taken is not None:
        asked |= {"caller_number": format_phone(taken.caller_number), "disposition": Disposition.ANSWERED}
    return asked


def _log(request: HttpRequest, form: CallForm) -> HttpResponse | None:
    at = now()
    unit_id = uuid.UUID(form.cleaned_data["unit_id"])
    details = form.details(at=at, zone=zone_of(unit_id))
    call = attempt(form, log_call, unit_id=unit_id, details=details, by=request.actor, at=at)
    if not call:
        return None
    incoming = form.cleaned_data["incoming"]
    if incoming is not None:
        note_logged(incoming_id=incoming, call_id=call.id, by=request.actor, at=at)
    if "task" in request.POST:
        hand_on_call(call_id=call.id, by=request.actor, at=at)
    text = "Call logged; the call-back is on the worklist." if call.call_back_due_at else "Call logged."
    add_toast(request, text, undo_url=reverse("frontdesk:call-withdrawal", args=[call.id]))
    if "book" in request.POST and call.patient_id:
        return HttpResponseRedirect(f"{reverse('scheduling:find')}?patient={call.patient_id}")
    if "message" in request.POST:
        return HttpResponseRedirect(f"{reverse('conversations:new')}?call={call.id}")
    return HttpResponseRedirect(reverse("frontdesk:calls"))


def _page(request: HttpRequest, form: CallForm) -> HttpResponse:
    by, at = request.actor, now()
    waiting = request.GET.get("waiting") == "yes"
    day, said = _day(request)
    page = Paginator(range(count_calls(by=by, waiting=waiting, day=day)), PAGE).get_page(
        request.GET.get("page")
    )
    rows = read_calls(by=by, at=at, waiting=waiting, day=day, limit=PAGE, offset=(page.number - 1) * PAGE)
    chosen = form.data.get("patient_id") if form.is_bound else form.initial.get("patient_id")
    known = _known(chosen)
    to_return, late = calls_to_return(by=by, at=at)
    context = {
        "page_title": "Calls",
        "form": form,
        "rows": rows,
        "page": page,
        "found": known,
        "chosen": str(chosen or ""),
        "waiting": waiting,
        "said": said,
        "views": [
            NavItem(label="Latest", url="?", current=not (waiting or day)),
            NavItem(label="To return", url="?waiting=yes", current=waiting, count=to_return,
                    count_tone="bad" if late else "warn"),
        ],
        "zone": by.zone,
        "abandonment": _abandoned_today(by, at),
    }  # fmt: skip
    patients = _patients(rows) + [row.id for row in known]
    return show(
        request, "frontdesk/calls.html", context, patients=patients, status=422 if form.errors else 200
    )


def _abandoned_today(by: Actor, at: datetime) -> Abandonment:
    starts_at, ends_at = day_bounds(at.astimezone(ZoneInfo(by.zone)).date(), by.zone)
    return abandonment(by=by, starts_at=starts_at, ends_at=ends_at)


def _day(request: HttpRequest) -> tuple[tuple[list[uuid.UUID], datetime, datetime] | None, str]:
    """The day of a site that the address asks for (`?site=…&on=…`), and how the page says it."""
    on = asked_day(request.GET.get("on"))
    try:
        site_id = uuid.UUID(request.GET.get("site", ""))
    except ValueError:
        return None, ""
    site = units_by_id([site_id]).get(site_id)
    if site is None or on is None:
        return None, ""
    return (units_under(site_id), *day_bounds(on, site.zone)), f"Calls at {site.name} on {format_day(on)}"


def _known(chosen: object) -> list[object]:
    try:
        return list(patient_rows([uuid.UUID(str(chosen))]).values()) if chosen else []
    except ValueError:
        return []


@screen("calls.log")
def callers(request: HttpRequest) -> HttpResponse:
    """The patients whom a number, or else a name, may belong to: a part of the form, asked for while typing."""
    number = request.GET.get("caller_number", "").strip()
    text = number if len(number) > 3 else request.GET.get("caller_name", "").strip()
    found = search_patients(text=text, by=request.actor, limit=5) if len(text) > 2 else []
    chosen = str(found[0].id) if len(found) == 1 else ""
    return show(request, "frontdesk/callers.html", {"found": found, "chosen": chosen, "asked": bool(text)},
                patients=[row.id for row in found])  # fmt: skip


@screen("calls.log")
def call(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """Show one call, and take the outcome of calling back."""
    row = call_for(call_id, by=request.actor, at=now())
    return _call_page(request, row, ReturnForm())


def _call_page(request: HttpRequest, row: CallRow, form: ReturnForm) -> HttpResponse:
    context = {"page_title": row.who, "row": row, "form": form, "zone": zone_of(row.call.unit_id)}
    return show(request, "frontdesk/call.html", context, patients=_patients([row]), subject=row.call.id,
                status=422 if form.errors else 200)  # fmt: skip


@screen("calls.log")
@require_POST
def returned(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """Say that the call was returned."""
    row = call_for(call_id, by=request.actor, at=now())
    form = ReturnForm(request.POST)
    made = form.is_valid() and attempt(
        form, return_call, call_id=call_id, outcome=form.cleaned_data["outcome"], by=request.actor, at=now()
    )
    if not made:
        return _call_page(request, row, form)
    add_toast(
        request, f"{row.who} was called back.", undo_url=reverse("frontdesk:call-return-undo", args=[call_id])
    )
    return HttpResponseRedirect(reverse("frontdesk:calls"))


@screen("calls.log")
@require_POST
def undo_returned(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """The call is to be returned after all."""
    undo_return(call_id=call_id, by=request.actor, at=now())
    add_toast(request, "The call is to be returned again.", level="info")
    return HttpResponseRedirect(reverse("frontdesk:call", args=[call_id]))


@screen("calls.log")
@require_POST
def withdrawal(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """Take a call back out of the log."""
    withdraw_call(call_id=call_id, by=request.actor, at=now())
    add_toast(request, "The call was taken out of the log.", level="info")
    return HttpResponseRedirect(reverse("frontdesk:calls"))
