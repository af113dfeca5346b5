"""Choosing a free time on a patients' page: times by day, and the one that was chosen."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.http import HttpRequest

from wellrun.platform.ui.formatting import in_zone
from wellrun.practice.intake.rules.words import clock_in, day_in
from wellrun.practice.intake.screens.entering import Guest
from wellrun.practice.scheduling.api import Offer


@dataclass
class Day:
    """The free times of one day: the value that the form sends, the clock and the provider."""

    label: str
    times: list[tuple[str, str, str]] = field(default_factory=list)


def days_of(offers: list[Offer], guest: Guest) -> tuple[list[Day], str]:
    """Offers by day in the guest's words, a time once for each provider, and the day from which more would be
    looked for (ISO), "" when there was nothing."""
    days: dict[date, Day] = {}
    for offer in offers:
        wall = in_zone(offer.starts_at, guest.actor.zone)
        day = days.setdefault(wall.date(), Day(day_in(guest.language, wall.date())))
        value = value_of(offer.starts_at, offer.provider_id)
        day.times.append((value, clock_in(guest.language, wall), offer.provider_name))
    later = (max(days) + timedelta(days=1)).isoformat() if days else ""
    return list(days.values()), later


def value_of(starts_at: datetime, provider_id: uuid.UUID) -> str:
    """What a form sends for a time."""
    return f"{starts_at.astimezone(UTC):%Y%m%dT%H%M}.{provider_id}"


def from_on(request: HttpRequest) -> date | None:
    """The day from which to look, as the page asked for it."""
    try:
        return date.fromisoformat(request.GET.get("from", ""))
    except ValueError:
        return None


def chosen(request: HttpRequest) -> tuple[datetime, uuid.UUID] | None:
    """The time and provider that were chosen; None for anything that is no choice."""
    instant, _, provider = request.POST.get("time", "").partition(".")
    try:
        return datetime.strptime(instant, "%Y%m%dT%H%M").replace(tzinfo=UTC), uuid.UUID(provider)
    except ValueError:
        return None
