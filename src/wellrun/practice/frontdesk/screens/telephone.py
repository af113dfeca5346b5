"""The telephone system on the page: who rings, taking a call, and the lines that are connected."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import Refused, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.frontdesk.operations.telephone import add_line, end_line, key_of, renew_key, take_call
from wellrun.practice.frontdesk.queries.telephone import callers_of, lines_of, ringing
from wellrun.practice.frontdesk.screens.telephone_forms import LineForm
from wellrun.practice.organization.api import units_by_id

LOOK_SECONDS = 3


@screen("calls.log", background=True)
def rings(request: HttpRequest) -> HttpResponse:
    """Who rings now, for the pages that ask every few seconds."""
    rows = ringing(by=request.actor, at=now())
    return show(request, "frontdesk/rings.html", {"rows": rows},
                patients=[each.id for row in rows for each in row.patients])  # fmt: skip


@screen("calls.log")
@require_POST
def take(request: HttpRequest, incoming_id: uuid.UUID) -> HttpResponse:
    """Take a call: the form of the log opens with what is known of the caller."""
    try:
        found = take_call(incoming_id=incoming_id, by=request.actor, at=now())
    except Refused as refusal:
        if refusal.status == 404:
            raise
        add_toast(request, refusal.sentence, level="error")
        return HttpResponseRedirect(reverse("frontdesk:calls"))
    patients = callers_of(found.caller_number, request.actor)
    chosen = request.POST.get("patient") or (str(patients[0].id) if len(patients) == 1 else "")
    query = {"incoming": found.id, "number": found.caller_number, "unit": found.unit_id, "patient": chosen}
    return HttpResponseRedirect(f"{reverse('frontdesk:calls')}?{urlencode(query)}")


@screen("telephony.manage")
def lines(request: HttpRequest) -> HttpResponse:
    """The connected lines, with the form to connect one more."""
    by = request.actor
    form = LineForm(request.POST or None, by=by)
    if request.method == "POST" and form.is_valid():
        unit_id = uuid.UUID(form.cleaned_data["unit_id"])
        made = attempt(form, add_line, unit=units_by_id([unit_id])[unit_id], name=form.cleaned_data["name"],
                       number=form.cleaned_data["number"], by=by, at=now())  # fmt: skip
        if made:
            add_toast(request, f"{made.name} is connected. Give its address and key to the telephone system.")
            return HttpResponseRedirect(reverse("frontdesk:telephone-lines"))
    drawn = [
        (
            line,
            request.build_absolute_uri(reverse("frontdesk:telephone-report", args=[line.id])),
            key_of(line),
        )
        for line in lines_of(by.organization_id)
    ]
    context = {"page_title": "Telephone lines", "form": form, "lines": drawn, "zone": by.zone}
    return show(request, "frontdesk/telephone_lines.html", context, status=422 if form.errors else 200)


@screen("telephony.manage")
@require_POST
def key(request: HttpRequest, line_id: uuid.UUID) -> HttpResponse:
    """Make a new key."""
    renew_key(line_id=line_id, by=request.actor, at=now())
    add_toast(request, "The line has a new key. Reports with the old one are refused from now on.")
    return HttpResponseRedirect(reverse("frontdesk:telephone-lines"))


@screen("telephony.manage")
@require_POST
def ending(request: HttpRequest, line_id: uuid.UUID) -> HttpResponse:
    """Disconnect a line."""
    end_line(line_id=line_id, by=request.actor, at=now())
    add_toast(request, "The line is disconnected. Calls on it are not reported any more.")
    return HttpResponseRedirect(reverse("frontdesk:telephone-lines"))
