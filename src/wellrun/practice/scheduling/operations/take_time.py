"""Taking the time of a visit: provider, a free room of the kind, a free device; together or not at all."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db import OperationalError, transaction

from wellrun.platform.access.api import Actor, Refused
from wellrun.practice.facilities.api import calibration_ends
from wellrun.practice.scheduling.models import VisitType
from wellrun.practice.scheduling.queries.find_times import Offer, find_times
from wellrun.practice.scheduling.rules import clock_text
from wellrun.practice.timebook import api as timebook
from wellrun.practice.timebook.api import BusyTime, Need, Resource, ResourceKind

NEXT_OFFERS = 4
DEADLOCK = "40P01"


class TimeTaken(Refused):
    """Somebody else has the time. `next_offers` are the next best times of the same visit: first those of the
    same provider, then anybody's, in time order; they are searched when they are read, in the reader's
    transaction."""

    status = 409
    field = "starts_at"

    def __init__(self, sentence: str, wish: Wish | None = None) -> None:
        super().__init__(sentence)
        self._wish = wish

    @cached_property
    def next_offers(self) -> list[Offer]:
        """The next best times, at most eight."""
        return self._wish.next_offers() if self._wish else []


@dataclass(frozen=True)
class Wish:
    """What somebody wanted to book: enough to look for the next best."""

    visit_type: VisitType
    provider_id: uuid.UUID
    starts_at: datetime
    by: Actor
    at: datetime

    def next_offers(self) -> list[Offer]:
        """Up to four times of the same provider and four of anybody, at or after the wanted one."""
        same = self._search(self.provider_id)
        known = {(offer.starts_at, offer.provider_id) for offer in same}
        others = [offer for offer in self._search(None) if (offer.starts_at, offer.provider_id) not in known]
        return sorted([*same, *others], key=lambda offer: (offer.starts_at, offer.provider_name))

    def _search(self, provider_id: uuid.UUID | None) -> list[Offer]:
        zone = ZoneInfo(self.visit_type.unit.zone)
        return find_times(
            visit_type_id=self.visit_type.id,
            provider_id=provider_id,
            starts_on=self.starts_at.astimezone(zone).date(),
            limit=NEXT_OFFERS,
            by=self.by,
            at=max(self.at, self.starts_at),
        )


@dataclass(frozen=True)
class Taken:
    """What was taken for a visit."""

    room_id: uuid.UUID | None
    device_ids: tuple[uuid.UUID, ...]
    ends_at: datetime


@dataclass(frozen=True)
class _Wanted:
    """One thing the visit needs: any of `resources`, in order of preference, until `ends_at`."""

    name: str
    resources: Sequence[Resource]
    ends_at: datetime


def refuse_taken(
    *, visit_type: VisitType, provider: Resource, starts_at: datetime, by: Actor, at: datetime
) -> None:
    """Raise `TimeTaken` when the provider is busy then. A look, not a promise: `take_time` decides."""
    ends_at = starts_at + timedelta(minutes=visit_type.minutes)
    busy = timebook.busy_times(resource_ids=[provider.id], starts_at=starts_at, ends_at=ends_at, at=at)
    wish = Wish(visit_type, provider.subject_id, starts_at, by, at)
    _need(_Wanted("provider", [provider], ends_at), starts_at, busy, set(), None, wish)


def take_time(
    *,
    appointment_id: uuid.UUID,
    visit_type: VisitType,
    provider: Resource,
    starts_at: datetime,
    room_id: uuid.UUID | None = None,
    only_room: bool = False,
    moving: bool = False,
    by: Actor,
    at: datetime,
) -> Taken:
    """Reserve everything for a visit under its id, or raise `TimeTaken` and reserve nothing.

    `room_id` is tried first (alone with `only_room`); then any free room of the kind. `moving` gives back what the
    visit holds in the same step. Providers prefer different rooms, so that two bookings rarely want the same one.
    """
    wish = Wish(visit_type, provider.subject_id, starts_at, by, at)
    wanted = _wanted(visit_type, provider, starts_at, room_id if only_room else None)
    wanted = [_preferring(each, room_id, provider.id) for each in wanted]
    busy = timebook.busy_times(
        resource_ids=[resource.id for each in wanted for resource in each.resources],
        starts_at=starts_at,
        ends_at=max(each.ends_at for each in wanted),
        at=at,
    )
    lost: set[tuple[int, int]] = set()
    while True:
        needs = [_need(each, starts_at, busy, lost, appointment_id, wish) for each in wanted]
        try:
            with transaction.atomic():
                act = timebook.move if moving else timebook.reserve
                act(booking_id=appointment_id, needs=needs, kind="visit", at=at)
        except timebook.TimeTaken as taken:
            # Taken between the look and the insert: another room may do, another provider not.
            lost |= {(need.resource.id, need.lane) for need in needs if need.resource.id == taken.resource.id}
        except OperationalError as fault:
            if getattr(fault.__cause__, "sqlstate", "") != DEADLOCK:
                raise
            raise TimeTaken("Somebody is changing the same times just now. Try again.", wish) from fault
        else:
            return _taken(visit_type, starts_at, needs)


def _wanted(
    visit_type: VisitType, provider: Resource, starts_at: datetime, only_room: uuid.UUID | None
) -> list[_Wanted]:
    ends_at = starts_at + timedelta(minutes=visit_type.minutes)
    cleaned_at = ends_at + timedelta(minutes=visit_type.buffer_after_minutes)
    keeps_place = bool(visit_type.room_kind or visit_type.device_kind)
    wanted = [_Wanted("provider", [provider], ends_at if keeps_place else cleaned_at)]
    if visit_type.room_kind:
        rooms = _places(visit_type, ResourceKind.ROOM, visit_type.room_kind)
        if only_room:
            rooms = [room for room in rooms if room.subject_id == only_room]
        wanted.append(_Wanted(f"{visit_type.room_kind} room", rooms, cleaned_at))
    if visit_type.device_kind:
        on = starts_at.astimezone(ZoneInfo(visit_type.unit.zone)).date()
        ends = calibration_ends([visit_type.unit_id], visit_type.device_kind)
        devices = [
            device
            for device in _places(visit_type, ResourceKind.DEVICE, visit_type.device_kind)
            if device.subject_id in ends and _calibrated(ends[device.subject_id], on)
        ]
        wanted.append(_Wanted(visit_type.device_kind, devices, cleaned_at))
    return wanted


def _calibrated(until: date | None, on: date) -> bool:
    return until is None or on <= until


def _places(visit_type: VisitType, kind: ResourceKind, tag: str) -> list[Resource]:
    return timebook.resources_of(
        organization_id=visit_type.organization_id, kind=kind, unit_ids=[visit_type.unit_id], tag=tag
    )


def _preferring(wanted: _Wanted, room_id: uuid.UUID | None, turn: int) -> _Wanted:
    resources = list(wanted.resources)
    if resources:
        turn %= len(resources)
        resources = resources[turn:] + resources[:turn]
    resources.sort(key=lambda resource: resource.subject_id != room_id)
    return _Wanted(wanted.name, resources, wanted.ends_at)


def _need(
    wanted: _Wanted,
    starts_at: datetime,
    busy: dict[int, list[BusyTime]],
    lost: set[tuple[int, int]],
    own: uuid.UUID | None,
    wish: Wish,
) -> Need:
    for resource in wanted.resources:
        taken = {
            time.lane
            for time in busy.get(resource.id, ())
            if time.booking_id != own and time.starts_at < wanted.ends_at and time.ends_at > starts_at
        }
        for lane in range(resource.capacity):
            if lane not in taken and (resource.id, lane) not in lost:
                return Need(resource, starts_at, wanted.ends_at, lane)
    wall = starts_at.astimezone(ZoneInfo(wish.visit_type.unit.zone))
    if wanted.name == "provider":
        name = wanted.resources[0].name
        raise TimeTaken(
            f"{name} was just taken at {clock_text(wall)}. Choose one of the next free times.", wish
        )
    raise TimeTaken(
        f"No {wanted.name} is free at {clock_text(wall)}. Choose one of the next free times.", wish
    )


def _taken(visit_type: VisitType, starts_at: datetime, needs: Sequence[Need]) -> Taken:
    subjects = {need.resource.kind: need.resource.subject_id for need in needs}
    device = subjects.get(ResourceKind.DEVICE)
    return Taken(
        room_id=subjects.get(ResourceKind.ROOM),
        device_ids=(device,) if device else (),
        ends_at=starts_at + timedelta(minutes=visit_type.minutes),
    )
