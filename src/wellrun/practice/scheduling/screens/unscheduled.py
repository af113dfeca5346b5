"""Visits that were canceled or missed and not booked again."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from wellrun.platform.access.api import screen, show
from wellrun.platform.clock import now
from wellrun.practice.scheduling.models import Appointment
from wellrun.practice.scheduling.queries.attendance import unscheduled as unscheduled_visits
from wellrun.practice.scheduling.screens.chips import place_of

LOOK_BACK_DAYS = 60


@screen("appointments.book")
def unscheduled(request: HttpRequest) -> HttpResponse:
    """Who fell off the calendar; "Book again" carries everything over."""
    by = request.actor
    visits = unscheduled_visits(
        organization_id=by.organization_id,
        unit_ids=list(by.reach["appointments.book"]),
        since=now() - timedelta(days=LOOK_BACK_DAYS),
    )
    context = {
        "page_title": "Not rebooked",
        "rows": [(visit, place_of(visit.unit), _again(visit)) for visit in visits],
        "days": LOOK_BACK_DAYS,
    }
    return show(
        request, "scheduling/unscheduled.html", context, patients=[visit.patient_id for visit in visits]
    )


def _again(visit: Appointment) -> str:
    """The free times for the same visit; what was said of it goes along to the booking page."""
    query = {
        "type": visit.visit_type_id,
        "provider": visit.provider_id,
        "patient": visit.patient_id,
        "reason": visit.reason,
        "note": visit.note,
        "urgency": visit.urgency,
    }
    return f"{reverse('scheduling:find')}?{urlencode(query)}"
