"""Reviewing what patients entered: the queue, one submission side by side with the record, and its pictures."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, screen, show
from wellrun.platform.audit.api import record_read
from wellrun.platform.clock import now
from wellrun.platform.files import store
from wellrun.platform.ui.formatting import format_phone
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.intake.models import ItemKind, ItemState, Submission, SubmissionItem
from wellrun.practice.intake.operations.review import accept_all, accept_item, decline_item, reopen_item
from wellrun.practice.intake.operations.take_over import TAKERS, conflict_of
from wellrun.practice.intake.queries.submissions import items_of, queue_of, submission_for
from wellrun.practice.intake.rules.details import GROUP_LABELS, GROUPS
from wellrun.practice.intake.screens.entering import tried
from wellrun.practice.patients.api import ConsentKind
from wellrun.practice.scheduling.api import appointment

_NAMES = {"street": "Street", "street2": "Second line", "city": "City", "state": "State", "zip": "ZIP code"}
_LANGUAGE_NAMES = {"en": "English", "es": "Spanish"}


@dataclass(frozen=True)
class Line:
    """One item as the page draws it: what is on file, what the patient entered, and who may decide it."""

    item: SubmissionItem
    label: str
    old: list[tuple[str, str]]
    new: list[tuple[str, str]]
    conflict: list[tuple[str, str]]
    mine: bool


@screen("intake.review")
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a review, the soonest visit first."""
    rows = queue_of(request.actor)
    context = {"page_title": "Entered by patients", "rows": rows, "zone": request.actor.zone}
    return show(
        request, "intake/staff/queue.html", context, patients=[row.submission.patient_id for row in rows]
    )


@screen("intake.review")
def review(request: HttpRequest, submission_id: uuid.UUID) -> HttpResponse:
    """One submission, item by item; a POST takes over all that may be."""
    submission = submission_for(request.actor, submission_id)
    if request.method == "POST":
        taken, refusals = accept_all(submission_id=submission.id, by=request.actor, at=now())
        said = f"{taken} taken over." if taken else "Nothing was taken over."
        add_toast(
            request, " ".join([said, *dict.fromkeys(refusals)]), level="warning" if refusals else "success"
        )
        return HttpResponseRedirect(reverse("intake:review", args=[submission.id]))
    items = items_of(submission.id)
    for item in items:
        item.submission = submission
    visit = appointment(submission.appointment_id)
    lines = [_line(item, request, submission) for item in items]
    context: dict[str, Any] = {
        "page_title": f"{submission.patient.spoken_name}: entered by the patient",
        "submission": submission,
        "patient": submission.patient,
        "visit": visit,
        "zone": submission.unit.zone,
        "lines": lines,
        "waiting": sum(line.item.state == ItemState.WAITING and line.mine for line in lines),
        "others": sum(line.item.state == ItemState.WAITING and not line.mine for line in lines),
    }
    return show(
        request, "intake/staff/review.html", context, patients=[submission.patient_id], subject=submission.id
    )


def _line(item: SubmissionItem, request: HttpRequest, submission: Submission) -> Line:
    conflict = conflict_of(item, submission.patient) if item.state == ItemState.WAITING else {}
    return Line(
        item=item,
        label=_label(item),
        old=_pairs(item, item.old),
        new=_entered(item),
        conflict=_pairs(item, conflict),
        mine=request.actor.may(TAKERS[item.kind].capability),
    )


def _label(item: SubmissionItem) -> str:
    if item.kind == ItemKind.DETAIL:
        return GROUP_LABELS.get(item.key, item.key)
    if item.kind == ItemKind.CONSENT:
        return f"Consent: {ConsentKind(item.key).label}"
    if item.kind == ItemKind.FORM:
        return f"Form: {item.new['title']}"
    if item.kind == ItemKind.CARD:
        return f"Insurance card, {item.key}"
    if item.kind == ItemKind.ENTRY:
        return f"Add to {item.new['kind']}s" if item.new["kind"] != "allergy" else "Add to allergies"
    return "Insurance has changed"


