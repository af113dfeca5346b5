"""Answering an offer of the wait list."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from wellrun.platform.clock import now
from wellrun.practice.intake.operations.offers import let_offer_pass, offer_of, take_offer
from wellrun.practice.intake.screens.entering import Guest, guest_page, guest_show, tried


@guest_page("offer")
def offer(request: HttpRequest, guest: Guest) -> HttpResponse:
    """The offered time, and yes or no. Whoever comes too late is told so and stays on the list."""
    found = offer_of(link=guest.link, at=now())
    words = guest.words
    act = request.POST.get("act") if request.method == "POST" else ""
    said = ""
    if act == "yes":
        _, refused = tried(take_offer, offer_id=found.offer.id, by=guest.actor, at=now())
        said = words["offer_gone"] if refused else words["offer_taken"]
    elif act == "no":
        _, refused = tried(let_offer_pass, offer_id=found.offer.id, by=guest.actor, at=now())
        said = words["offer_gone"] if refused else words["offer_declined"]
    elif not found.stands:
        said = words["offer_gone"]
    return guest_show(request, guest, "intake/public/offer.html", _context(guest, found) | {"said": said})


def _context(guest: Guest, found: Any) -> dict[str, str]:
    day, clock = guest.when(found.starts)
    _, until = guest.when(found.until)
    return {
        "text": guest.words["offer_text"].format(day=day, time=clock),
        "until": guest.words["offer_until"].format(time=until),
    }
