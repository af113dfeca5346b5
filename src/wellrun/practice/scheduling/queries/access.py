"""How soon a patient can come: the third next available visit, by provider and visit type.

The third and not the first, because one late cancellation says nothing about access; calendar days; time that is kept
for other visits does not count (Institute for Healthcare Improvement, "Third Next Available Appointment").
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from wellrun.platform.access.api import Actor
from wellrun.practice.scheduling.models import AccessSample, VisitType
from wellrun.practice.scheduling.queries.find_times import Offer, find_times
from wellrun.practice.scheduling.queries.hours import read_hours
from wellrun.practice.workforce.api import provider_names

#: How many days ahead is looked.
HORIZON_DAYS = 120
#: Free times that are read to find three that could all be booked.
OFFERS = 60
#: Days that a guide calls good: primary care, and specialties.
GOOD_DAYS = {"primary": 1, "specialty": 14}


@dataclass(frozen=True)
class Access:
    """When a provider's third next visit of a type is; None where it is beyond the horizon."""

    unit_id: uuid.UUID
    visit_type_id: uuid.UUID
    provider_id: uuid.UUID
    provider_name: str
    starts_at: datetime | None
    days: int | None


def third_next(offers: Iterable[Offer]) -> Offer | None:
    """The third of these free times, by start, counting only such as could all be booked: each begins when the one
    before has ended."""
    count, free_from = 0, None
    for offer in offers:
        if free_from is None or offer.starts_at >= free_from:
            count, free_from = count + 1, offer.ends_at
            if count == 3:
                return offer
    return None


def access_of(*, kinds: Sequence[VisitType], by: Actor, at: datetime) -> list[Access]:
    """The third next available visit of these types with everybody who has hours in their departments. A search for
    each provider and type."""
    found = []
    for kind in kinds:
        on = at.astimezone(ZoneInfo(kind.unit.zone)).date()
        people = _with_hours(kind, on)
        for provider_id, name in sorted(people.items(), key=lambda each: each[1]):
            offers = find_times(
                visit_type_id=kind.id,
                provider_id=provider_id,
                starts_on=on,
                days=HORIZON_DAYS,
                limit=OFFERS,
                by=by,
                at=at,
            )
            third = third_next(offers)
            found.append(
                Access(
                    kind.unit_id,
                    kind.id,
                    provider_id,
                    name,
                    third.starts_at if third else None,
                    _days(on, third, kind) if third else None,
                )
            )
    return found


def _days(on: date, third: Offer, kind: VisitType) -> int:
    return (third.starts_at.astimezone(ZoneInfo(kind.unit.zone)).date() - on).days


def _with_hours(kind: VisitType, on: date) -> dict[uuid.UUID, str]:
    hours = read_hours(unit_ids=[kind.unit_id], first_on=on, until_on=on + timedelta(days=HORIZON_DAYS))
    return provider_names({provider for unit_id, provider in hours.places() if unit_id == kind.unit_id})


def samples_of(unit_ids: Iterable[uuid.UUID], *, since: date) -> list[AccessSample]:
    """What was seen in these departments since a day, the oldest first."""
    rows = AccessSample.objects.filter(unit_id__in=list(unit_ids), on__gte=since)
    return list(rows.order_by("on", "id"))
