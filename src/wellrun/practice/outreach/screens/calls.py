"""The call list: who to call, what to say, and what became of it in one key."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, Refused, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.outreach.models import CallOutcome
from wellrun.practice.outreach.operations.calls import record_call
from wellrun.practice.outreach.queries.log import call_rows, count_calls

#: The key that brings each outcome, and what its button says.
KEYS = (
    (CallOutcome.CONFIRMED, "c", "Confirmed", "check"),
    (CallOutcome.LEFT_MESSAGE, "m", "Left message", "message"),
    (CallOutcome.NO_ANSWER, "n", "No answer", "phone-off"),
    (CallOutcome.WANTS_CHANGE, "w", "Wants to move", "calendar-repeat"),
    (CallOutcome.WRONG_NUMBER, "x", "Wrong number", "ban"),
)
SHOWN = 100


@screen("outreach.read")
def calls(request: HttpRequest) -> HttpResponse:
    """Who is to be called now."""
    rows = call_rows(by=request.actor, at=now(), limit=SHOWN)
    context = {
        "page_title": "Call list",
        "rows": rows,
        "total": count_calls(by=request.actor, at=now()) if len(rows) == SHOWN else len(rows),
        "outcomes": KEYS,
        "zone": request.actor.zone,
    }
    return show(request, "outreach/calls.html", context, patients={row.patient_id for row in rows})


@screen("outreach.read")
@require_POST
def outcome(request: HttpRequest, notice_id: uuid.UUID) -> HttpResponse:
    """Write down what became of one call."""
    said = request.POST.get("outcome", "")
    if said not in CallOutcome.values:
        raise NotFound()
    try:
        row = record_call(notice_id=notice_id, outcome=CallOutcome(said), by=request.actor, at=now())
    except NotFound:
        raise
    except Refused as refused:
        add_toast(request, refused.sentence, level="error")
    else:
        add_toast(request, f"{row.patient.spoken_name}: {CallOutcome(said).label.lower()}.")
    return HttpResponseRedirect(reverse("outreach:calls"))
