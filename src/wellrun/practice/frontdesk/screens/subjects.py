"""What colleagues write to each other about, as the desk names it: patients, visits, calls."""

from __future__ import annotations

import uuid

from django.urls import reverse

from wellrun.platform.access.api import Actor
from wellrun.platform.ui.formatting import format_clock, format_day, in_zone
from wellrun.practice.conversations.api import Subject
from wellrun.practice.frontdesk.models import CallReason, PhoneCall
from wellrun.practice.patients.api import patient as find_patient
from wellrun.practice.scheduling.api import appointment


def patient_subject(by: Actor, patient_id: uuid.UUID) -> Subject | None:
    """A patient whom `by` may find."""
    found = find_patient(patient_id) if by.may("patients.read") else None
    if found is None:
        return None
    path = reverse("patients:patient", args=[found.id])
    return Subject("patient", found.id, found.spoken_name, path, found.id, found.compartment)


def visit_subject(by: Actor, appointment_id: uuid.UUID) -> Subject | None:
    """A visit of a department whose calendar `by` sees."""
    visit = appointment(appointment_id)
    if visit is None or not by.may("appointments.read", visit.unit_id):
        return None
    starts = in_zone(visit.starts_at, visit.unit.zone)
    title = f"{visit.patient.spoken_name}, visit of {format_day(starts)}, {format_clock(starts)}"
    path = reverse("scheduling:appointment", args=[visit.id])
    return Subject("visit", visit.id, title, path, visit.patient_id, visit.compartment)


def call_subject(by: Actor, call_id: uuid.UUID) -> Subject | None:
    """A call of a unit where `by` logs calls; its note begins the message."""
    call = PhoneCall.objects.filter(id=call_id, withdrawn_at__isnull=True).select_related("patient").first()
    if call is None or not by.may("calls.log", call.unit_id):
        return None
    who = call.patient.spoken_name if call.patient else call.caller_name or call.caller_number
    title = f"{CallReason(call.reason).label}: {who}"
    path = reverse("frontdesk:call", args=[call.id])
    return Subject("call", call.id, title, path, call.patient_id, call.compartment, draft=call.note)