def _entered(item: SubmissionItem) -> list[tuple[str, str]]:
    if item.kind == ItemKind.FORM:
        return [(question, answer) for question, answer in item.new["lines"]]
    if item.kind == ItemKind.CONSENT:
        return [("Agreed to", item.new["text"]), ("Signed", item.new["signature"])]
    if item.kind == ItemKind.ENTRY:
        return [("", " – ".join(part for part in (item.new["text"], item.new["detail"]) if part))]
    if item.kind == ItemKind.CARD:
        return []
    if item.kind == ItemKind.INSURANCE:
        return [("", item.new["note"] or "Nothing more was said.")]
    return _pairs(item, item.new)


def _pairs(item: SubmissionItem, values: dict[str, str]) -> list[tuple[str, str]]:
    """Details with their names, in the order in which an address is written; a lone value needs no name."""
    return [
        (_NAMES.get(name, ""), _said(name, values[name]))
        for name in GROUPS.get(item.key, tuple(values))
        if name in values
    ]


def _said(name: str, value: str) -> str:
    if name.startswith("phone"):
        return format_phone(value) if value else "–"
    if name == "language":
        return _LANGUAGE_NAMES.get(value, value)
    if name == "zip" and len(value) == 9:
        return f"{value[:5]}-{value[5:]}"
    return value or "–"


def _item(request: HttpRequest, submission_id: uuid.UUID, item_id: uuid.UUID) -> SubmissionItem:
    """An item of that very submission, for who may review it."""
    submission_for(request.actor, submission_id)
    found = SubmissionItem.objects.filter(id=item_id, submission_id=submission_id).first()
    if found is None:
        raise NotFound()
    return found


@screen("intake.review")
@require_POST
def decision(request: HttpRequest, submission_id: uuid.UUID, item_id: uuid.UUID) -> HttpResponse:
    """Take one item over or decline it."""
    item = _item(request, submission_id, item_id)
    back = reverse("intake:review", args=[submission_id])
    if request.POST.get("to") == "declined":
        _, refused = tried(
            decline_item, item_id=item.id, because=request.POST.get("because", ""), by=request.actor, at=now()
        )
        said = "Declined. The record stays as it is."
    else:
        despite = request.POST.get("despite") == "yes"
        _, refused = tried(accept_item, item_id=item.id, despite=despite, by=request.actor, at=now())
        said = "Taken over."
    if refused:
        add_toast(request, refused.sentence, level="error")
    else:
        undo = reverse("intake:decision-undo", args=[submission_id, item_id])
        add_toast(request, f"{_label(item)}: {said}", undo_url=undo)
    return HttpResponseRedirect(f"{back}#item-{item.position}")


@screen("intake.review")
@require_POST
def undo_decision(request: HttpRequest, submission_id: uuid.UUID, item_id: uuid.UUID) -> HttpResponse:
    """Take a decision back."""
    item = _item(request, submission_id, item_id)
    _, refused = tried(reopen_item, item_id=item.id, by=request.actor, at=now())
    said = refused.sentence if refused else "Undone: it waits for a review again."
    add_toast(request, said, level="error" if refused else "info")
    return HttpResponseRedirect(reverse("intake:review", args=[submission_id]))


@screen("intake.review")
def picture(request: HttpRequest, submission_id: uuid.UUID, item_id: uuid.UUID) -> HttpResponse:
    """A photograph of an insurance card."""
    item = _item(request, submission_id, item_id)
    if item.kind != ItemKind.CARD:
        raise NotFound()
    record_read("intake.review", subject_type="intake card", subject_id=item.id, patients=[item.patient_id])
    answer = HttpResponse(store.get(item.new["digest"]), content_type="image/jpeg")
    answer["Content-Disposition"] = 'inline; filename="card.jpg"'
    return answer
