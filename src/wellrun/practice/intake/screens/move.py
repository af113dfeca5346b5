"""Choosing another time for a visit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from wellrun.platform.clock import now
from wellrun.practice.intake.queries.online import may_take, online_times
from wellrun.practice.intake.screens.choosing import chosen, days_of, from_on
from wellrun.practice.intake.screens.entering import Guest, guest_page, guest_show, tried
from wellrun.practice.intake.screens.visit import MOVABLE
from wellrun.practice.scheduling.api import move_appointment


@guest_page("visit", proven=True)
def move(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Free times of the same kind of visit, with the same provider or anyone; a POST moves the visit there."""
    booked, fault = guest.booked, ""
    allowed = booked.visit_type.online and booked.state in MOVABLE and booked.starts_at > now()
    if request.method == "POST" and allowed:
        choice = chosen(request)
        if choice and may_take(booked.visit_type, choice[0], now()):
            _, refused = tried(
                move_appointment,
                appointment_id=booked.id,
                starts_at=choice[0],
                provider_id=choice[1],
                reason="By the patient, by link",
                by=guest.actor,
                at=now(),
            )
            if refused is None:
                return HttpResponseRedirect(f"{guest.url('')}?said=moved")
        fault = guest.words["time_gone"]
    elif request.method == "POST":
        fault = guest.words["move_by_phone"]
    anyone = request.GET.get("who") == "any"
    offers = []
    if allowed:
        offers = online_times(
            booked.visit_type,
            provider_id=None if anyone else booked.provider_id,
            from_on=from_on(request),
            by=guest.actor,
            at=now(),
        )
    days, later = days_of(offers, guest)
    day, clock = guest.when(booked.starts_at)
    context = {
        "when": guest.words["when"].format(day=day, time=clock),
        "allowed": allowed,
        "days": days,
        "later": later,
        "anyone": anyone,
        "same_provider": guest.words["same_provider"].format(provider=booked.provider.display_name),
        "fault": fault,
    }
    return guest_show(request, guest, "intake/public/move.html", context, status=409 if fault else 200)
