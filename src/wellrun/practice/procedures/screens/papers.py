"""What leaves on paper or as a file: the packet and the calendar entry of a case."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse

from wellrun.platform.access.api import NotFound, screen
from wellrun.platform.audit.api import record_read
from wellrun.platform.clock import now
from wellrun.platform.ui.papers import pdf
from wellrun.practice.procedures.queries.cases import case_for
from wellrun.practice.procedures.queries.icalendar import case_calendar
from wellrun.practice.procedures.queries.printing.packet import packet_pdf


@screen("cases.read")
def packet(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """The packet for the hospital as PDF."""
    case = case_for(request.actor, case_id)
    record_read("cases.read", subject_type="case.packet", subject_id=case.id, patients=[case.patient_id])
    return pdf(packet_pdf(case, at=now()), f"case-{case.placer_number}.pdf")


@screen("cases.read")
def calendar(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """The case as an iCalendar file, without the patient's name."""
    case = case_for(request.actor, case_id)
    if case.starts_at is None:
        raise NotFound()
    record_read("cases.read", subject_type="case.calendar", subject_id=case.id, patients=[case.patient_id])
    answer = HttpResponse(case_calendar(case, at=now()), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="case-{case.placer_number}.ics"'
    return answer
