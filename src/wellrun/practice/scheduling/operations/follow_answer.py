"""What a patient's answer does to the visit: yes confirms it, no is a wish that a person fulfills."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from wellrun.platform.access.matrix import Role
from wellrun.practice.organization.api import program_actor
from wellrun.practice.outreach.api import Notice
from wellrun.practice.outreach.events import GatewaySet, NoticeAnswered
from wellrun.practice.scheduling.models import Appointment, VisitState
from wellrun.practice.scheduling.operations import visit_words as words
from wellrun.practice.scheduling.operations.advance import advance_visit
from wellrun.practice.scheduling.operations.reminder_rules import add_usual_rules
from wellrun.practice.scheduling.operations.tell_patient import change_key, untrue
from wellrun.practice.worklist.api import Priority, raise_task


def follow_answer(event: NoticeAnswered) -> None:
    """Confirm the visit that a patient said yes to, as the program; for a no, or a yes to a time that is no more, ask
    the desk. Nothing is ever canceled by an answer alone."""
    if event.kind not in words.KINDS or event.word not in ("yes", "no"):
        return
    visit = Appointment.objects.select_related("patient").filter(id=event.subject_id).first()
    if visit is None or visit.starts_at <= event.at:
        return
    notice = Notice.objects.get(id=event.notice_id)
    stale = bool(untrue([notice], event.at)) and visit.state != VisitState.CONFIRMED
    if event.word == "yes" and not stale:
        if visit.state == VisitState.BOOKED:
            program = program_actor(organization_id=visit.organization_id, name="reminders", at=event.at)
            advance_visit(appointment_id=visit.id, to=VisitState.CONFIRMED, by=program, at=event.at)
        return
    said = "said yes to a time that has changed" if event.word == "yes" else "wants to move or cancel"
    raise_task(
        kind="visit wants change",
        key=change_key(visit.id),
        title=f"{visit.patient.name} {said}",
        detail=f"The answer was: {event.answer}",
        path=reverse("scheduling:appointment", args=[visit.id]),
        patient_id=visit.patient_id,
        compartment=visit.compartment,
        role=Role.MEDICAL_SECRETARY,
        unit_id=visit.unit_id,
        organization_id=visit.organization_id,
        due_at=min(event.at + timedelta(hours=4), visit.starts_at),
        priority=Priority.HIGH,
        at=event.at,
    )


def follow_gateway(event: GatewaySet) -> None:
    """With the first way out of an organization come the usual rules, unless it has rules of its own."""
    add_usual_rules(organization_id=event.organization_id, at=event.at)
