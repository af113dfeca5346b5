"""Offers as the pages show them: by day, then by provider, each time a chip to press."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse

from wellrun.platform.ui.formatting import format_clock
from wellrun.practice.organization.api import Unit
from wellrun.practice.scheduling.queries.find_times import Offer

#: So many times of a provider's morning or afternoon are shown at once; the others open with one press.
SHOWN = 6


@dataclass(frozen=True)
class Chip:
    """One time: what it says, where it leads ("" where the reader may not book), and what it posts."""

    text: str
    url: str
    wall: str
    provider_id: uuid.UUID


@dataclass
class ChipPart:
    """The times of a morning or an afternoon."""

    name: str
    chips: list[Chip] = field(default_factory=list)

    @property
    def first(self) -> list[Chip]:
        """What is shown at once; one more time never hides behind a press."""
        return self.chips if len(self.chips) == SHOWN + 1 else self.chips[:SHOWN]

    @property
    def others(self) -> list[Chip]:
        """What opens with a press."""
        return self.chips[len(self.first) :]


@dataclass
class ChipRow:
    """The times of one provider in one department on one day. `desk` is whom to call where the reader may not book;
    `key` tells the row from every other of a page, later ones included."""

    key: str
    provider_name: str
    place: str
    desk: str = ""
    parts: list[ChipPart] = field(default_factory=list)


@dataclass
class ChipDay:
    """One day with its providers; `since` says from when on, where the times before are shown already."""

    day: date
    rows: list[ChipRow] = field(default_factory=list)
    since: str = ""


def chips_of(
    offers: Iterable[Offer],
    units: Mapping[uuid.UUID, Unit],
    *,
    desks: Mapping[uuid.UUID, str] | None = None,
    **carried: str,
) -> list[ChipDay]:
    """Offers by day, provider and half of the day, in the order in which they come; `carried` goes along to the booking
    page. `desks` names whom to call for departments in which the reader does not book."""
    days: dict[date, dict[tuple[uuid.UUID, uuid.UUID], ChipRow]] = {}
    for offer in offers:
        unit, desk = units[offer.unit_id], (desks or {}).get(offer.unit_id, "")
        wall = offer.starts_at.astimezone(ZoneInfo(unit.zone))
        row = days.setdefault(wall.date(), {}).setdefault(
            (offer.unit_id, offer.provider_id),
            ChipRow(
                f"{wall:%Y%m%d%H%M}-{offer.unit_id}-{offer.provider_id}",
                offer.provider_name,
                place_of(unit),
                desk,
            ),
        )
        name = "Morning" if wall.hour < 12 else "Afternoon"
        if not row.parts or row.parts[-1].name != name:
            row.parts.append(ChipPart(name))
        row.parts[-1].chips.append(
            Chip(
                format_clock(wall),
                "" if desk else book_url(offer, **carried),
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
