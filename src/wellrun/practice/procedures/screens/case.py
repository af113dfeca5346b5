"""One case on one page: the sheet, the checklist, messages, visits, and what happened."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, Refused, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.formatting import in_zone
from wellrun.platform.ui.tables import TimelineEntry
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.procedures.models import AHEAD, Case, CaseMessage, ItemState, ReadinessItem
from wellrun.practice.procedures.operations import advance_case
from wellrun.practice.procedures.operations.book_visits import visits_of
from wellrun.practice.procedures.operations.bring_visits import is_before, visits_ahead
from wellrun.practice.procedures.operations.hold_surgeon import SurgeonBusy
from wellrun.practice.procedures.operations.request_case import move_case, when_text
from wellrun.practice.procedures.operations.restore_case import restore_case
from wellrun.practice.procedures.queries.cases import case_for, gate_of, items_of, score, steps_of
from wellrun.practice.procedures.queries.conflicts import patient_elsewhere
from wellrun.practice.procedures.queries.printing.packet import evidence_text, sheet_of
from wellrun.practice.procedures.rules.siu import EVENTS
from wellrun.practice.procedures.screens.forms import ConfirmForm, MoveCaseForm, ReasonForm
from wellrun.practice.scheduling.api import instant_of

#: What is pressed to send a request, by how the facility takes it.
SEND_LABELS = {
    "hl7": "Send to the hospital",
    "packet": "The packet was sent",
    "phone": "Requested by telephone",
}


@screen("cases.read")
def case(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """The page of a case."""
    return shown(request, case_for(request.actor, case_id))


def shown(request: HttpRequest, found: Case, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of a case, with a refused form or the conflicts of a time where `more` has them."""
    by, at = request.actor, now()
    items = items_of(found.id)
    may_book = by.may("cases.book", found.unit_id)
    version = {"version": found.version}
    wall = in_zone(found.starts_at, found.facility.zone) if found.starts_at else None
    elsewhere = patient_elsewhere(found) if found.state in AHEAD else []
    conflicts = more.get("conflicts", [])
    context = {
        "page_title": f"Case of {found.patient.spoken_name}",
        "case": found,
        "patient": found.patient,
        "when": when_text(found),
        "zone": found.facility.zone,
        "procedures": list(found.procedures.order_by("position")),
        "implants": list(found.implants.order_by("position")),
        "items": items,
        "lines": [(item, evidence_text(item), _is_late(item, found, at)) for item in items],
        "standing": standing(found),
        "send_label": SEND_LABELS[found.facility.confirms_by],
        "sheet": [(name, said) for name, said in sheet_of(found) if said],
        "ready_text": f"{score(items)} % ready",
        "score": score(items),
        "gate": gate_of(found, items, at),
        "blocking": [item.name for item in items if item.blocks and item.state == ItemState.OPEN],
        "messages": [(one, EVENTS.get(one.event, one.event)) for one in _messages(found)],
        "visits": [(visit, _trouble(found, visit)) for visit in visits_of(found)],
        "visits_ahead": visits_ahead(found, at=at) if found.state in AHEAD else [],
        "elsewhere": elsewhere,
        "history": [_entry(step) for step in steps_of(found.id)],
        "may_book": may_book,
        "ahead": found.state in AHEAD,
        "may_finish": may_book and found.state in ("sent", "confirmed", "ready") and wall is not None
        and wall.date() <= in_zone(at, found.facility.zone).date(),
        "move": MoveCaseForm(initial=version | ({"on": wall.date(), "at": wall.time()} if wall else {})),
        "confirm": ConfirmForm(initial=version | {"hospital_number": found.hospital_number}),
        "cancel": ReasonForm(initial=version, auto_id="cancel_%s"),
        "postpone": ReasonForm(initial=version, auto_id="postpone_%s"),
        "refused": None,
    } | more  # fmt: skip
    seen = [found.patient_id, *(one.patient_id for one in conflicts if one.patient_id)]
    return show(request, "procedures/case.html", context, patients=seen, subject=found.id, status=status)


