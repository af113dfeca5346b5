"""Finding free times: hours of the providers, less what the time book holds, with a free room and device.

Windows of whole days are searched one after another, each twice as long as the one before, until there are
enough offers: a department with gaps tomorrow never reads the bookings of next month.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from wellrun.engines import slots
from wellrun.platform.access.api import Actor, NotAllowed, NotFound
from wellrun.practice.facilities.api import calibration_ends
from wellrun.practice.scheduling.models import VisitType
from wellrun.practice.scheduling.queries.hours import read_hours, windows_of
from wellrun.practice.scheduling.queries.visit_types import sister_visit_types, visit_type
from wellrun.practice.scheduling.rules import DayPart, day_bounds
from wellrun.practice.timebook.api import ResourceKind, ResourceRef, busy_steps, resource_refs
from wellrun.practice.workforce.api import Held, gap_sentence, held_by_providers

#: For "room" and "device" the calendars, by resource, of those that would serve.
Places = dict[str, dict[str, slots.Calendar]]

STEP_MINUTES = 5
ALIGN_MINUTES = 15
#: About how many resource-days the first window may read; it bounds the work of a search that finds at once.
FIRST_RESOURCE_DAYS = 450
#: Up to so many providers one query for them and their rooms is cheaper than two.
FEW_PROVIDERS = 30
LONGEST_FIRST_WINDOW_DAYS = 7


@dataclass(frozen=True)
class Offer:
    """A time at which everything that a visit needs is free. `visit_type_id` is the type of that department."""

    provider_id: uuid.UUID
    provider_name: str
    unit_id: uuid.UUID
    room_id: uuid.UUID | None
    device_ids: tuple[uuid.UUID, ...]
    starts_at: datetime
    ends_at: datetime
    visit_type_id: uuid.UUID


def find_times(
    *,
    visit_type_id: uuid.UUID,
    provider_id: uuid.UUID | None = None,
    unit_ids: Iterable[uuid.UUID] | None = None,
    starts_on: date,
    days: int = 60,
    limit: int = 20,
    by: Actor,
    at: datetime,
) -> list[Offer]:
    """The first `limit` times from `starts_on` on, looking `days` ahead, that `by` may book; earliest first.

    Without `unit_ids` in the visit type's own department; with them in every one of these departments that offers
    the visit under the same name. Nothing before `at`, nobody whose license has lapsed by that day.
    """
    kind = visit_type(visit_type_id)
    if kind is None:
        raise NotFound()
    kinds = [kind] if unit_ids is None else sister_visit_types(kind, unit_ids)
    reach = by.reach.get("appointments.book", frozenset())
    kinds = [each for each in kinds if each.unit_id in reach]
    if not kinds:
        raise NotAllowed()
    today = at.astimezone(ZoneInfo(kind.unit.zone)).date()
    first_on, last_on = max(starts_on, today), starts_on + timedelta(days=days)
    if first_on >= last_on:
        return []
    search = _Search(kinds, provider_id, first_on, last_on, at)
    offers: list[Offer] = []
    for stage_on, until_on in search.stages(first_on, last_on):
        offers += search.offers(stage_on, until_on, limit - len(offers))
        if len(offers) >= limit:
            break
    return offers


class _Search:
    """What stays the same from window to window: visit types, resources, credentials."""

    def __init__(
        self,
        kinds: Sequence[VisitType],
        provider_id: uuid.UUID | None,
        first_on: date,
        until_on: date,
        at: datetime,
    ) -> None:
        self.kinds = kinds
        self.at = at
        units = [kind.unit_id for kind in kinds]
        refs = resource_refs(
            organization_id=kinds[0].organization_id, unit_ids=units, provider_id=provider_id
        )
        self.providers = {ref.subject_id: ref for ref in refs if ref.kind == ResourceKind.PROVIDER}
        self.places = [ref for ref in refs if ref.kind != ResourceKind.PROVIDER]
        self.places_at: dict[uuid.UUID, list[ResourceRef]] = defaultdict(list)
        for ref in self.places:
            self.places_at[ref.unit_id].append(ref)
        self.by_key = {str(ref.id): ref for ref in refs}
        self.hours = read_hours(unit_ids=units, first_on=first_on, until_on=until_on, provider_id=provider_id)
        self.held: dict[uuid.UUID, list[Held]] = held_by_providers({who for _, who in self.hours.places()})
        self.calibrated: dict[uuid.UUID, date | None] = {}
        for device_kind in {kind.device_kind for kind in kinds} - {""}:
            self.calibrated |= calibration_ends(units, device_kind)

    def stages(self, first_on: date, last_on: date) -> Iterator[tuple[date, date]]:
        """The windows of days to look at, each twice as long as the one before."""
        width = len(self._place_ids()) + len(self.hours.places())
        length = min(max(FIRST_RESOURCE_DAYS // max(width, 1), 1), LONGEST_FIRST_WINDOW_DAYS)
        while first_on < last_on:
            until_on = min(first_on + timedelta(days=length), last_on)
            yield first_on, until_on
            first_on, length = until_on, length * 2

    def offers(self, first_on: date, until_on: date, limit: int) -> list[Offer]:
        """The first offers on the days first_on..until_on.

        Where many providers might do, rooms and devices are looked at first: the bookings of providers are read only
        for departments that have a place at all.
        """
        horizon = self._horizon(first_on, until_on)
        leads = {
            place: self.providers[place[1]].id for place in self.hours.places() if place[1] in self.providers
        }
        few = len(leads) <= FEW_PROVIDERS
        busy = self._busy(self._place_ids() | (set(leads.values()) if few else set()), horizon)
        open_kinds = self._with_places(horizon, busy)
        if not open_kinds or not leads:
            return []
        if not few:
            units = {kind.unit_id for kind, _ in open_kinds}
            busy |= self._busy({lead for (unit_id, _), lead in leads.items() if unit_id in units}, horizon)
        hours: dict[uuid.UUID, dict[uuid.UUID, dict[date, list[DayPart]]]] = defaultdict(dict)
        for (unit_id, provider), days in self.hours.between(first_on, until_on).items():
            hours[unit_id][provider] = days
        found = [
            self._offers_of(kind, places, hours[kind.unit_id], horizon, busy, limit)
            for kind, places in open_kinds
        ]
        return sorted((offer for each in found for offer in each), key=_order)[:limit]

    def _place_ids(self) -> set[int]:
        tags = {kind.room_kind for kind in self.kinds} | {kind.device_kind for kind in self.kinds}
        return {ref.id for ref in self.places if tags & set(ref.tags)}

    def _busy(self, resource_ids: set[int], horizon: slots.Horizon) -> dict[int, dict[int, int]]:
        return busy_steps(
            resource_ids=resource_ids,
            starts_at=horizon.starts_at,
            ends_at=horizon.ends_at,
            step_minutes=STEP_MINUTES,
            at=self.at,
        )

    def _horizon(self, first_on: date, until_on: date) -> slots.Horizon:
        zones = {kind.unit.zone for kind in self.kinds}
        starts_at = min(day_bounds(first_on, zone)[0] for zone in zones)
        ends_at = max(day_bounds(until_on, zone)[0] for zone in zones)
        steps = int((ends_at - starts_at).total_seconds()) // 60 // STEP_MINUTES
        # Two hours more, so that the buffer after the last visit of the last day has room.
        return slots.Horizon(starts_at, steps + 120 // STEP_MINUTES, STEP_MINUTES)

    def _with_places(
        self, horizon: slots.Horizon, busy: dict[int, dict[int, int]]
    ) -> list[tuple[VisitType, Places]]:
        """The visit types whose room and device are free at some time, with the calendars of these."""
        found = []
        for kind in self.kinds:
            asked = [
                (name, tag) for name, tag in (("room", kind.room_kind), ("device", kind.device_kind)) if tag
            ]
            places = {name: self._places_of(name, tag, kind, horizon, busy) for name, tag in asked}
            if all(any(calendar.free for calendar in each.values()) for each in places.values()):
                found.append((kind, places))
        return found

    def _places_of(
        self, name: str, tag: str, kind: VisitType, horizon: slots.Horizon, busy: dict[int, dict[int, int]]
    ) -> dict[str, slots.Calendar]:
        calendars = {}
        for ref in self.places_at[kind.unit_id]:
            if ref.kind != name or tag not in ref.tags:
                continue
            ends_at = horizon.ends_at
            if name == "device":
                if ref.subject_id not in self.calibrated:
                    continue
                until = self.calibrated[ref.subject_id]
                ends_at = day_bounds(until, kind.unit.zone)[1] if until else ends_at
            calendars[str(ref.id)] = _calendar(
                ref, horizon, (slots.Window(horizon.starts_at, ends_at),), busy
            )
        return calendars

    def _offers_of(
        self,
        kind: VisitType,
        places: Places,
        hours: dict[uuid.UUID, dict[date, list[DayPart]]],
        horizon: slots.Horizon,
        busy: dict[int, dict[int, int]],
        limit: int,
    ) -> list[Offer]:
        calendars: dict[str, slots.Calendar] = {}
        for provider, days in hours.items():
            windows = self._windows(provider, days, kind.unit.zone) if provider in self.providers else ()
            if windows:
                ref = self.providers[provider]
                calendars[str(ref.id)] = _calendar(ref, horizon, windows, busy)
        if not calendars:
            return []
        # The provider is free while the place is cleaned; without a place it is the provider who cleans up.
        buffer = kind.buffer_after_minutes
        needs = [
            slots.Need("provider", tuple(calendars), buffer_after_minutes=0 if places else buffer),
            *(slots.Need(name, tuple(each), buffer_after_minutes=buffer) for name, each in places.items()),
        ]
        for each in places.values():
            calendars |= each
        request = slots.Request(kind.minutes, tuple(needs), ALIGN_MINUTES, earliest_at=self.at)
        return [self._offer(kind, offer) for offer in slots.find_starts(request, calendars, limit)]

    def _windows(
        self, provider: uuid.UUID, days: dict[date, list[DayPart]], zone: str
    ) -> tuple[slots.Window, ...]:
        name, held = self.providers[provider].name, self.held.get(provider, ())
        return tuple(
            window
            for day, parts in days.items()
            if not gap_sentence(name, held, day)
            for part in parts
            for window in windows_of(day, part.starts, part.ends, zone)
        )

    def _offer(self, kind: VisitType, offer: slots.Offer) -> Offer:
        lead = self.by_key[offer.lead_key]
        chosen = {hold.need: self.by_key[hold.resource_key].subject_id for hold in offer.holds[1:]}
        return Offer(
            provider_id=lead.subject_id,
            provider_name=lead.name,
            unit_id=kind.unit_id,
            room_id=chosen.get("room"),
            device_ids=(chosen["device"],) if "device" in chosen else (),
            starts_at=offer.starts_at,
            ends_at=offer.ends_at,
            visit_type_id=kind.id,
        )


def _order(offer: Offer) -> tuple[datetime, str, uuid.UUID]:
    return offer.starts_at, offer.provider_name, offer.provider_id


def _calendar(
    ref: ResourceRef,
    horizon: slots.Horizon,
    windows: tuple[slots.Window, ...],
    busy: dict[int, dict[int, int]],
) -> slots.Calendar:
    opened, taken = slots.open_bits(horizon, windows), busy.get(ref.id, {})
    lanes = tuple(opened & ~taken.get(lane, 0) for lane in range(ref.capacity))
    return slots.Calendar(str(ref.id), horizon, lanes, windows)
