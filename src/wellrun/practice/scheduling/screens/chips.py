"""Offers as the pages show them: by day, then by provider, each time a chip to press."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse

from wellrun.practice.organization.api import Unit
from wellrun.practice.scheduling.queries.find_times import Offer
from wellrun.practice.scheduling.rules import clock_text


@dataclass(frozen=True)
class Chip:
    """One time: what it says, where it leads, and what it posts."""

    text: str
    url: str
    wall: str
    provider_id: uuid.UUID


@dataclass
class ChipRow:
    """The times of one provider in one department on one day."""

    provider_name: str
    place: str
    chips: list[Chip] = field(default_factory=list)


@dataclass
class ChipDay:
    """One day with its providers."""

    day: date
    rows: list[ChipRow] = field(default_factory=list)


def chips_of(offers: Iterable[Offer], units: Mapping[uuid.UUID, Unit], **carried: str) -> list[ChipDay]:
    """Offers by day and provider, in the order in which they come; `carried` goes along to the booking page."""
    days: dict[date, dict[tuple[uuid.UUID, uuid.UUID], ChipRow]] = {}
    for offer in offers:
        unit = units[offer.unit_id]
        wall = offer.starts_at.astimezone(ZoneInfo(unit.zone))
        row = days.setdefault(wall.date(), {}).setdefault(
            (offer.unit_id, offer.provider_id), ChipRow(offer.provider_name, place_of(unit))
        )
        row.chips.append(
            Chip(
                clock_text(wall),
                book_url(offer, **carried),
                wall.strftime("%Y-%m-%dT%H:%M"),
                offer.provider_id,
            )
        )
    return [ChipDay(day, list(rows.values())) for day, rows in days.items()]


def book_url(offer: Offer, **carried: str) -> str:
    """The booking page for an offer."""
    query = {
        "type": str(offer.visit_type_id),
        "provider": str(offer.provider_id),
        "at": offer.starts_at.strftime("%Y-%m-%dT%H:%MZ"),
    }
    return f"{reverse('scheduling:book')}?{urlencode(query | {k: v for k, v in carried.items() if v})}"


def place_of(unit: Unit) -> str:
    """A department with its site."""
    return f"{unit.name}, {unit.parent.name}" if unit.parent else unit.name


def instant_from(text: str) -> datetime | None:
    """The UTC instant of an address parameter, None when it is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