def standing(found: Case) -> list[tuple[str, str]]:
    """Where a case stands, in lines."""
    rows = [
        ("When", when_text(found)),
        ("Where", found.facility.name),
        ("Surgeon", f"{found.provider.display_name}, away {found.travel_minutes} minutes before and after"),
        ("Our number", found.placer_number),
        ("The hospital's number", found.hospital_number or "Not given yet"),
    ]
    return rows + ([("Why", found.ended_because)] if found.ended_because else [])


def _is_late(item: ReadinessItem, found: Case, at: datetime) -> bool:
    today = in_zone(at, found.facility.zone).date()
    still = found.state in AHEAD and item.state == ItemState.OPEN
    return still and item.due_on is not None and item.due_on < today


def _messages(found: Case) -> list[CaseMessage]:
    return list(CaseMessage.objects.filter(case=found).order_by("at", "id"))


def _trouble(found: Case, visit: Any) -> str:
    """What is wrong with a visit that was booked around another time of the case."""
    if found.starts_at is None or visit.state in ("cancelled", "no_show"):
        return ""
    before = is_before(visit)
    if before != (visit.starts_at < found.starts_at):
        return "This was to be before the case." if before else "This was to be after the case."
    return ""


def _entry(step: Any) -> TimelineEntry:
    return TimelineEntry(what=step.what, at=step.at, by=step.by_name, detail=step.detail, tone="info")


def _back(case_id: uuid.UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("procedures:case", args=[case_id]))


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdigit() and len(text) < 9 else None


def _act(
    request: HttpRequest, case_id: uuid.UUID, operation: Any, said: str, undo: str = "", **more: Any
) -> HttpResponse:
    """Run one act on a case and come back to its page, with what was done or why not."""
    case_for(request.actor, case_id, "cases.book")
    try:
        with transaction.atomic():
            operation(case_id=case_id, by=request.actor, at=now(), **more)
    except NotFound:
        raise
    except Refused as refused:
        add_toast(request, refused.sentence, level="error")
    else:
        add_toast(request, said, undo_url=reverse(undo, args=[case_id]) if undo else None)
    return _back(case_id)


