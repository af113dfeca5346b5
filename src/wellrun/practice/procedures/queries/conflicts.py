"""What stands in a case's way: the surgeon's visits and other cases, and the patient's own visits."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from wellrun.platform.access.api import Actor
from wellrun.practice.facilities.api import Stranded, describe_bookings
from wellrun.practice.procedures.models import HOLDS_TIME, Case
from wellrun.practice.scheduling.api import Appointment, VisitState
from wellrun.practice.timebook.api import LONGEST, busy_times, resource_for


@dataclass(frozen=True)
class Conflict:
    """One thing in the way; `path` is the page on which it is moved, "" for what the reader may not open."""

    starts_at: datetime
    title: str
    detail: str
    path: str
    patient_id: uuid.UUID | None = None


def in_the_way(
    *,
    provider_id: uuid.UUID,
    starts_at: datetime,
    ends_at: datetime,
    but: uuid.UUID | None = None,
    by: Actor,
    at: datetime,
) -> list[Conflict]:
    """What the surgeon has in [starts_at, ends_at) beside the case `but`, in time order. What `by` may not see is said
    without its subject."""
    resource = resource_for(provider_id)
    busy = busy_times(resource_ids=[resource.id], starts_at=starts_at, ends_at=ends_at, at=at)
    bookings = {one.booking_id: one for one in busy.get(resource.id, ()) if one.booking_id != but}
    described = {row.booking_id: row for row in describe_bookings(by, list(bookings))}
    found = [
        _told(described[booking])
        if booking in described
        else Conflict(one.starts_at, one.kind.capitalize(), resource.name, "")
        for booking, one in bookings.items()
    ]
    return sorted(found, key=lambda one: one.starts_at)


def _told(row: Stranded) -> Conflict:
    return Conflict(row.starts_at, row.title, row.detail, row.path, row.patient_id)


def patient_elsewhere(case: Case) -> list[Appointment]:
    """The patient's own visits during a case, for the page of the case; of departments the reader may see."""
    if case.starts_at is None or case.ends_at is None:
        return []
    rows = Appointment.objects.filter(
        patient_id=case.patient_id,
        starts_at__lt=case.ends_at,
        starts_at__gt=case.starts_at - LONGEST,
        ends_at__gt=case.starts_at,
    ).exclude(state__in=[VisitState.CANCELLED, VisitState.NO_SHOW])
    return list(rows.select_related("provider", "visit_type", "unit").order_by("starts_at"))


def describe_cases(by: Actor, booking_ids: list[uuid.UUID]) -> list[Stranded]:
    """Bookings of the time book in the words of procedures, as far as `by` may see the department's cases."""
    reach = by.reach.get("cases.read", frozenset())
    rows = Case.objects.filter(id__in=list(booking_ids), unit_id__in=reach, state__in=HOLDS_TIME)
    return [
        Stranded(
            case.id,
            case.starts_at,
            f"Case of {case.patient.name}",
            case.facility.name,
            reverse("procedures:case", args=[case.id]),
            case.patient_id,
        )
        for case in rows.select_related("patient", "facility")
        if case.starts_at is not None
    ]
