"""Messages to and from hospitals: what waits for a person, and settling it."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, Refused, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.tables import Column, EmptyState, Table
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.organization.api import place_of
from wellrun.practice.procedures.models import AHEAD, Case, CaseMessage, MessageState
from wellrun.practice.procedures.operations.request_case import when_text
from wellrun.practice.procedures.operations.settle_message import apply_message, message_text, put_away
from wellrun.practice.procedures.operations.take_up import unmatched_messages
from wellrun.practice.procedures.rules.siu import EVENTS

MOST = 200


def _message_for(request: HttpRequest, message_id: uuid.UUID, capability: str) -> CaseMessage:
    rows = CaseMessage.objects.select_related("facility", "case__patient", "case__facility")
    found = rows.filter(id=message_id).first()
    if found is None or not request.actor.may(capability, found.unit_id):
        raise NotFound()
    return found


@screen("cases.read")
def messages(request: HttpRequest) -> HttpResponse:
    """The latest messages, those that wait for a person first when asked for."""
    rows = CaseMessage.objects.filter(unit_id__in=request.actor.reach["cases.read"])
    waiting = rows.filter(state__in=[MessageState.HELD, MessageState.REFUSED]).count()
    if request.GET.get("waiting"):
        rows = rows.filter(state__in=[MessageState.HELD, MessageState.REFUSED])
    found = list(rows.select_related("facility", "case__patient").order_by("-at", "-id")[:MOST])
    table = Table(
        caption="Messages",
        caption_hidden=True,
        columns=[
            Column(label="At", value="at", kind="instant"),
            Column(label="Hospital", value="facility.name", heading=True),
            Column(label="Way", value=lambda one: "Sent" if one.outgoing else "Received"),
            Column(label="Says", value=lambda one: EVENTS.get(one.event, one.event)),
            Column(label="Patient", value=lambda one: one.case.patient.name if one.case else "Not known"),
            Column(label="State", value=lambda one: one.get_state_display(), keep=True),
        ],
        rows=found,
        row_url=lambda one: reverse("procedures:message", args=[one.id]),
        row_tone=lambda one: "bad" if one.state in ("held", "refused") else "",
        zone=place_of(request.actor.organization_id).zone,
        empty=EmptyState(
            title="No messages",
            text="Messages to and from hospitals appear here once a hospital takes them.",
            icon="transfer",
        ),
    )
    context = {
        "page_title": "Hospital messages",
        "table": table,
        "waiting": waiting,
        "unmatched": unmatched_messages(request.actor.organization_id),
        "zone": place_of(request.actor.organization_id).zone,
        "may_manage": bool(request.actor.reach.get("blocks.manage")),
    }
    seen = [one.case.patient_id for one in found if one.case]
    return show(request, "procedures/messages.html", context, patients=seen)


@screen("cases.read")
def message(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """One message as it came, what became of it, and for one that waits the cases it could be for."""
    found = _message_for(request, message_id, "cases.read")
    held = found.state == MessageState.HELD
    return show(
        request,
        "procedures/message.html",
        {
            "page_title": "Hospital message",
            "message": found,
            "says": EVENTS.get(found.event, found.event),
            "zone": found.facility.zone,
            "lines": _lines(message_text(found)),
            "choices": _choices(request, found) if held else [],
            "may_settle": held and request.actor.may("cases.book", found.unit_id),
        },
        patients=[found.case.patient_id] if found.case else [],
        subject=found.id,
    )


def _lines(content: bytes) -> list[str]:
    text = content.decode("utf-8", errors="replace").replace("\r\n", "\r").replace("\n", "\r")
    return [line for line in text.split("\r") if line.strip()][:80]


def _choices(request: HttpRequest, found: CaseMessage) -> list[tuple[str, str]]:
    reach = request.actor.reach.get("cases.book", frozenset())
    rows = Case.objects.filter(facility=found.facility, unit_id__in=reach, state__in=AHEAD)
    cases: list[Any] = list(rows.select_related("patient", "facility").order_by("starts_at")[:100])
    return [(str(one.id), f"{one.patient.name}: {when_text(one)}") for one in cases]


@screen("cases.book")
@require_POST
def settlement(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """Apply a message that waits to the case that was chosen, or put it away with a reason."""
    found = _message_for(request, message_id, "cases.book")
    chosen, because = request.POST.get("case", ""), request.POST.get("because", "")
    try:
        with transaction.atomic():
            if chosen:
                case_id = uuid.UUID(chosen)
                apply_message(message_id=found.id, case_id=case_id, by=request.actor, at=now())
            else:
                put_away(message_id=found.id, because=because, by=request.actor, at=now())
    except ValueError:
        raise NotFound() from None
    except NotFound:
        raise
    except Refused as refused:
        add_toast(request, refused.sentence, level="error")
        return HttpResponseRedirect(reverse("procedures:message", args=[found.id]))
    add_toast(request, "Applied to the case." if chosen else "Put away.")
    return HttpResponseRedirect(reverse("procedures:messages"))