@screen("cases.book")
@require_POST
def sending(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Send the request to the hospital."""
    by_message = case_for(request.actor, case_id, "cases.book").facility.confirms_by == "hl7"
    said = "It leaves for the hospital within a minute." if by_message else "Noted as sent."
    return _act(request, case_id, advance_case.send_case, said, expected_version=_version(request))


@screen("cases.book")
@require_POST
def ready(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Say that the case is ready."""
    return _act(request, case_id, advance_case.mark_ready, "Ready.", expected_version=_version(request))


@screen("cases.book")
@require_POST
def done(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Say that the case took place."""
    return _act(
        request, case_id, advance_case.finish_case, "Done. Its charge is expected now.", "procedures:done_undo",
        expected_version=_version(request),
    )  # fmt: skip


@screen("cases.book")
@require_POST
def done_undo(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Take back that the case took place."""
    return _act(request, case_id, advance_case.undo_done, "Undone: the case is confirmed.")


@screen("cases.book")
@require_POST
def told(request: HttpRequest, case_id: uuid.UUID, implant_id: uuid.UUID) -> HttpResponse:
    """Note that a representative was told of an implant, or take it back."""
    found = case_for(request.actor, case_id, "cases.book")
    implant = found.implants.filter(id=implant_id).first()
    if implant is None:
        raise NotFound()
    informed = implant.informed_at is None
    said = "Noted that the representative was told." if informed else "Taken back."
    return _act(
        request, case_id, advance_case.inform_representative, said, implant_id=implant_id, informed=informed
    )


@screen("cases.book")
@require_POST
def confirmation(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Write down what the hospital said."""
    found, form = case_for(request.actor, case_id, "cases.book"), ConfirmForm(request.POST)
    if not form.is_valid():
        return shown(request, found, confirm=form, refused=form, status=422)
    asked = form.cleaned_data
    return _with_time(
        request, found, form, "confirm", advance_case.confirm_case, "Confirmed.",
        hospital_number=asked["hospital_number"],
    )  # fmt: skip


@screen("cases.book")
@require_POST
def moving(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Give the case another time."""
    found, form = case_for(request.actor, case_id, "cases.book"), MoveCaseForm(request.POST)
    if not form.is_valid():
        return shown(request, found, move=form, refused=form, status=422)
    return _with_time(
        request, found, form, "move", move_case, "Moved. The checklist is dated anew.",
        reason=form.cleaned_data["reason"],
    )  # fmt: skip


def _with_time(
    request: HttpRequest, found: Case, form: BaseForm, name: str, operation: Any, said: str, **more: Any
) -> HttpResponse:
    asked = form.cleaned_data
    try:
        starts_at = None
        if asked["on"] and asked["at"]:
            starts_at = instant_of(datetime.combine(asked["on"], asked["at"]), found.facility.zone)
        with transaction.atomic():
            operation(
                case_id=found.id, starts_at=starts_at, expected_version=asked["version"], by=request.actor,
                at=now(), **more,
            )  # fmt: skip
    except NotFound:
        raise
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        conflicts = refused.conflicts if isinstance(refused, SurgeonBusy) else []
        return shown(request, found, status=422, conflicts=conflicts, refused=form, **{name: form})
    add_toast(request, said)
    if found.starts_at != starts_at is not None and visits_ahead(found, at=now()):
        add_toast(request, "Its visits are where they were: say what becomes of them.", level="info")
        return HttpResponseRedirect(reverse("procedures:visits", args=[found.id]))
    return _back(found.id)


@screen("cases.book")
@require_POST
def cancellation(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Cancel the case."""
    return _end(
        request,
        case_id,
        "cancel",
        advance_case.cancel_case,
        "Canceled. The surgeon is free again.",
        "procedures:cancellation_undo",
    )


@screen("cases.book")
@require_POST
def cancellation_undo(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Take the cancellation back."""
    found = case_for(request.actor, case_id, "cases.book")
    try:
        with transaction.atomic():
            restored = restore_case(
                case_id=case_id, expected_version=_version(request), by=request.actor, at=now()
            )
    except NotFound:
        raise
    except SurgeonBusy as busy:
        add_toast(request, busy.sentence, level="error")
        return shown(request, found, conflicts=busy.conflicts, status=409)
    except Refused as refused:
        add_toast(request, refused.sentence, level="error")
        return _back(case_id)
    back = f", {restored.visits} visit{'s' if restored.visits > 1 else ''} with it" if restored.visits else ""
    add_toast(request, f"Not canceled: the case is {restored.case.get_state_display().lower()}{back}.")
    for sentence in restored.sentences:
        add_toast(request, sentence, level="error")
    return _back(case_id)


@screen("cases.book")
@require_POST
def postponement(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Take the case off its day."""
    return _end(
        request,
        case_id,
        "postpone",
        advance_case.postpone_case,
        "Postponed. Give it a time to request it again.",
    )


def _end(
    request: HttpRequest, case_id: uuid.UUID, name: str, operation: Any, said: str, undo: str = ""
) -> HttpResponse:
    found = case_for(request.actor, case_id, "cases.book")
    form = ReasonForm(request.POST, auto_id=f"{name}_%s")
    if form.is_valid():
        asked = form.cleaned_data
        ended = attempt(
            form, operation, case_id=case_id, reason=asked["reason"], visit_ids=_visit_ids(request),
            expected_version=asked["version"], by=request.actor, at=now(),
        )  # fmt: skip
        if ended is not None:
            add_toast(request, said, undo_url=reverse(undo, args=[case_id]) if undo else None)
            return _back(case_id)
    return shown(request, found, status=422, refused=form, **{name: form})


def _visit_ids(request: HttpRequest) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(text) for text in request.POST.getlist("visit")]
    except ValueError:
        raise NotFound() from None
