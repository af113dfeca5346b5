"""The booking sheet: requesting a case and changing it; a preference card fills it."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wellrun.platform.access.api import NotFound, Refused, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.patients.api import allergies_of, patient_rows
from wellrun.practice.procedures.models import Case
from wellrun.practice.procedures.operations.hold_surgeon import SurgeonBusy
from wellrun.practice.procedures.operations.request_case import change_case, request_case, when_text
from wellrun.practice.procedures.queries.cases import case_for
from wellrun.practice.procedures.queries.facilities import card_for, facilities_of
from wellrun.practice.procedures.screens.forms import CaseForm, filled_by, initial_of
from wellrun.practice.workforce.api import providers_of


def _form(
    request: HttpRequest, data: Any = None, initial: dict[str, Any] | None = None, *, more: int = 0
) -> CaseForm:
    by = request.actor
    reach = by.reach.get("cases.book", frozenset())
    return CaseForm(
        data,
        initial=initial or {},
        providers=providers_of(organization_id=by.organization_id, unit_ids=reach),
        facilities=facilities_of(by.organization_id),
        more=more,
    )


def _filled(request: HttpRequest) -> CaseForm:
    """The sheet as it was typed, with more rows, or with what the surgeon's card for the first code says over it."""
    typed = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    if typed["fill"] == "rows":
        return _form(request, None, typed, more=3)
    try:
        found = card_for(uuid.UUID(typed.get("provider", "")), typed.get("code_1", "").strip().upper())
    except ValueError:
        found = None
    if found is None:
        form = _form(request, request.POST)
        form.full_clean()
        form.errors.clear()
        form.add_error(
            "code_1", "This surgeon has no preference card for the code. Choose the surgeon first."
        )
        return form
    return _form(request, None, typed | filled_by(found))


@screen("cases.book")
def case_new(request: HttpRequest) -> HttpResponse:
    """Request a case."""
    chosen = request.POST.get("patient") or request.GET.get("patient", "")
    if request.method == "POST" and "fill" in request.POST:
        return _shown(request, _filled(request), chosen)
    if request.method != "POST":
        return _shown(request, _form(request), chosen)
    form = _form(request, request.POST)
    conflicts: list[Any] = []
    if form.is_valid():
        try:
            with transaction.atomic():
                case = request_case(
                    patient_id=_patient_id(chosen), details=form.details(), by=request.actor, at=now()
                )
        except SurgeonBusy as busy:
            conflicts = busy.conflicts
            form.add_error("at", busy.sentence)
        except NotFound:
            raise
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        else:
            add_toast(request, f"Requested: {when_text(case)}.")
            return HttpResponseRedirect(reverse("procedures:case", args=[case.id]))
    return _shown(request, form, chosen, conflicts=conflicts, status=422)


def _patient_id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Refused("Choose the patient from the list that opens as you type.") from None


@screen("cases.book")
def case_sheet(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Change what is said of a case."""
    case = case_for(request.actor, case_id, "cases.book")
    if request.method == "POST" and "fill" in request.POST:
        return _shown(request, _filled(request), str(case.patient_id), case)
    form = _form(request, request.POST or None, initial_of(case))
    conflicts: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                changed = change_case(
                    case_id=case.id,
                    details=form.details(),
                    expected_version=form.cleaned_data["version"],
                    by=request.actor,
                    at=now(),
                )
        except SurgeonBusy as busy:
            conflicts = busy.conflicts
            form.add_error("at", busy.sentence)
        except NotFound:
            raise
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        else:
            add_toast(request, f"Changed: {when_text(changed)}.")
            return HttpResponseRedirect(reverse("procedures:case", args=[case.id]))
    status = 422 if request.method == "POST" else 200
    return _shown(request, form, str(case.patient_id), case, conflicts=conflicts, status=status)


def _shown(
    request: HttpRequest,
    form: CaseForm,
    chosen: str,
    case: Case | None = None,
    *,
    conflicts: list[Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    try:
        rows = patient_rows([uuid.UUID(chosen)])
    except ValueError:
        rows = {}
    for words in allergies_of(rows).values():
        form.fields["allergies_note"].help_text = f"On the chart: {', '.join(words)}"
    context = {
        "page_title": "Change the case" if case else "Request a case",
        "form": form,
        "case": case,
        "patient": next(iter(rows.values()), None),
        "conflicts": conflicts or [],
        "no_facility": not form.zones,
        "typeahead_url": f"{reverse('patients:typeahead')}?q=",
    }
    seen = [*rows, *(one.patient_id for one in conflicts or () if one.patient_id)]
    return show(request, "procedures/case_form.html", context, patients=seen, status=status)
