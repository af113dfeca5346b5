"""Sending a patient the link of a visit, and ending it."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import Refused, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.intake.operations.links import (
    PURPOSES,
    end_visit_links,
    send_booking_link,
    send_visit_link,
)
from wellrun.practice.intake.queries.links import links_of
from wellrun.practice.intake.queries.submissions import submissions_of
from wellrun.practice.intake.screens.entering import tried
from wellrun.practice.outreach.api import Channel, Link, Notice, reach_of
from wellrun.practice.scheduling.api import appointment_for

_SAYS = {"visit": "Visit and check-in", "forms": "Forms alone"}


@screen("appointments.book")
def visit_links(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """The links of a visit with their states; a POST sends a new one in their place."""
    visit = appointment_for(request.actor, appointment_id, "appointments.book")
    if request.method == "POST":
        wanted = request.POST.get("channel", "")
        made, refused = tried(
            send_visit_link,
            appointment_id=visit.id,
            purpose=request.POST.get("purpose", ""),
            channel=Channel(wanted) if wanted in Channel.values else None,
            by=request.actor,
            at=now(),
        )
        _tell(request, made, refused)
        return HttpResponseRedirect(reverse("intake:visit-links", args=[visit.id]))
    channel, address = reach_of(visit.patient)
    context = {
        "page_title": f"{visit.patient.spoken_name}: link",
        "visit": visit,
        "patient": visit.patient,
        "zone": visit.unit.zone,
        "links": links_of(visit.id, now()),
        "submissions": submissions_of(visit.id),
        "purposes": [(key, _SAYS[key]) for key in PURPOSES],
        "channels": Channel.choices,
        "usual": channel,
        "address": address,
    }
    return show(request, "intake/staff/links.html", context, patients=[visit.patient_id], subject=visit.id)


def _tell(request: HttpRequest, made: tuple[Link, Notice | None] | None, refused: Refused | None) -> None:
    if refused is not None or made is None:
        add_toast(request, refused.sentence if refused else "", level="error")
        return
    notice = made[1]
    way = Channel(notice.channel).label.lower() if notice else ""
    add_toast(
        request,
        "Nothing reaches this patient but a call: the link is on the call list."
        if way.endswith("call")
        else f"The link leaves by {way} in three minutes, in the patient's waking hours.",
    )


@screen("appointments.book")
@require_POST
def ending(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """End every link of a visit."""
    visit = appointment_for(request.actor, appointment_id, "appointments.book")
    ended = end_visit_links(appointment_id=visit.id, by=request.actor, at=now())
    add_toast(request, "The link is ended." if ended else "There was no link to end.", level="info")
    return HttpResponseRedirect(reverse("intake:visit-links", args=[visit.id]))


@screen("appointments.book")
@require_POST
def booking_link(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Let a patient book a visit by a link."""
    wanted = request.POST.get("unit", "")
    reach = request.actor.reach.get("appointments.book", frozenset())
    unit_id = next((each for each in reach if str(each) == wanted), None)
    if unit_id is not None:
        made, refused = tried(
            send_booking_link, patient_id=patient_id, unit_id=unit_id, by=request.actor, at=now()
        )
        _tell(request, made, refused)
    return HttpResponseRedirect(reverse("patients:patient", args=[patient_id]))
