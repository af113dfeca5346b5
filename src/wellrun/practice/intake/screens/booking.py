"""Booking one visit by a link."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wellrun.platform.clock import now
from wellrun.practice.intake.operations.book import book_by_link
from wellrun.practice.intake.queries.online import online_times, online_types
from wellrun.practice.intake.screens.choosing import chosen, days_of, from_on
from wellrun.practice.intake.screens.entering import Guest, guest_page, guest_show, note_proof, tried
from wellrun.practice.intake.screens.visit import prove
from wellrun.practice.outreach.api import token_of
from wellrun.practice.scheduling.api import VisitType


@guest_page("booking")
def booking(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Choose what kind of visit and when; a POST books it and leads to the visit's own link."""
    if not guest.proven:
        if request.method == "POST":
            return prove(request, guest, "intake/public/booking.html", {})
        return guest_show(request, guest, "intake/public/booking.html", {})
    kinds = online_types(guest.link.unit_id, guest.patient, now())
    wanted = request.POST.get("type") or request.GET.get("type", "")
    kind = next((each for each in kinds if str(each.id) == wanted), kinds[0] if len(kinds) == 1 else None)
    fault = ""
    if request.method == "POST" and kind is not None:
        choice = chosen(request)
        made, refused = None, None
        if choice:
            made, refused = tried(
                book_by_link,
                link=guest.link,
                patient=guest.patient,
                visit_type=kind,
                starts_at=choice[0],
                provider_id=choice[1],
                by=guest.actor,
                at=now(),
            )
        if made is not None:
            note_proof(request, made.id, now())
            return HttpResponseRedirect(reverse("intake:visit", args=[token_of(made.id)]) + "?said=booked")
        fault = guest.words["time_gone"]
    return guest_show(
        request,
        guest,
        "intake/public/booking.html",
        _choices(request, guest, kinds, kind) | {"fault": fault},
        status=409 if fault else 200,
    )


def _choices(
    request: HttpRequest, guest: Guest, kinds: list[VisitType], kind: VisitType | None
) -> dict[str, Any]:
    offers = online_times(kind, from_on=from_on(request), by=guest.actor, at=now()) if kind else []
    days, later = days_of(offers, guest)
    return {"kinds": kinds, "kind": kind, "days": days, "later": later}
