"""The kiosk: one address, at which the server draws whatever step whoever stands there has come to.

Since the address never changes and no answer may be kept, the browser's back button finds the welcome page and
nothing else.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wellrun.platform.access.api import Actor, by_link, show
from wellrun.platform.clock import now
from wellrun.platform.money import format_cents
from wellrun.practice.billing.api import expected_copay_cents
from wellrun.practice.intake.models import Kiosk, Submission
from wellrun.practice.intake.operations import kiosk as serving
from wellrun.practice.intake.operations.submit import save_step, send_submission
from wellrun.practice.intake.queries.check_in import Step, steps_of
from wellrun.practice.intake.queries.submissions import sent_for
from wellrun.practice.intake.rules.words import LANGUAGES, words_of
from wellrun.practice.intake.screens.answering import read_step, step_context
from wellrun.practice.intake.screens.entering import page_words
from wellrun.practice.intake.screens.fields import given_birth
from wellrun.practice.organization.api import Unit, departments_among, place_of, units_under
from wellrun.practice.scheduling.api import Appointment, appointment

COOKIE = "wellrun-kiosk"
SECONDS = 60
_PAY, _DONE, _WALK_IN = "pay", "done", "walk-in"


@by_link
def kiosk(request: HttpRequest) -> HttpResponse:
    """Whatever step the kiosk has come to; a POST takes the next one."""
    here, actor = serving.enter_kiosk(
        token=request.COOKIES.get(COOKIE, ""), request_id=request.request_id, at=now()
    )
    request.actor = actor
    if request.method != "POST":
        idle = not here.submission_id
        answer = _page(request, here, actor)
        return _clean(answer) if idle else answer
    act = request.POST.get("act", "")
    if act == "leave":
        serving.leave(kiosk=here, by=actor, at=now())
    elif act in LANGUAGES:
        serving.choose_language(kiosk=here, language=act)
    elif act == "walk in" and not here.submission_id:
        token = serving.ask_to_be_seen(kiosk=here, unit_id=_department(request), by=actor, at=now())
        serving.touch(kiosk=here, step=f"{_WALK_IN}:{token}", at=now())
    elif act == "stay" and here.submission_id:
        serving.touch(kiosk=here, step=here.step, at=now())
    elif act == "find" and not here.submission_id:
        return _find(request, here, actor) or _again()
    elif act == "step" and here.submission_id:
        return _answer(request, here, actor) or _again()
    return _again()


def _again() -> HttpResponse:
    return HttpResponseRedirect(reverse("intake:kiosk"), status=303)


def _clean(answer: HttpResponse) -> HttpResponse:
    """Let the browser keep nothing of an answer."""
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _page(request: HttpRequest, here: Kiosk, actor: Actor) -> HttpResponse:
    served = _served(here)
    if served is None:
        if here.step == _DONE or here.step.startswith(_WALK_IN):
            return _said(request, here, actor)
        return _draw(request, here, "kiosk_find.html", {})
    draft, visit = served
    steps = _steps(here, visit, draft)
    step = next((each for each in steps if each.key == here.step), None)
    if step is None:
        return _draw(request, here, "kiosk_pay.html", {"copay": _copay(here, visit)}, visit)
    context = step_context(step, draft.draft.get(step.key), {}, draft, visit.patient, here.language)
    return _draw(request, here, "kiosk_step.html", context | _position(here, steps, step), visit)


def _served(here: Kiosk) -> tuple[Submission, Appointment] | None:
    draft = Submission.objects.filter(id=here.submission_id).first() if here.submission_id else None
    visit = appointment(draft.appointment_id) if draft else None
    return (draft, visit) if draft and visit else None


def _steps(here: Kiosk, visit: Appointment, draft: Submission) -> list[Step]:
    """Details unless they were checked online; never the insurance card, whose picture a telephone takes."""
    asked = sent_for(visit.id) is None
    return steps_of(
        visit, visit.patient, draft, language=here.language, details=asked, insurance=False, at=now()
    )


def _position(here: Kiosk, steps: list[Step], step: Step) -> dict[str, str]:
    words = words_of(here.language)
    return {"position": words["page_of"].format(number=steps.index(step) + 1, total=len(steps) + 1)}


def _copay(here: Kiosk, visit: Appointment) -> str:
    words, cents = words_of(here.language), expected_copay_cents(visit)
    return words["kiosk_copay"].format(amount=format_cents(cents)) if cents else words["kiosk_no_copay"]


def _find(request: HttpRequest, here: Kiosk, actor: Actor) -> HttpResponse | None:
    words, born = words_of(here.language), given_birth(request.POST)
    typed = {"family": request.POST.get("family", "")[:60], "asks_phone": False}
    if born is None or not typed["family"].strip():
        return _draw(request, here, "kiosk_find.html", typed | {"fault": words["prove_missing"]}, status=422)
    try:
        visit, asks_phone = serving.find_yourself(
            kiosk=here,
            family_name=str(typed["family"]),
            birth_on=born,
            phone_last=request.POST.get("phone", "").strip(),
            by=actor,
            at=now(),
        )
    except serving.KioskPaused as paused:
        return _draw(request, here, "kiosk_find.html", {"fault": words["kiosk_wait"]}, status=paused.status)
    if visit is None:
        fault = words["kiosk_phone_why"] if asks_phone else words["kiosk_none"]
        kept = typed | {"asks_phone": True, "born": born} if asks_phone else {}
        return _draw(request, here, "kiosk_find.html", kept | {"fault": fault}, status=422)
    draft = serving.serve(kiosk=here, visit=visit, step="", by=actor, at=now())
    steps = _steps(here, visit, draft)
    serving.touch(kiosk=here, step=steps[0].key if steps else _PAY, at=now())
    return None


def _answer(request: HttpRequest, here: Kiosk, actor: Actor) -> HttpResponse | None:
    """Take one step's answers; the refused step again, or None for what comes next."""
    served = _served(here)
    if served is None:
        serving.leave(kiosk=here, by=actor, at=now())
        return None
    draft, visit = served
    # A page that was drawn for another step, or for another patient, changes nothing.
    if request.POST.get("step") != here.step or request.POST.get("draft") != str(draft.id):
        return None
    steps = _steps(here, visit, draft)
    step = next((each for each in steps if each.key == here.step), None)
    if step is None:
        send_submission(submission_id=draft.id, visit=visit, here=True, by=actor, at=now())
        language = here.language
        serving.leave(kiosk=here, by=actor, at=now())
        serving.choose_language(kiosk=here, language=language)
        serving.touch(kiosk=here, step=_DONE, at=now())
        return None
    values, faults = read_step(step, request.POST, here.language)
    if faults:
        serving.touch(kiosk=here, step=here.step, at=now())
        context = step_context(step, values, faults, draft, visit.patient, here.language)
        return _draw(
            request, here, "kiosk_step.html", context | _position(here, steps, step), visit, status=422
        )
    save_step(submission_id=draft.id, step=step.key, values=values, by=actor, at=now())
    number = steps.index(step) + 1
    serving.touch(kiosk=here, step=steps[number].key if number < len(steps) else _PAY, at=now())
    return None


