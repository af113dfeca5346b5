"""Booking a time that was found."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wellrun.platform.access.api import NotFound, Refused, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.formatting import format_clock
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.organization.api import departments_among
from wellrun.practice.patients.api import patient_rows
from wellrun.practice.scheduling.models import Appointment, Urgency, VisitType
from wellrun.practice.scheduling.operations.book import book_appointment
from wellrun.practice.scheduling.operations.checks import PatientElsewhere
from wellrun.practice.scheduling.operations.fitting import Unfitting, refuse_unfitting
from wellrun.practice.scheduling.operations.groups import book_seat
from wellrun.practice.scheduling.operations.overbook import NotOverbooked
from wellrun.practice.scheduling.operations.take_time import TimeTaken
from wellrun.practice.scheduling.queries.attendance import missed_lately
from wellrun.practice.scheduling.queries.find_times import find_times
from wellrun.practice.scheduling.queries.present import visits_then
from wellrun.practice.scheduling.queries.visit_types import visit_type, visit_types_of
from wellrun.practice.scheduling.rules import day_text
from wellrun.practice.scheduling.screens.chips import chips_of, instant_from, place_of
from wellrun.practice.scheduling.screens.forms import BookForm
from wellrun.practice.workforce.api import provider

NEXT_OFFERS = 8
#: What an address may bring along for the form: a visit that is booked again carries everything over.
CARRIED = ("patient", "reason", "note", "urgency")


@screen("appointments.book")
def book(request: HttpRequest) -> HttpResponse:
    """Show what is about to be booked; POST books it and leads to the confirmation."""
    context = _wanted(request)
    if request.method != "POST":
        form = BookForm(initial={name: request.GET.get(name, "") for name in CARRIED})
        return _shown(request, form, context, request.GET.get("patient", ""))
    form = BookForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                booked = _booked(request, form, context)
        except Unfitting as refusal:
            form.add_error("despite", refusal.sentence)
        except NotOverbooked as refusal:
            form.add_error("overbook_reason", refusal.sentence)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
            context["elsewhere"] = getattr(refusal, "appointment_id", None)
            context["taken"] = isinstance(refusal, TimeTaken)
            context["days"] = _next_best(request, context, refusal)
        else:
            undo_url = reverse("scheduling:undo", args=[booked.id])
            add_toast(request, f"Booked for {context['when']}.", undo_url=undo_url)
            return HttpResponseRedirect(reverse("scheduling:confirmation", args=[booked.id]))
    return _shown(request, form, context, request.POST.get("patient", ""), status=422)


def _booked(request: HttpRequest, form: BookForm, context: dict[str, Any]) -> Appointment:
    asked: dict[str, Any] = {
        "patient_id": form.cleaned_data["patient"],
        "visit_type_id": context["kind"].id,
        "provider_id": context["provider"].id,
        "starts_at": context["starts_at"],
        "reason": form.cleaned_data["reason"],
        "note": form.full_note(),
        "by": request.actor,
        "at": now(),
    }
    if context["kind"].capacity > 1:
        return book_seat(**asked)
    return book_appointment(
        urgency=Urgency(form.cleaned_data["urgency"] or Urgency.ROUTINE),
        hold_id=form.cleaned_data["hold"],
        overbook_reason=form.cleaned_data["overbook_reason"] if context["overbooking"] else "",
        **asked,
    )


def _wanted(request: HttpRequest) -> dict[str, Any]:
    starts_at = instant_from(request.GET.get("at", ""))
    kind, whom = visit_type(_id(request, "type")), provider(_id(request, "provider"))
    if starts_at is None or kind is None or whom is None:
        raise NotFound()
    if not request.actor.may("appointments.book", kind.unit_id):
        raise NotFound()
    wall = starts_at.astimezone(ZoneInfo(kind.unit.zone))
    may_overbook = request.actor.may("appointments.overbook", kind.unit_id)
    overbooking = may_overbook and request.GET.get("overbook") == "yes"
    ends_at = starts_at + timedelta(minutes=kind.minutes)
    return {
        "overbooking": overbooking,
        "present": visits_then(whom.id, starts_at, ends_at) if overbooking else [],
        "overbook_url": f"?{urlencode(request.GET.dict() | {'overbook': 'yes'})}" if may_overbook else "",
        "page_title": "Book a visit",
        "kind": kind,
        "provider": whom,
        "starts_at": starts_at,
        "when": f"{day_text(wall.date())}, {format_clock(wall)}",
    }


def _warning(kind: VisitType, patient_id: uuid.UUID, starts_at: datetime) -> str:
    """What to say beside the patient where the visit type is for others."""
    try:
        refuse_unfitting(visit_type=kind, patient_id=patient_id, starts_at=starts_at)
    except Unfitting as refusal:
        return refusal.sentence
    return ""


def _id(request: HttpRequest, name: str) -> uuid.UUID:
    try:
        return uuid.UUID(request.GET.get(name, ""))
    except ValueError:
        raise NotFound() from None


def _next_best(request: HttpRequest, context: dict[str, Any], refusal: Refused) -> Any:
    """The next free times: after the wanted one, or after the visit that the patient has then."""
    if isinstance(refusal, TimeTaken):
        offers = refusal.next_offers
    elif isinstance(refusal, PatientElsewhere) and refusal.until_at is not None:
        offers = find_times(
            visit_type_id=context["kind"].id,
            provider_id=context["provider"].id,
            starts_on=refusal.until_at.astimezone(ZoneInfo(context["kind"].unit.zone)).date(),
            not_before=refusal.until_at,
            limit=NEXT_OFFERS,
            by=request.actor,
            at=now(),
        )
    else:
        return None
    units = {unit.id: unit for unit in departments_among(request.actor.reach["appointments.book"])}
    return chips_of(offers, units, patient=request.POST.get("patient", ""))


def _instead(request: HttpRequest, context: dict[str, Any], patient_id: uuid.UUID) -> tuple[str, str] | None:
    """The visit type of the department that is for such patients, and where its times with this provider are."""
    kind = context["kind"]
    for each in visit_types_of(request.actor.reach["appointments.book"]):
        if each.unit_id == kind.unit_id and each.new_patient is (not kind.new_patient):
            asked = {"type": each.id, "provider": context["provider"].id, "patient": patient_id}
            return each.name, f"{reverse('scheduling:find')}?{urlencode(asked)}"
    return None


def _shown(
    request: HttpRequest, form: BookForm, context: dict[str, Any], patient: str, status: int = 200
) -> HttpResponse:
    try:
        rows = patient_rows([uuid.UUID(patient)])
    except ValueError:
        rows = {}
    row = next(iter(rows.values()), None)
    context["unfitting"] = row is not None and _warning(context["kind"], row.id, context["starts_at"])
    context["missed"] = row and missed_lately(
        patient_id=row.id, unit_id=context["kind"].unit_id, visit_type_id=context["kind"].id, at=now()
    )
    if row is not None:
        asked_next = "despite" if context["unfitting"] else "reason"
        form.fields[asked_next].widget.attrs["autofocus"] = True
    query = urlencode(
        {
            "type": context["kind"].id,
            "provider": context["provider"].id,
            "patient": patient if row else "",
        }
    )
    if context["overbooking"] and row is not None:
        form.fields["overbook_reason"].widget.attrs["required"] = True
    patients = [*rows, *(visit.patient_id for visit in context["present"])]
    context |= {
        "form": form,
        "at": request.GET.get("at", ""),
        "series_url": f"{reverse('scheduling:series_new')}?{urlencode(request.GET.dict() | {'patient': patient})}",
        "holdable": context["kind"].capacity == 1
        and not context["overbooking"]
        and not context.get("taken")
        and not context.get("elsewhere"),
        "patient": row,
        "place": place_of(context["kind"].unit),
        "instead": context["unfitting"] and _instead(request, context, row.id),
        "find_url": f"{reverse('scheduling:find')}?{query}",
        "register_url": f"{reverse('patients:register')}?{urlencode({'next': request.get_full_path()})}",
        "typeahead_url": f"{reverse('patients:typeahead')}?q=",
    }
    return show(request, "scheduling/book.html", context, patients=patients, status=status)
