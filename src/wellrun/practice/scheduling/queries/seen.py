"""When a specialty saw a patient last, which decides whether the patient is new to it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from wellrun.practice.scheduling.models import Appointment, VisitState

#: A patient is new whom nobody of the same specialty in the group has seen within three years (Medicare Claims
#: Processing Manual, chapter 12, section 30.6.7).
NEW_AFTER_YEARS = 3


@dataclass(frozen=True)
class Seen:
    """The last finished visit of a patient with a specialty: where, by whom, and on which day there."""

    specialty: str
    site: str
    provider_name: str
    on: date


def seen_by_specialty(patient_id: uuid.UUID, before: datetime) -> dict[str, Seen]:
    """The last visit that was checked out within three years before an instant, by the name of the department:
    departments of one name are one specialty, whichever their site. One query."""
    rows = (
        Appointment.objects.filter(
            patient_id=patient_id,
            state=VisitState.CHECKED_OUT,
            starts_at__lt=before,
            starts_at__gte=years_before(before),
        )
        .order_by("starts_at")
        .values_list("unit__name", "unit__parent__name", "provider__display_name", "starts_at", "unit__zone")
    )
    return {
        name: Seen(name, site or "", provider, starts_at.astimezone(ZoneInfo(zone)).date())
        for name, site, provider, starts_at, zone in rows
    }


def years_before(at: datetime) -> datetime:
    """The instant `NEW_AFTER_YEARS` earlier; of a leap day the day before."""
    try:
        return at.replace(year=at.year - NEW_AFTER_YEARS)
    except ValueError:
        return (at - timedelta(days=1)).replace(year=at.year - NEW_AFTER_YEARS)
