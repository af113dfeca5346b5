"""Visits for which the payer must have agreed are somebody's work from the booking on."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from wellrun.platform.access.matrix import Role
from wellrun.platform.ui.formatting import format_clock
from wellrun.practice.organization.api import zone_of
from wellrun.practice.scheduling.models import Appointment, VisitType
from wellrun.practice.scheduling.rules import day_text
from wellrun.practice.worklist.api import Priority, close_tasks, raise_task

KIND = "authorization needed"
#: Payers answer within days; what is due sooner is urgent at once (42 CFR 422.568: seven days for standard requests).
ANSWER_DAYS = 7


def authorization_key(appointment_id: uuid.UUID) -> str:
    """The key of the task of one visit."""
    return f"{KIND}:{appointment_id}"


def ask_authorization(visit: Appointment, visit_type: VisitType, *, at: datetime) -> bool:
    """Raise the billers' task to get the payer's word before a visit, due a week before it or now; says whether it is
    new. Nothing for a type that needs none. What was asked for another time of the visit is closed first."""
    if not visit_type.needs_authorization:
        return False
    no_authorization_needed(visit, at=at, because="The visit has another time.")
    wall = visit.starts_at.astimezone(ZoneInfo(zone_of(visit.unit_id)))
    when = f"{format_clock(wall)} on {day_text(wall.date())}"
    soon = visit.starts_at - at < timedelta(days=ANSWER_DAYS)
    return raise_task(
        kind=KIND,
        key=authorization_key(visit.id),
        title=f"Authorization needed before {visit_type.name} at {when}",
        detail="Ask the payer, keep the number with the visit, then finish this task.",
        path=f"/appointments/{visit.id}/",
        patient_id=visit.patient_id,
        role=Role.BILLER,
        unit_id=visit.unit_id,
        due_at=max(at, visit.starts_at - timedelta(days=ANSWER_DAYS)),
        organization_id=visit.organization_id,
        compartment=visit.compartment,
        priority=Priority.HIGH if soon else Priority.NORMAL,
        at=at,
    )


def no_authorization_needed(visit: Appointment, *, at: datetime, because: str) -> None:
    """Close the task of a visit, if it has one."""
    close_tasks(
        key=authorization_key(visit.id), organization_id=visit.organization_id, at=at, because=because
    )