def _said(request: HttpRequest, here: Kiosk, actor: Actor) -> HttpResponse:
    """The last page, once: whatever comes after it is the welcome of the next patient."""
    words = words_of(here.language)
    said = (
        {"said": words["kiosk_done"], "more": words["kiosk_done_more"]}
        if here.step == _DONE
        else _waits(here, words)
    )
    answer = _draw(request, here, "kiosk_done.html", said)
    serving.leave(kiosk=here, by=actor, at=now())
    return answer


def _waits(here: Kiosk, words: Mapping[str, str]) -> dict[str, str]:
    token = here.step.partition(":")[2]
    if not token:
        return {"said": words["kiosk_walk_in_done"], "more": ""}
    return {"said": words["kiosk_token"].format(token=token), "more": words["kiosk_walk_in_done"]}


def _departments(here: Kiosk, template: str) -> list[Unit]:
    """Where somebody without a visit may want to go; asked on the welcome page alone, and only where there is a
    choice."""
    found = departments_among(units_under(here.unit_id)) if template == "kiosk_find.html" else []
    return found if len(found) > 1 else []


def _department(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("unit", ""))
    except ValueError:
        return None


def _draw(
    request: HttpRequest,
    here: Kiosk,
    template: str,
    context: Mapping[str, Any],
    visit: Appointment | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    words = words_of(here.language)
    whole = page_words(request, here.language, place_of(here.unit_id).site) | {
        "kiosk": here,
        "seconds": SECONDS,
        "countdown": words["kiosk_seconds"].format(seconds=SECONDS),
        "idle": not here.submission_id,
        "departments": _departments(here, template),
        "visit": visit,
        "name": (visit.patient.preferred_name or visit.patient.given_name) if visit else "",
        **context,
    }
    patients = [visit.patient_id] if visit else []
    return show(
        request, f"intake/public/{template}", whole, patients=patients, subject=here.id, status=status
    )
