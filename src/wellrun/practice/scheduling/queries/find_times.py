"""Finding free times: hours of the providers, less what the time book holds, with a free room and device.

Windows of whole days are searched one after another, each twice as long as the one before, until there are
enough offers: a department with gaps tomorrow never reads the bookings of next month.
"""

from __future__ import annotations

import heapq
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from wellrun.engines import slots
from wellrun.platform.access.api import Actor, NotAllowed, NotFound
from wellrun.practice.scheduling.queries.free_time import Busy, FreeTime
from wellrun.practice.scheduling.queries.nearby import Order, minutes_away, rings
from wellrun.practice.scheduling.queries.wanted import wanted_types
from wellrun.practice.scheduling.queries.window import Department, Window
from wellrun.practice.scheduling.queries.wishes import ANY, Wishes

#: About how many resource-days of rooms and devices the first window reads; it bounds a search that finds at once.
FIRST_RESOURCE_DAYS = 60
LONGEST_FIRST_WINDOW_DAYS = 30


@dataclass(frozen=True)
class Offer:
    """A time at which everything that a visit needs is free. `visit_type_id` is the type of that department;
    `minutes_away` how far by car it is from the wished site, 0 where none was wished."""

    provider_id: uuid.UUID
    provider_name: str
    unit_id: uuid.UUID
    room_id: uuid.UUID | None
    device_ids: tuple[uuid.UUID, ...]
    starts_at: datetime
    ends_at: datetime
    visit_type_id: uuid.UUID
    room_name: str = ""
    assistant_id: uuid.UUID | None = None
    minutes_away: int = 0


def find_times(
    *,
    visit_type_id: uuid.UUID,
    provider_id: uuid.UUID | None = None,
    unit_ids: Iterable[uuid.UUID] | None = None,
    starts_on: date,
    days: int = 60,
    limit: int = 20,
    not_before: datetime | None = None,
    elsewhere: bool = False,
    wishes: Wishes = ANY,
    order: Order = "time",
    by: Actor,
    at: datetime,
) -> list[Offer]:
    """The first `limit` times from `starts_on` on, looking `days` ahead, that `by` may book; earliest first.

    Without `unit_ids` in the visit type's own department; with them in every one of these departments that offers
    the visit under the same name. Nothing before `at` or `not_before`, nobody whose license has lapsed by that day.
    With `elsewhere` also where `by` may not book, for who tells a patient whose desk to call: free times are nobody's
    health information.

    Nothing that is not as `wishes` say. With a wished site every department in reach that offers the visit is looked
    at, within the wished minutes; of equal times the nearest first, or with `order="distance"` the nearest department
    first and there the earliest.
    """
    if wishes.near_site_id is not None and unit_ids is None:
        unit_ids = by.reach.get("appointments.book", frozenset())
    asked, wanted = wanted_types(visit_type_id, unit_ids)
    if asked is None:
        raise NotFound()
    reach = by.reach.get("appointments.book", frozenset())
    if not (elsewhere and reach):
        wanted = [each for each in wanted if each.unit_id in reach]
    if not wanted:
        raise NotAllowed()
    today = max(at, not_before or at).astimezone(ZoneInfo(asked.zone)).date()
    first_on, last_on = max(starts_on, today), starts_on + timedelta(days=days)
    if first_on >= last_on:
        return []
    away = minutes_away(wanted, wishes)
    found: list[Offer] = []
    for ring in rings(wanted, away, order):
        search = FreeTime(ring, provider_id, first_on, last_on, at, not_before, wishes)
        search.away = away
        found += islice(_search(search, first_on, last_on, limit - len(found)), limit - len(found))
        if len(found) >= limit:
            break
    return found


def _search(search: FreeTime, first_on: date, last_on: date, limit: int) -> Iterator[Offer]:
    """The first offers, window by window and part by part; a part gives no more than `limit`."""
    for stage_on, until_on in _stages(search.width(), first_on, last_on):
        window = Window(search, stage_on, until_on)
        for part in window.parts():
            yield from _offers(window, part, limit)


def _stages(width: int, first_on: date, last_on: date) -> Iterator[tuple[date, date]]:
    """The windows of days to look at, each twice as long as the one before."""
    length = min(max(FIRST_RESOURCE_DAYS // max(width, 1), 1), LONGEST_FIRST_WINDOW_DAYS)
    while first_on < last_on:
        until_on = min(first_on + timedelta(days=length), last_on)
        yield first_on, until_on
        first_on, length = until_on, length * 2


def _offers(window: Window, part: tuple[int, int], limit: int) -> list[Offer]:
    """The first offers that begin in a part of the window.

    Credentials are read for those who would be offered, not for everybody who has hours; when somebody has a gap then,
    everybody's are read and the part is gone through again without the days of the gaps.
    """
    search, busy = window.search, window.read(part)
    found = list(islice(_merged(window, part, busy), limit))
    search.learn(offer.provider_id for offer in found)
    if any(_may_not_work(search, offer) for offer in found):
        search.learn(lead.ref.subject_id for each in window.departments for lead in each.leads)
        window.leave_gaps_out()
        found = list(islice(_merged(window, part, busy), limit))
    return found


def _may_not_work(search: FreeTime, offer: Offer) -> bool:
    zone = next(each.zone for each in search.wanted if each.id == offer.visit_type_id)
    return bool(
        search.gap(search.providers[offer.provider_id], offer.starts_at.astimezone(ZoneInfo(zone)).date())
    )


def _merged(window: Window, part: tuple[int, int], busy: Busy) -> Iterator[Offer]:
    """The offers of all departments by time and name of the provider, made as they are asked for."""
    return heapq.merge(
        *(_offers_of(window.search, department, part, busy) for department in window.departments),
        key=lambda offer: (offer.starts_at, offer.minutes_away, offer.provider_name, offer.provider_id),
    )


def _offers_of(
    search: FreeTime, department: Department, part: tuple[int, int], busy: Busy
) -> Iterator[Offer]:
    request, calendars = department.asked(busy, part)
    for offer in slots.offers_of(request, calendars):
        lead = search.by_key[offer.lead_key]
        chosen = {hold.need: search.by_key[hold.resource_key].subject_id for hold in offer.holds[1:]}
        yield Offer(
            provider_id=lead.subject_id,
            provider_name=lead.name,
            unit_id=department.wanted.unit_id,
            room_id=chosen.get("room"),
            device_ids=(chosen["device"],) if "device" in chosen else (),
            starts_at=offer.starts_at,
            ends_at=offer.ends_at,
            visit_type_id=department.wanted.id,
            room_name=next(
                (search.by_key[hold.resource_key].name for hold in offer.holds if hold.need == "room"), ""
            ),
            assistant_id=chosen.get("staff"),
            minutes_away=search.away.get(department.wanted.unit_id, 0),
        )
