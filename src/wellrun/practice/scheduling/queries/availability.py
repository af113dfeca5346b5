"""Reading hours as they were entered, for the pages that change them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from wellrun.practice.scheduling.models import Availability, AvailabilityException


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
