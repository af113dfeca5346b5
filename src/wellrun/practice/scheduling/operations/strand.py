"""Visits whose room, device or provider is gone: one task each, until somebody has moved or cancelled them."""

from __future__ import annotations

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from wellrun.platform.access.matrix import Role
from wellrun.platform.ui.formatting import format_clock
from wellrun.practice.scheduling.models import Appointment, VisitState
from wellrun.practice.scheduling.models.appointment import RELEASED
from wellrun.practice.scheduling.rules import day_text
from wellrun.practice.worklist.api import Priority, close_tasks, raise_task

KIND = "visit stranded"


def key_of(appointment_id: uuid.UUID) -> str:
    """The key of the task of one stranded visit."""
    return f"{KIND}:{appointment_id}"


def raise_stranded(*, appointment_ids: list[uuid.UUID], because: str, at: datetime) -> int:
    """Raise one task for each of these visits that still holds time and is not over (of each visit of a group that is
    among them); says how many are new. Due a quarter of the time that is left before the visit, so that the nearest
    come first. It leads to the plan of its visit, or to the group."""
    wanted = Q(id__in=appointment_ids) | Q(group_id__in=appointment_ids)
    rows = Appointment.objects.filter(wanted, ends_at__gt=at)
    rows = rows.exclude(state__in=(*RELEASED, VisitState.WITH_PROVIDER, VisitState.CHECKED_OUT))
    raised = 0
    for visit in rows.select_related("provider", "unit").order_by("starts_at"):
        wall = visit.starts_at.astimezone(ZoneInfo(visit.unit.zone))
        when = f"{format_clock(wall)} on {day_text(wall.date())}"
        raised += raise_task(
            kind=KIND,
            key=key_of(visit.id),
            title=f"Move the visit at {when} with {visit.provider.display_name}",
            detail=because,
            path=f"/appointments/groups/{visit.group_id}/"
            if visit.group_id
            else f"/appointments/{visit.id}/rebooking/",
            patient_id=visit.patient_id,
            role=Role.MEDICAL_SECRETARY,
            unit_id=visit.unit_id,
            due_at=max(at, at + (visit.starts_at - at) / 4),
            organization_id=visit.organization_id,
            compartment=visit.compartment,
            priority=Priority.HIGH,
            at=at,
        )
    return raised


def no_longer_stranded(appointment: Appointment, *, at: datetime, because: str) -> None:
    """Close the task of a visit that was moved or cancelled, if it had one."""
    close_tasks(
        key=key_of(appointment.id), organization_id=appointment.organization_id, at=at, because=because
    )


def tell_no_time(appointment: Appointment, *, because: str, at: datetime) -> None:
    """Give a visit for which no time was found a task that says so, in place of the one it had."""
    no_longer_stranded(appointment, at=at, because="A plan found no time for it: a new task says why.")
    raise_stranded(appointment_ids=[appointment.id], because=because, at=at)
