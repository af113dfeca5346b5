"""Recalls: who is due, who was asked and how, what to do with many at once, and the rules."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, Refused, attempt, screen, show
from wellrun.platform.clock import now, today_in
from wellrun.platform.ui.formatting import format_phone
from wellrun.platform.ui.forms import KitForm, PlainTextField
from wellrun.platform.ui.navigation import NavItem
from wellrun.platform.ui.tables import TimelineEntry
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.organization.api import departments_among
from wellrun.practice.outreach.api import Channel
from wellrun.practice.patients.api import patient_rows
from wellrun.practice.scheduling.models import Recall, RecallState, VisitType
from wellrun.practice.scheduling.operations.recalls import (
    after_months,
    ask_recall,
    end_recall,
    note_call,
    reopen_recall,
    set_recall,
)
from wellrun.practice.scheduling.queries.recalls import VIEWS, attempts_of, recall_for, recall_rows
from wellrun.practice.scheduling.queries.visit_types import visit_types_of
from wellrun.practice.scheduling.screens.chips import place_of
from wellrun.practice.scheduling.screens.forms import by_department, day_field
from wellrun.practice.scheduling.screens.waiting_forms import BulkEndForm, EndForm, id_of

LABELS = {"due": "Due", "overdue": "Overdue", "asked": "Asked", "call": "To be called", "booked": "Booked",
          "ended": "Ended"}  # fmt: skip
MONTHS = [
    ("", "On the day below"),
    *((str(each), f"In {each} month{'s' * (each > 1)}") for each in (1, 2, 3, 6, 12, 24)),
]


class SetForm(KitForm):
    """Who comes back, for what and when."""

    patient = forms.UUIDField(
        label="Patient",
        error_messages={"required": "Choose the patient from the list that opens as you type."},
    )
    visit_type = forms.ChoiceField(label="Visit")
    months = forms.ChoiceField(label="When", choices=MONTHS, required=False, initial="6")
    due_on = day_field(label="Day", required=False)
    note = PlainTextField(label="Note for the desk", required=False)

    def __init__(self, *arguments: Any, kinds: list[VisitType], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["visit_type"].choices = by_department(kinds)

    def clean(self) -> dict[str, Any]:
        """Ask for the day where no number of months was chosen."""
        told = super().clean() or self.cleaned_data
        if not told.get("months") and not told.get("due_on"):
            self.add_error("due_on", "Choose the day, or after how many months.")
        return told

    def day(self, today: date) -> date:
        """The day that was chosen."""
        told = self.cleaned_data
        return after_months(today, int(told["months"])) if told["months"] else told["due_on"]


class CallForm(KitForm):
    """What came of a call."""

    outcome = PlainTextField(label="What came of the call")


@screen("recalls.work")
def recalls(request: HttpRequest) -> HttpResponse:
    """The recalls of one's departments in one view, with what can be done to many at once."""
    by = request.actor
    view = request.GET.get("view", "due")
    view = view if view in VIEWS else "due"
    today, unit = today_in(by.zone), id_of(request.GET.get("unit", ""))
    rows = recall_rows(by=by, view=view, on=today, unit_id=unit)
    url = reverse("scheduling:recalls")
    context = {
        "page_title": "Recalls",
        "rows": [_line(row, today) for row in rows],
        "view": view,
        "tabs": [
            NavItem(label=LABELS[each], url=f"{url}?view={each}", current=each == view) for each in VIEWS
        ],
        "standing": view not in ("booked", "ended"),
        "units": [(each.id, place_of(each)) for each in departments_among(by.reach["recalls.work"])],
        "unit": unit,
        "end": BulkEndForm(),
    }
    return show(request, "scheduling/recalls.html", context, patients=[row.patient_id for row in rows])


def _line(row: Recall, today: date) -> dict[str, Any]:
    late = (today - row.due_on).days if row.state in (RecallState.OPEN, RecallState.CALL) else 0
    return {
        "recall": row,
        "late": late if late > 0 else 0,
        "by": row.rule.name if row.rule else f"Set by {row.made_by_name}",
        "phone": format_phone(row.patient.phone_mobile or row.patient.phone_home),
        "place": place_of(row.unit),
    }


@screen("recalls.work")
@require_POST
def acts(request: HttpRequest) -> HttpResponse:
    """Do one thing to every recall that was checked; each on its own, what is refused is counted."""
    chosen = [found for each in request.POST.getlist("recall")[:300] if (found := id_of(each))]
    wanted, reason = request.POST.get("act", ""), request.POST.get("reason", "")
    done: dict[str, tuple[Callable[..., object], dict[str, object]]] = {
        "ask": (ask_recall, {}),
        "end": (end_recall, {"reason": reason}),
    }
    back = HttpResponseRedirect(f"{reverse('scheduling:recalls')}?view={request.POST.get('view', 'due')}")
    if wanted not in done or not chosen:
        add_toast(request, "Check the recalls first.", level="error")
        return back
    if wanted == "end" and not reason:
        add_toast(request, "Say why the recalls end.", level="error")
        return back
    act, told = done[wanted]
    refused = sum(not _one(act, recall_id=each, by=request.actor, at=now(), **told) for each in chosen)
    said = f"{len(chosen) - refused} {'asked' if wanted == 'ask' else 'ended'}."
    if refused:
        said += f" {refused} left as they are."
    add_toast(request, said, level="warning" if refused else "success")
    return back


