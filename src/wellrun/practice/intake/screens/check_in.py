"""Checking in online, step by step; and the forms alone, by a link for forms."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from wellrun.platform.clock import now
from wellrun.practice.intake.models import Origin, Submission
from wellrun.practice.intake.operations.submit import (
    draft_of,
    keep_picture,
    open_submission,
    save_step,
    say_here,
    send_submission,
)
from wellrun.practice.intake.queries.check_in import DETAILS, INSURANCE, Step, opens_on, steps_of
from wellrun.practice.intake.queries.submissions import sent_for
from wellrun.practice.intake.rules.pictures import PictureRefused
from wellrun.practice.intake.rules.questions import keepable, read_questions
from wellrun.practice.intake.screens.answering import read_step, step_context
from wellrun.practice.intake.screens.entering import Guest, guest_page, guest_show, tried
from wellrun.practice.intake.screens.visit import MOVABLE, prove
from wellrun.practice.organization.api import local_day
from wellrun.practice.outreach.api import end_link


def _steps(guest: Guest, draft: Submission | None) -> list[Step]:
    whole = guest.link.purpose == "visit"
    return steps_of(
        guest.booked, guest.patient, draft, language=guest.language, details=whole, insurance=whole, at=now()
    )


def _overview(request: HttpRequest, guest: Guest, *, fault: str = "", status: int = 200) -> HttpResponse:
    draft = draft_of(guest.booked, Origin.LINK)
    whole = guest.link.purpose == "visit"
    sent = sent_for(guest.booked.id) if whole else None
    steps = [] if sent else _steps(guest, draft)
    is_today = local_day(guest.booked.unit_id, now()) == local_day(
        guest.booked.unit_id, guest.booked.starts_at
    )
    context = {
        "title": guest.words["check_in_title" if whole else "forms_title"],
        "steps": [(each, guest.url("-step", each.key.replace(":", "-"))) for each in steps],
        "ready": bool(steps) and all(each.done for each in steps),
        "sent": sent,
        "may_say_here": whole and sent is not None and is_today and guest.booked.state in MOVABLE,
        "here_at": sent.here_at if sent else None,
        "whole": whole,
        "fault": fault,
        "overview_url": guest.url("-check-in") if whole else guest.url(""),
    }
    return guest_show(request, guest, "intake/public/check_in.html", context, status=status)


@guest_page("visit", proven=True)
def check_in(request: HttpRequest, guest: Guest) -> HttpResponse:
    """What is to do and what is done; a POST sends all of it, or says that the patient is here."""
    booked = guest.booked
    if booked.state not in MOVABLE or local_day(booked.unit_id, now()) < opens_on(booked):
        return HttpResponseRedirect(guest.url(""))
    if request.method != "POST":
        return _overview(request, guest)
    sent = sent_for(booked.id)
    if request.POST.get("act") == "here" and sent is not None:
        _, refused = tried(say_here, submission=sent, visit=booked, by=guest.actor, at=now())
        if refused:
            return _overview(request, guest, fault=guest.words["here_only_today"], status=409)
        return HttpResponseRedirect(guest.url("-check-in"))
    if sent is None:
        draft = draft_of(booked, Origin.LINK)
        if draft is None or not all(each.done for each in _steps(guest, draft)):
            return _overview(request, guest, fault=guest.words["send_first"], status=422)
        send_submission(submission_id=draft.id, visit=booked, by=guest.actor, at=now())
    return HttpResponseRedirect(guest.url("-check-in"))


@guest_page("forms")
def forms(request: HttpRequest, guest: Guest) -> HttpResponse:
    """The forms of a visit; when they are sent the link is used up."""
    template = "intake/public/forms.html"
    if not guest.proven:
        if request.method == "POST":
            return prove(request, guest, template, {})
        return guest_show(request, guest, template, {})
    if request.method != "POST":
        return _overview(request, guest)
    draft = draft_of(guest.booked, Origin.LINK)
    if draft is None or not all(each.done for each in _steps(guest, draft)):
        return _overview(request, guest, fault=guest.words["send_first"], status=422)
    send_submission(submission_id=draft.id, visit=guest.booked, by=guest.actor, at=now())
    end_link(link=guest.link, at=now())
    return guest_show(request, guest, "intake/public/sent.html", {})


@guest_page("visit", proven=True)
def visit_step(request: HttpRequest, guest: Guest, step: str) -> HttpResponse:
    """One step of a check-in."""
    if local_day(guest.booked.unit_id, now()) < opens_on(guest.booked):
        return HttpResponseRedirect(guest.url(""))
    return _step(request, guest, step)


@guest_page("forms", proven=True)
def forms_step(request: HttpRequest, guest: Guest, step: str) -> HttpResponse:
    """One form."""
    return _step(request, guest, step)


def _step(request: HttpRequest, guest: Guest, name: str) -> HttpResponse:
    overview = guest.url("-check-in") if guest.link.purpose == "visit" else guest.url("")
    if guest.booked.state not in MOVABLE or (guest.link.purpose == "visit" and sent_for(guest.booked.id)):
        return HttpResponseRedirect(overview)
    draft = open_submission(
        visit=guest.booked,
        patient=guest.patient,
        origin=Origin.LINK,
        language=guest.language,
        by=guest.actor,
        at=now(),
    )
    steps = _steps(guest, draft)
    step = next((each for each in steps if each.key.replace(":", "-") == name), None)
    if step is None:
        return HttpResponseRedirect(overview)
    number = steps.index(step)
    following = steps[number + 1] if number + 1 < len(steps) else None
    onward = guest.url("-step", following.key.replace(":", "-")) if following else overview
    values, faults = draft.draft.get(step.key), {}
    if request.method == "POST":
        values, faults = read_step(step, request.POST, guest.language)
        if step.key == INSURANCE:
            faults |= _pictures(request, guest, draft)
        # What was typed stays, finished or not: the page may be closed at any time.
        if not (faults and step.key in (DETAILS, INSURANCE)):
            kept = _kept(step, values)
            save_step(submission_id=draft.id, step=step.key, values=kept, by=guest.actor, at=now())
        if not faults:
            return HttpResponseRedirect(onward)
        draft.refresh_from_db()
    context: dict[str, Any] = step_context(step, values, faults, draft, guest.patient, guest.language)
    context |= {
        "overview_url": overview,
        "position": guest.words["page_of"].format(number=number + 1, total=len(steps)),
        "pictures": step.key == INSURANCE,
    }
    return guest_show(request, guest, "intake/public/step.html", context, status=422 if faults else 200)


def _kept(step: Step, values: dict[str, Any]) -> dict[str, Any]:
    """What is kept of a step, finished or not."""
    if step.form is None:
        return values
    return values | {"answers": keepable(read_questions(step.form.questions), values["answers"])}


def _pictures(request: HttpRequest, guest: Guest, draft: Submission) -> dict[str, str]:
    """Keep the pictures that were taken; a sentence for each that is none."""
    faults: dict[str, str] = {}
    for side in ("front", "back"):
        upload = request.FILES.get(side)
        if upload is None:
            continue
        try:
            keep_picture(submission_id=draft.id, side=side, content=upload.read(), by=guest.actor, at=now())
        except PictureRefused as refused:
            faults[side] = guest.words[str(refused)]
    return faults
