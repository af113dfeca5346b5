"""Reading group visits with their seats."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q

from wellrun.platform.access.api import Actor, NotFound
from wellrun.practice.scheduling.models import Appointment, GroupVisit, VisitSeries
from wellrun.practice.scheduling.models.appointment import RELEASED


def groups_of(unit_ids: Iterable[uuid.UUID], *, since: datetime, limit: int = 100) -> list[GroupVisit]:
    """The group visits of these departments from an instant on, in time order, each with `taken`: its taken seats."""
    rows = GroupVisit.objects.filter(unit_id__in=list(unit_ids), starts_at__gte=since)
    counted = rows.annotate(taken=Count("visits", filter=~Q(visits__state__in=RELEASED)))
    whole = counted.select_related("visit_type", "provider", "room", "unit__parent")
    return list(whole.order_by("starts_at", "id")[:limit])


def group_for(by: Actor, group_id: uuid.UUID, capability: str = "appointments.read") -> GroupVisit:
    """One group visit for a screen; raises `NotFound` also for one of a department that is not theirs."""
    rows = GroupVisit.objects.select_related("visit_type", "provider", "room", "unit__parent")
    found = rows.filter(id=group_id).first()
    if found is None or not by.may(capability, found.unit_id):
        raise NotFound()
    return found


def visits_of_group(group_id: uuid.UUID) -> list[Appointment]:
    """The visits of a group with their patients, by seat; canceled ones included."""
    return list(
        Appointment.objects.filter(group_id=group_id).select_related("patient").order_by("seat", "id")
    )


def series_of(series_id: uuid.UUID) -> tuple[VisitSeries | None, list[Appointment]]:
    """A series and its visits with provider and department, by position."""
    rows = Appointment.objects.filter(series_id=series_id).select_related(
        "patient", "provider", "unit__parent"
    )
    return VisitSeries.objects.filter(id=series_id).first(), list(rows.order_by("series_position"))
