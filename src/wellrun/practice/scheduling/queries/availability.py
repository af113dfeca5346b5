"""Reading hours as they were entered, for the pages that change them."""

from __future__ import annotations

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from wellrun.practice.scheduling.models import (
    Availability,
    AvailabilityException,
    ClosedDay,
    SessionLimit,
    StaffHours,
    TypeBlock,
)


def weekly_of(
    unit_ids: Iterable[uuid.UUID], on: date
) -> dict[tuple[uuid.UUID, uuid.UUID], list[Availability]]:
    """The weekly hours in force on a day, by department and provider."""
    rows = Availability.objects.filter(
        Q(effective_to__isnull=True) | Q(effective_to__gt=on),
        unit_id__in=list(unit_ids),
        effective_from__lte=on,
    )
    found: dict[tuple[uuid.UUID, uuid.UUID], list[Availability]] = defaultdict(list)
    for row in rows.order_by("weekday", "starts"):
        found[(row.unit_id, row.provider_id)].append(row)
    return found


def exceptions_of(provider_id: uuid.UUID, unit_id: uuid.UUID, *, since: date) -> list[AvailabilityException]:
    """The days from `since` on that differ for a provider in a department, or everywhere."""
    rows = AvailabilityException.objects.filter(
        Q(unit_id__isnull=True) | Q(unit_id=unit_id), provider_id=provider_id, on__gte=since
    )
    return list(rows.order_by("on", "starts"))


def pattern_version(provider_id: uuid.UUID, unit_id: uuid.UUID) -> str:
    """What tells one state of a provider's weekly hours in a department from another: every change makes a new one."""
    rows = Availability.objects.filter(provider_id=provider_id, unit_id=unit_id).order_by("id")
    state = "".join(f"{row}{until}" for row, until in rows.values_list("id", "effective_to"))
    return hashlib.sha256(state.encode()).hexdigest()[:16]


def blocks_of(provider_id: uuid.UUID, unit_id: uuid.UUID, *, since: date) -> list[TypeBlock]:
    """The stretches of a provider in a department that are kept for some types on `since` or later, by weekday."""
    rows = TypeBlock.objects.filter(
        Q(effective_to__isnull=True) | Q(effective_to__gt=since), provider_id=provider_id, unit_id=unit_id
    )
    return list(rows.order_by("weekday", "starts", "effective_from"))


def limits_of(provider_id: uuid.UUID, unit_id: uuid.UUID, *, since: date) -> list[SessionLimit]:
    """The session limits of a provider in a department on `since` or later, with their types, by weekday."""
    rows = SessionLimit.objects.filter(
        Q(effective_to__isnull=True) | Q(effective_to__gt=since), provider_id=provider_id, unit_id=unit_id
    )
    return list(rows.select_related("visit_type").order_by("weekday", "starts", "effective_from"))


def closed_days_of(unit_ids: Iterable[uuid.UUID], *, since: date) -> list[ClosedDay]:
    """The days from `since` on that are closed at these very units, with them, in order of time."""
    rows = ClosedDay.objects.filter(unit_id__in=list(unit_ids), on__gte=since)
    return list(rows.select_related("unit").order_by("on", "starts", "unit__name"))


def staff_hours_of(unit_ids: Iterable[uuid.UUID], on: date) -> dict[uuid.UUID, list[StaffHours]]:
    """The weekly hours of assistants of these departments that are in force on a day, by employee."""
    rows = StaffHours.objects.filter(
        Q(effective_to__isnull=True) | Q(effective_to__gt=on),
        unit_id__in=list(unit_ids),
        effective_from__lte=on,
    )
    found: dict[uuid.UUID, list[StaffHours]] = defaultdict(list)
    for row in rows.order_by("weekday", "starts"):
        found[row.employee_id].append(row)
    return found
