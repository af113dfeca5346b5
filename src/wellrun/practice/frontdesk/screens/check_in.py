"""The check-in page: one page from top to bottom, and the arrival at its end."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import NotFound, attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.money import format_cents
from wellrun.platform.ui.formatting import in_zone
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.frontdesk.models import Identifier
from wellrun.practice.frontdesk.operations.check_in import BEFORE_ARRIVAL, IN_OFFICE, undo_check_in
from wellrun.practice.frontdesk.operations.check_in import check_in as do_check_in
from wellrun.practice.frontdesk.queries.check_in import CheckInSheet, check_in_sheet
from wellrun.practice.frontdesk.screens.check_in_form import CheckInForm, differences, review_mark
from wellrun.practice.intake.api import waiting_submissions
from wellrun.practice.organization.api import person_names, zone_of
from wellrun.practice.scheduling.api import appointment


def _sheet(request: HttpRequest, appointment_id: uuid.UUID) -> CheckInSheet:
    visit = appointment(appointment_id)
    if visit is None or not request.actor.may("checkin.do", visit.unit_id):
        raise NotFound()
    return check_in_sheet(visit, on=in_zone(now(), zone_of(visit.unit_id)).date())


@screen("checkin.do")
def check_in(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Show the page; a POST checks in, or first shows the differences that are to be accepted."""
    sheet = _sheet(request, appointment_id)
    if request.method != "POST":
        owed = {"amount_cents": sheet.to_collect_cents or None}
        return _page(request, sheet, CheckInForm(sheet=sheet, initial=owed))
    form = CheckInForm(request.POST, sheet=sheet)
    valid = form.is_valid()
    if request.POST.get("step") == "changes":
        return _changes(request, sheet, form)
    if not valid:
        return _page(request, sheet, form)
    changes = form.changes()
    if changes and form.cleaned_data["reviewed"] != review_mark(sheet.patient, changes):
        form.add_error(None, "Look at the changes below and accept them, then check in.")
        return _page(request, sheet, form)
    return _check_in(request, sheet, form)


def _check_in(request: HttpRequest, sheet: CheckInSheet, form: CheckInForm) -> HttpResponse:
    draft = form.draft(request.POST.getlist("accept"), request.FILES)
    done = attempt(form, do_check_in, appointment_id=sheet.visit.id, draft=draft, by=request.actor, at=now())
    if not done:
        # Somebody may have changed the patient meanwhile: the page is drawn from what is on file now.
        fresh = _sheet(request, sheet.visit.id)
        again = CheckInForm(request.POST, sheet=fresh)
        again.is_valid()
        again.errors.update(form.errors)
        return _page(request, fresh, again)
    text = f"{sheet.patient.spoken_name} is checked in."
    if done.payment_id:
        text += f" {format_cents(draft.payment_cents)} taken, receipt {done.payment.receipt_number}."
    add_toast(request, text, undo_url=reverse("frontdesk:check-in-undo", args=[sheet.visit.id]))
    back = reverse("frontdesk:check-in", args=[sheet.visit.id]) if done.payment_id else "/"
    return HttpResponseRedirect(back)


def _changes(request: HttpRequest, sheet: CheckInSheet, form: CheckInForm) -> HttpResponse:
    context = _difference(request, sheet, form)
    return show(request, "frontdesk/check_in_changes.html", context, patients=[sheet.patient.id])


def _difference(request: HttpRequest, sheet: CheckInSheet, form: CheckInForm) -> dict[str, object]:
    if not form.is_bound:
        return {"differences": [], "reviewed": ""}
    changes = form.changes()
    shown_before = form.data.get("reviewed") == review_mark(sheet.patient, changes)
    accepted = request.POST.getlist("accept") if shown_before else None
    return {
        "differences": differences(sheet.patient, changes, accepted),
        "reviewed": review_mark(sheet.patient, changes) if changes else "",
    }


def _page(request: HttpRequest, sheet: CheckInSheet, form: CheckInForm) -> HttpResponse:
    visit = sheet.visit
    stale = form.is_bound and form.data.get("version") != str(sheet.patient.version)
    context = _difference(request, sheet, form) | {
        "page_title": sheet.patient.name,
        "sheet": sheet,
        "visit": visit,
        "patient": sheet.patient,
        "form": form,
        "stale": stale,
        "version": sheet.patient.version,
        "open": visit.state in BEFORE_ARRIVAL + IN_OFFICE,
        "let_in": visit.state in IN_OFFICE,
        "by_name": person_names([sheet.done.completed_by_id]) if sheet.done else {},
        "asked": [
            (Identifier.NAME.label, sheet.patient.name),
            (Identifier.BIRTH_DATE.label, sheet.patient.birth_on),
        ],
        "primary": next(iter(sheet.coverages), None),
        "zone": zone_of(visit.unit_id),
        "today": in_zone(now(), zone_of(visit.unit_id)).date(),
        "submitted": waiting_submissions([visit.id]).get(visit.id),
    }
    return show(request, "frontdesk/check_in.html", context, patients=[sheet.patient.id], subject=visit.id,
                status=422 if form.errors else 200)  # fmt: skip


@screen("checkin.do")
@require_POST
def undo(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Take the check-in back."""
    undone = undo_check_in(appointment_id=appointment_id, by=request.actor, at=now())
    text = "The check-in is undone"
    text += " and its payment is voided." if undone.payment_id else "."
    add_toast(request, f"{text} What was accepted about the patient stays.", level="info")
    return HttpResponseRedirect(reverse("frontdesk:check-in", args=[appointment_id]))