def _one(act: Callable[..., object], **told: Any) -> bool:
    try:
        with transaction.atomic():
            act(**told)
        return True
    except NotFound:
        raise
    except Refused:
        return False


@screen("recalls.work")
def recall(request: HttpRequest, recall_id: uuid.UUID) -> HttpResponse:
    """One recall: why, when, and every attempt; a call is noted here."""
    found = recall_for(request.actor, recall_id)
    form = CallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        noted = attempt(
            form,
            note_call,
            recall_id=found.id,
            outcome=form.cleaned_data["outcome"],
            by=request.actor,
            at=now(),
        )
        if noted is not None:
            add_toast(request, "The call is noted.")
            return HttpResponseRedirect(reverse("scheduling:recall", args=[found.id]))
    context = _line(found, today_in(found.unit.zone)) | {
        "page_title": f"{found.patient.spoken_name}: recall",
        "patient": found.patient,
        "zone": found.unit.zone,
        "form": form,
        "end": EndForm(),
        "stands": found.state in (RecallState.OPEN, RecallState.CALL),
        "asks": found.state == RecallState.OPEN,
        "tries": [
            TimelineEntry(
                what=Channel(each.channel).label,
                at=each.at,
                by=each.by_name,
                detail=each.outcome,
                icon="send",
            )
            for each in attempts_of(found)
        ],
    }
    status = 422 if form.errors else 200
    return show(
        request,
        "scheduling/recall.html",
        context,
        patients=[found.patient_id],
        subject=found.id,
        status=status,
    )


@screen("recalls.work")
@require_POST
def asking(request: HttpRequest, recall_id: uuid.UUID) -> HttpResponse:
    """Ask the patient now."""
    return _done(request, recall_id, ask_recall, "Asked. It leaves in three minutes, in waking hours.")


@screen("recalls.work")
@require_POST
def ending(request: HttpRequest, recall_id: uuid.UUID) -> HttpResponse:
    """End a recall, saying why."""
    undo = reverse("scheduling:recall_again", args=[recall_id])
    return _done(request, recall_id, end_recall, "Ended.", undo, reason=request.POST.get("reason", "")[:200])


@screen("recalls.work")
@require_POST
def again(request: HttpRequest, recall_id: uuid.UUID) -> HttpResponse:
    """Take the end of a recall back."""
    return _done(request, recall_id, reopen_recall, "The recall stands again.")


def _done(
    request: HttpRequest,
    recall_id: uuid.UUID,
    act: Callable[..., object],
    said: str,
    undo_url: str = "",
    **told: object,
) -> HttpResponse:
    try:
        with transaction.atomic():
            act(recall_id=recall_id, by=request.actor, at=now(), **told)
        add_toast(request, said, undo_url=undo_url or None)
    except NotFound:
        raise
    except Refused as refusal:
        add_toast(request, refusal.sentence, level="error")
    return HttpResponseRedirect(reverse("scheduling:recall", args=[recall_id]))


@screen("recalls.work")
def new(request: HttpRequest) -> HttpResponse:
    """Set a recall for one patient, as said at check-out."""
    by = request.actor
    kinds = visit_types_of(by.reach["recalls.work"])
    initial = {"patient": id_of(request.GET.get("patient", "")), "visit_type": request.GET.get("type", "")}
    form = SetForm(request.POST or None, kinds=kinds, initial=initial | {"months": "6"})
    if request.method == "POST" and form.is_valid():
        kind = next(each for each in kinds if str(each.id) == form.cleaned_data["visit_type"])
        made = attempt(
            form,
            set_recall,
            patient_id=form.cleaned_data["patient"],
            visit_type_id=kind.id,
            due_on=form.day(today_in(kind.unit.zone)),
            note=form.cleaned_data["note"],
            by=by,
            at=now(),
        )
        if made is not None:
            add_toast(request, "The recall is set. The patient is asked from thirty days before.")
            return HttpResponseRedirect(reverse("scheduling:recall", args=[made.id]))
    chosen = id_of(str(form["patient"].value()))
    row = next(iter(patient_rows([chosen] if chosen else []).values()), None)
    context = {
        "page_title": "Set a recall",
        "form": form,
        "patient": row,
        "typeahead_url": f"{reverse('patients:typeahead')}?q=",
    }
    status = 422 if form.errors else 200
    return show(
        request, "scheduling/recall_new.html", context, patients=[row.id] if row else [], status=status
    )
