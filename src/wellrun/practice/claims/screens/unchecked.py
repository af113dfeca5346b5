"""What the edits cannot check, and what payers let the practice exchange."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import attempt, screen, show
from wellrun.platform.clock import now, today_in
from wellrun.platform.ui.formatting import format_day
from wellrun.platform.ui.tables import Column, EmptyState, Table
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.claims.models import PayerEnrollment
from wellrun.practice.claims.operations.keep_enrollment import keep_enrollment
from wellrun.practice.claims.queries.unchecked import (
    EnrollmentRow,
    enrollment_rows,
    entities_of,
    unchecked_edits,
)
from wellrun.practice.claims.screens.forms import EnrollmentForm
from wellrun.practice.coverage.api import payers
from wellrun.practice.organization.api import zone_of


@screen("payers.manage")
def unchecked(request: HttpRequest) -> HttpResponse:
    """Show what cannot be checked, and the enrollments with a form to enter one."""
    return _page(request, _form(request))


@screen("payers.manage")
@require_POST
def enrollments(request: HttpRequest) -> HttpResponse:
    """Enter or change an enrollment."""
    form = _form(request)
    if form.is_valid():
        told = form.cleaned_data
        kept = attempt(
            form,
            keep_enrollment,
            legal_entity_id=told["entity"],
            payer_id=told["payer"],
            transaction=told["transaction"],
            granted_on=told["granted_on"],
            by=request.actor,  # type: ignore[attr-defined]
            at=now(),
        )
        if kept:
            add_toast(request, "Saved.")
            return HttpResponseRedirect(reverse("claims:unchecked"))
    return _page(request, form)


def _form(request: HttpRequest) -> EnrollmentForm:
    organization_id = request.actor.organization_id  # type: ignore[attr-defined]
    return EnrollmentForm(
        request.POST or None,
        entities=[(entity.id, entity.name) for entity in entities_of(organization_id)],
        payers=[(payer.id, payer.name) for payer in payers(organization_id)],
    )


def _page(request: HttpRequest, form: EnrollmentForm) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    rows = enrollment_rows(actor.organization_id, today_in(zone_of(actor.organization_id)))
    context = {
        "page_title": "Checks and enrollments",
        "unchecked": unchecked_edits(actor.organization_id, rows),
        "table": _table(rows),
        "form": form,
    }
    return show(request, "claims/unchecked.html", context, status=422 if form.errors else 200)


def _table(rows: list[EnrollmentRow]) -> Table:
    columns = [
        Column(label="Payer", value=lambda row: row.payer.name, heading=True),
        Column(label="For", value=lambda row: row.entity.name),
        Column(label="Claims", value=lambda row: _told(row.claims)),
        Column(label="Remittances", value=lambda row: _told(row.remittances)),
        Column(
            label="Providers enrolled",
            value=lambda row: f"{row.providers_enrolled} of {row.providers}",
        ),
    ]
    return Table(
        caption="Enrollments with payers",
        caption_hidden=True,
        columns=columns,
        rows=rows,
        empty=EmptyState(title="No payers yet", text="Add whoever pays your claims.", icon="building"),
    )


def _told(found: PayerEnrollment | None) -> str:
    if found is None:
        return "Not on file"
    return f"Granted {format_day(found.granted_on)}" if found.granted_on else "Asked for"
