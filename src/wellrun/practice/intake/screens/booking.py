"""Booking one visit by a link."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wellrun.platform.clock import now
from wellrun.practice.intake.operations.book import book_by_link, give_back, hold_by_link, kept_for
from wellrun.practice.intake.queries.online import online_times, online_types
from wellrun.practice.intake.screens.choosing import chosen, days_of, from_on, value_of
from wellrun.practice.intake.screens.entering import Guest, guest_page, guest_show, note_proof, tried
from wellrun.practice.intake.screens.visit import prove
from wellrun.practice.outreach.api import token_of
from wellrun.practice.scheduling.api import Hold, VisitType


@guest_page("booking")
def booking(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Choose what kind of visit and when; the chosen time is kept while the patient looks
    at it once more; booking it leads to the visit's own link."""
    if not guest.proven:
        if request.method == "POST":
            return prove(request, guest, "intake/public/booking.html", {})
        return guest_show(request, guest, "intake/public/booking.html", {})
    kinds = online_types(guest.link.unit_id, guest.patient, now())
    wanted = request.POST.get("type") or request.GET.get("type", "")
    kind = next((each for each in kinds if str(each.id) == wanted), kinds[0] if len(kinds) == 1 else None)
    fault = ""
    if request.method == "POST" and kind is not None:
        answer = _act(request, guest, kind)
        if answer is not None:
            return answer
        fault = guest.words["time_gone"]
    kept = _kept(request, guest) if request.method != "POST" else None
    return guest_show(
        request,
        guest,
        "intake/public/booking.html",
        _held(guest, kept) if kept else _choices(request, guest, kinds, kind) | {"fault": fault},
        status=409 if fault else 200,
    )


def _act(request: HttpRequest, guest: Guest, kind: VisitType) -> HttpResponse | None:
    """Keep the chosen time, book the one that is kept, or give it back; None for a time that cannot be had."""
    act = request.POST.get("act", "")
    if act == "other":
        give_back(patient=guest.patient, by=guest.actor, at=now())
        return HttpResponseRedirect(f"{guest.url('')}?type={kind.id}")
    choice = chosen(request)
    if choice is None:
        return None
    asked: dict[str, Any] = {
        "link": guest.link,
        "patient": guest.patient,
        "visit_type": kind,
        "starts_at": choice[0],
        "provider_id": choice[1],
        "by": guest.actor,
        "at": now(),
    }
    if act == "book":
        kept = _kept(request, guest)
        made, _ = tried(book_by_link, hold_id=kept.id if kept else None, **asked)
        if made is None:
            return None
        note_proof(request, made.id, now())
        return HttpResponseRedirect(reverse("intake:visit", args=[token_of(made.id)]) + "?said=booked")
    hold, _ = tried(hold_by_link, **asked)
    return HttpResponseRedirect(f"{guest.url('')}?type={kind.id}&hold={hold.id}") if hold else None


def _kept(request: HttpRequest, guest: Guest) -> Hold | None:
    try:
        hold_id = uuid.UUID(request.POST.get("hold") or request.GET.get("hold", ""))
    except ValueError:
        return None
    return kept_for(hold_id, guest.patient, now())


def _held(guest: Guest, kept: Hold) -> dict[str, Any]:
    day, clock = guest.when(kept.starts_at)
    _, until = guest.when(kept.expires_at)
    return {
        "kinds": [kept.visit_type],
        "kind": kept.visit_type,
        "kept": kept,
        "value": value_of(kept.starts_at, kept.provider_id),
        "when": guest.words["when"].format(day=day, time=clock),
        "until": guest.words["book_kept"].format(time=until),
    }


def _choices(
    request: HttpRequest, guest: Guest, kinds: list[VisitType], kind: VisitType | None
) -> dict[str, Any]:
    offers = online_times(kind, from_on=from_on(request), by=guest.actor, at=now()) if kind else []
    days, later = days_of(offers, guest)
    return {"kinds": kinds, "kind": kind, "days": days, "later": later}
