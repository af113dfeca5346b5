"""The first times of a search as they are read out on the telephone, and where its next page begins."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from wellrun.platform.ui.formatting import format_clock, format_phone
from wellrun.practice.organization.api import Unit, sites_of
from wellrun.practice.scheduling.queries.find_times import Offer
from wellrun.practice.scheduling.screens.chips import book_url, place_of

READ_OUT = 3


@dataclass(frozen=True)
class Earliest:
    """One of the first times: when in words, with whom, where, in which room; `url` is "" where others book."""

    number: str
    when: str
    how_soon: str
    provider_name: str
    where: str
    url: str
    desk: str


def earliest_of(
    offers: Iterable[Offer],
    units: Mapping[uuid.UUID, Unit],
    desks: Mapping[uuid.UUID, str],
    today: date,
    patient: str,
    **carried: str,
) -> list[Earliest]:
    """The first three times that are not the same time again: one provider each, or one time each."""
    chosen: list[Offer] = []
    for offer in offers:
        if any(offer.starts_at < each.ends_at and offer.provider_id == each.provider_id for each in chosen):
            continue
        chosen.append(offer)
        if len(chosen) == READ_OUT:
            break
    found = []
    for number, offer in enumerate(chosen, start=1):
        unit, desk = units[offer.unit_id], desks.get(offer.unit_id, "")
        wall = offer.starts_at.astimezone(ZoneInfo(unit.zone))
        where = ", ".join(filter(None, (offer.room_name, place_of(unit))))
        found.append(
            Earliest(
                str(number),
                f"{wall:%a}, {wall:%b} {wall.day}, {format_clock(wall)}",
                how_soon((wall.date() - today).days),
                offer.provider_name,
                where,
                "" if desk else book_url(offer, patient=patient, **carried),
                desk,
            )
        )
    return found


def how_soon(days: int) -> str:
    """Days from today in words."""
    return ("today", "tomorrow")[days] if days in (0, 1) else f"in {days} days"


def cut(offers: list[Offer], limit: int) -> tuple[list[Offer], datetime | None]:
    """A full page of offers up to the last start that is whole, and the instant at which the next page begins; None
    where there is no more."""
    if len(offers) < limit:
        return offers, None
    last = offers[-1].starts_at
    whole = [offer for offer in offers if offer.starts_at < last]
    # A page full of one and the same time goes on a quarter of an hour later.
    return (whole, last) if whole else (offers, last + timedelta(minutes=15))


def desks_of(
    organization_id: uuid.UUID, units: Iterable[Unit], mine: Collection[uuid.UUID]
) -> dict[uuid.UUID, str]:
    """Whom to call for each of these departments that is not `mine`: the desk of its site with its number. One query,
    none when all are."""
    others = {unit.id: unit for unit in units if unit.id not in mine}
    if not others:
        return {}
    sites = {site.id: site for site in sites_of(organization_id)}
    return {
        each.id: f"{sites[each.parent_id].name} desk, {format_phone(sites[each.parent_id].site.phone)}"
        if each.parent_id in sites
        else f"{each.name} desk"
        for each in others.values()
    }
