"""The first page of a link for a visit: confirm, decline, prove who it is, and what there is to do."""

from __future__ import annotations

import uuid
from datetime import UTC, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from icalendar import Calendar, Event

from wellrun.platform.audit.api import record_read
from wellrun.platform.clock import now
from wellrun.practice.intake.operations.prove import prove_birth
from wellrun.practice.intake.queries.check_in import opens_on
from wellrun.practice.intake.queries.submissions import sent_for
from wellrun.practice.intake.rules.words import day_in, words_of
from wellrun.practice.intake.screens.entering import (
    Guest,
    dead_page,
    guest_page,
    guest_show,
    note_proof,
    tried,
)
from wellrun.practice.intake.screens.fields import given_birth
from wellrun.practice.organization.api import local_day, place_of
from wellrun.practice.outreach.api import LinkDead
from wellrun.practice.scheduling.api import (
    Appointment,
    VisitState,
    advance_visit,
    cancel_appointment,
    cancel_reasons,
    policy_for,
)

MOVABLE = ("booked", "confirmed")
REASONS = ("work", "better", "sick", "travel", "other")
#: What the office asks for where nothing else is written: a day's notice.
NOTICE_HOURS = 24
#: What counts as the patient's own wish in every organization's list of reasons, unless it has another list.
ASKED = "patient-asked"


@guest_page("visit")
def visit(request: HttpRequest, guest: Guest) -> HttpResponse:
    """The visit: first name and time to anybody with the link, the rest to who has given the birth date."""
    if request.method == "POST":
        if request.POST.get("act") == "confirm":
            return _confirm(request, guest)
        return prove(request, guest, "intake/public/visit.html", _context(guest))
    said = guest.words["moved"] if request.GET.get("said") == "moved" else ""
    said = guest.words["booked"] if request.GET.get("said") == "booked" else said
    return guest_show(request, guest, "intake/public/visit.html", _context(guest) | {"said": said})


def prove(request: HttpRequest, guest: Guest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Take the birth date; the first page again, with what is wrong or with all of it."""
    born, fault = given_birth(request.POST), guest.words["prove_missing"]
    if born is not None:
        try:
            right = prove_birth(link=guest.link, patient=guest.patient, given=born, by=guest.actor, at=now())
        except LinkDead as dead:
            return dead_page(request, dead.link)
        if right:
            # Whoever may have planted the session before does not share in what it proves now.
            request.session.cycle_key()
            note_proof(request, guest.link.id, now())
            return HttpResponseRedirect(guest.url(""))
        guest.link.refresh_from_db()
        if guest.link.ended_at is not None:
            return dead_page(request, guest.link)
        fault = guest.words["prove_wrong"]
    return guest_show(request, guest, template, context | {"prove_fault": fault}, status=422)


def _context(guest: Guest) -> dict[str, Any]:
    booked = guest.booked
    day, clock = guest.when(booked.starts_at)
    today, opens = local_day(booked.unit_id, now()), opens_on(booked)
    movable = booked.state in MOVABLE and booked.starts_at > now()
    return {
        "visit": booked,
        "when": guest.words["when"].format(day=day, time=clock),
        "may_confirm": booked.state == VisitState.BOOKED and movable,
        "confirmed": booked.state == VisitState.CONFIRMED,
        "movable": movable,
        "may_check_in": booked.state in MOVABLE and today >= opens,
        "opens": guest.words["check_in_from"].format(day=day_in(guest.language, opens)),
        "sent": sent_for(booked.id) if guest.proven else None,
        "may_move": movable and booked.visit_type.online,
        "cancel_url": guest.url("-cancellation"),
        "move_url": guest.url("-move"),
        "calendar_url": guest.url("-calendar"),
        "check_in_url": guest.url("-check-in"),
    }


def _confirm(request: HttpRequest, guest: Guest) -> HttpResponse:
    booked = guest.booked
    if booked.state == VisitState.BOOKED:
        _, refused = tried(
            advance_visit, appointment_id=booked.id, to=VisitState.CONFIRMED, by=guest.actor, at=now()
        )
        if refused:
            return guest_show(
                request,
                guest,
                "intake/public/visit.html",
                _context(guest) | {"problem": guest.words["move_by_phone"]},
                status=409,
            )
    return HttpResponseRedirect(guest.url(""))


@guest_page("visit")
def cancellation(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Cancel the visit, saying why; afterwards the link is dead."""
    words, booked, fault = guest.words, guest.booked, ""
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        if booked.state not in MOVABLE:
            fault = words["move_by_phone"]
        elif reason in REASONS:
            # Staff read the reason in their own language.
            said = f"By the patient, by link: {_english(reason)}"
            _, refused = tried(
                cancel_appointment,
                appointment_id=booked.id,
                reason=said,
                code=_code(booked.organization_id),
                by=guest.actor,
                at=now(),
            )
            if refused is None:
                return guest_show(request, guest, "intake/public/cancelled.html", {})
            fault = words["move_by_phone"]
        else:
            fault = words["choose_reason"]
    day, clock = guest.when(booked.starts_at)
    context = {
        "when": words["when"].format(day=day, time=clock),
        "policy": words["cancel_policy"].format(hours=_notice_hours(booked)),
        "reasons": [(each, words[f"reason_{each}"]) for each in REASONS],
        "fault": fault,
    }
    return guest_show(request, guest, "intake/public/cancel.html", context, status=422 if fault else 200)


def _notice_hours(booked: Appointment) -> int:
    """How long before the department wants to know, at the least an hour so that the sentence says something."""
    policy = policy_for(booked.unit_id, booked.visit_type_id)
    return max(policy.notice_hours, 1) if policy else NOTICE_HOURS


def _code(organization_id: uuid.UUID) -> str:
    """The code under which a patient's own cancellation is counted; the first of the patient's reasons where the
    organization has another list, none where it has no such reason."""
    codes = [each.code for each in cancel_reasons(organization_id) if each.by_patient]
    return ASKED if ASKED in codes else next(iter(codes), "")


def _english(reason: str) -> str:
    return words_of("en")[f"reason_{reason}"]


@guest_page("visit", proven=True)
def calendar_file(request: HttpRequest, guest: Guest) -> HttpResponse:
    """The visit as an iCalendar file (RFC 5545): when and at which site, and nothing of what it is for."""
    booked, site = guest.booked, place_of(guest.booked.unit_id).site
    event = Event()
    event.add("uid", f"{booked.id}@wellrun")
    event.add("sequence", booked.version)
    event.add("dtstamp", now().astimezone(UTC))
    event.add("dtstart", booked.starts_at.astimezone(UTC))
    event.add("dtend", max(booked.ends_at, booked.starts_at + timedelta(minutes=5)).astimezone(UTC))
    event.add("summary", guest.words["calendar_summary"].format(site=site.unit.name if site else ""))
    if site:
        event.add("location", f"{site.street}, {site.city}, {site.state}")
    file = Calendar()
    file.add("prodid", "-//Wellrun//Visits//EN")
    file.add("version", "2.0")
    file.add_component(event)
    record_read("link", subject_type="intake/visit.ics", subject_id=booked.id, patients=[guest.patient.id])
    answer = HttpResponse(file.to_ical(), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="visit.ics"'
    return answer
