"""Settling one line of a case's checklist."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, Refused, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.formatting import format_day
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.documents.api import documents_of
from wellrun.practice.procedures.operations.request_case import when_text
from wellrun.practice.procedures.operations.settle_item import Given, complete_item, reopen_item, waive_item
from wellrun.practice.procedures.queries.cases import case_for, items_of
from wellrun.practice.procedures.screens.forms import ItemForm


@screen("cases.book")
def item(request: HttpRequest, case_id: uuid.UUID, key: str) -> HttpResponse:
    """Say that a line is done, with what shows it; or that it is not needed."""
    case = case_for(request.actor, case_id, "cases.book")
    found = next((one for one in items_of(case.id) if one.key == key), None)
    if found is None:
        raise NotFound()
    documents = [
        (str(one.id), f"{one.title}, {format_day(one.filed_at.date())}")
        for one in documents_of(patient_id=case.patient_id, limit=50)
    ]
    initial = {
        name: getattr(found, name)
        for name in ("authorization_number", "valid_from", "valid_to", "units", "evidence_on", "note")
    } | {"document_id": str(found.document_id or "")}
    form = ItemForm(request.POST or None, documents=documents, kind=found.evidence, initial=initial)
    if request.method == "POST" and form.is_valid():
        asked = {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
        if "document_id" in asked:
            asked["document_id"] = uuid.UUID(asked["document_id"])
        if "waive" in request.POST:
            because = form.cleaned_data.get("note", "")
            settled = attempt(
                form, waive_item, case_id=case.id, key=key, because=because, by=request.actor, at=now()
            )
        else:
            settled = attempt(
                form,
                complete_item,
                case_id=case.id,
                key=key,
                given=Given(**asked),
                by=request.actor,
                at=now(),
            )
        if settled is not None:
            undo = reverse("procedures:item_reopening", args=[case.id, key])
            add_toast(request, f"{settled.name}: {settled.get_state_display().lower()}.", undo_url=undo)
            return HttpResponseRedirect(reverse("procedures:case", args=[case.id]) + "#checklist")
    context = {
        "page_title": found.name,
        "case": case,
        "item": found,
        "form": form,
        "when": when_text(case),
    }
    status = 422 if form.errors else 200
    return show(request, "procedures/item.html", context, patients=[case.patient_id], status=status)


@screen("cases.book")
@require_POST
def reopening(request: HttpRequest, case_id: uuid.UUID, key: str) -> HttpResponse:
    """Open a settled line again."""
    case = case_for(request.actor, case_id, "cases.book")
    try:
        with transaction.atomic():
            reopen_item(case_id=case.id, key=key, by=request.actor, at=now())
    except NotFound:
        raise
    except Refused as refused:
        add_toast(request, refused.sentence, level="error")
    else:
        add_toast(request, "Open again.", level="info")
    return HttpResponseRedirect(reverse("procedures:case", args=[case.id]) + "#checklist")
