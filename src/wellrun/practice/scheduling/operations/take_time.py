"""Taking the time of a visit: provider, a free room of the kind, a free device, an assistant; all or nothing."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property, partial

from django.db import IntegrityError, OperationalError, transaction

from wellrun.platform.access.api import Actor, Refused
from wellrun.platform.ui.formatting import format_clock
from wellrun.practice.facilities.api import calibration_ends
from wellrun.practice.scheduling.operations.checks import patient_elsewhere
from wellrun.practice.scheduling.operations.sessions import full_session
from wellrun.practice.scheduling.queries.find_times import Offer, find_times
from wellrun.practice.scheduling.queries.slots import Slot
from wellrun.practice.timebook import api as timebook
from wellrun.practice.timebook.api import Need, Opening, ResourceKind
from wellrun.practice.workforce.api import skilled

NEXT_OFFERS = 4
DEADLOCK = "40P01"
ONE_PLACE = "appointment_patient_in_one_place"


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

    slot: Slot
    by: Actor
    at: datetime

    def next_offers(self) -> list[Offer]:
        """Up to four times of the same provider and four of anybody, at or after the wanted one."""
        same = self._search(self.slot.provider.subject_id if self.slot.provider else None)
        known = {(offer.starts_at, offer.provider_id) for offer in same}
        others = [offer for offer in self._search(None) if (offer.starts_at, offer.provider_id) not in known]
        return sorted([*same, *others], key=lambda offer: (offer.starts_at, offer.provider_name))

    def _search(self, provider_id: uuid.UUID | None) -> list[Offer]:
        return find_times(
            visit_type_id=self.slot.visit_type.id,
            provider_id=provider_id,
            starts_on=self.slot.wall.date(),
            limit=NEXT_OFFERS,
            not_before=self.slot.starts_at,
            by=self.by,
            at=self.at,
        )


@dataclass(frozen=True)
class Taken:
    """What was taken for a visit."""

    room_id: uuid.UUID | None
    device_ids: tuple[uuid.UUID, ...]
    assistant_id: uuid.UUID | None = None
    overbooked: bool = False


@dataclass(frozen=True)
class _Wanted:
    """One thing the visit needs: any of `openings`, in order of preference, from `starts_at` until `ends_at`."""

    name: str
    openings: Sequence[Opening]
    starts_at: datetime
    ends_at: datetime
    beyond: int = 0


def refuse_taken(slot: Slot, *, by: Actor, at: datetime, beyond: int = 0) -> None:
    """Raise `TimeTaken` when the provider is busy then, in `beyond` lanes above the capacity too. A look, not a
    promise: `take_time` decides."""
    _need(_provider(slot, beyond), {}, Wish(slot, by, at))


def take_time(
    slot: Slot,
    *,
    appointment_id: uuid.UUID,
    room_id: uuid.UUID | None = None,
    only_room: bool = False,
    moving: bool = False,
    beyond_limits: bool = False,
    kind: str = "visit",
    expires_at: datetime | None = None,
    beyond: int = 0,
    by: Actor,
    at: datetime,
) -> Taken:
    """Reserve everything for a visit under its id, or raise `TimeTaken` and reserve nothing.

    `room_id` is tried first (alone with `only_room`); then any free room of the kind. `moving` gives back what the
    visit holds in the same step. A session that is full is refused unless `beyond_limits`. Providers prefer different
    rooms, so that two bookings rarely want the same one. `kind` and `expires_at` are for holds and groups; `beyond` is
    how many lanes above the provider's capacity may be taken when none within it is free.
    """
    wish = Wish(slot, by, at)
    wanted = [_provider(slot, beyond), *_places(slot, room_id, only_room)]
    if slot.limits and not (beyond_limits or beyond):
        with in_one_place(slot, appointment_id=appointment_id, by=by, at=at):
            full_up = full_session(slot, but=appointment_id)
        if full_up:
            raise TimeTaken(f"{full_up} Choose one of the next free times.", wish)
    act = timebook.move if moving else partial(timebook.reserve, expires_at=expires_at)
    lost: dict[int, int] = defaultdict(int)
    while True:
        needs = [_need(each, lost, wish) for each in wanted]
        try:
            act(booking_id=appointment_id, needs=needs, kind=kind, at=at)
            return _taken(needs)
        except timebook.TimeTaken as taken:
            # Taken between the look and the insert: another room may do, another provider not.
            for need in needs:
                if need.resource.id == taken.resource.id:
                    lost[need.resource.id] |= 1 << need.lane
        except timebook.Contended as contended:
            raise TimeTaken(contended.sentence, wish) from contended


@contextmanager
def in_one_place(slot: Slot, *, appointment_id: uuid.UUID, by: Actor, at: datetime) -> Iterator[None]:
    """Take a visit's time and write it, both or neither: what the database says of a patient who would be in two
    places becomes `PatientElsewhere`, and two who wait for each other `TimeTaken` for one of them."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as fault:
        if _diagnosis(fault, "constraint_name") != ONE_PLACE:
            raise
        raise patient_elsewhere(slot, but=appointment_id) from fault
    except OperationalError as fault:
        if _diagnosis(fault, "sqlstate") != DEADLOCK:
            raise
        raise TimeTaken(timebook.Contended.sentence, Wish(slot, by, at)) from fault


def _diagnosis(fault: Exception, said: str) -> str | None:
    return getattr(getattr(fault.__cause__, "diag", None), said, None)


def _provider(slot: Slot, beyond: int = 0) -> _Wanted:
    assert slot.provider is not None
    return _Wanted("provider", [slot.provider], slot.provider_from, slot.provider_until, beyond)


def _places(slot: Slot, room_id: uuid.UUID | None, only_room: bool) -> list[_Wanted]:
    assert slot.provider is not None
    kinds, wanted = slot.visit_type, []
    if kinds.room_kind:
        rooms = [place for place in slot.places if place.kind == ResourceKind.ROOM]
        if only_room:
            rooms = [room for room in rooms if room.subject_id == room_id]
        wanted.append(_Wanted(f"{kinds.room_kind} room", rooms, slot.places_from, slot.places_until))
    if kinds.device_kind:
        ends, on = calibration_ends([kinds.unit_id], kinds.device_kind), slot.wall.date()
        devices = [
            place
            for place in slot.places
            if place.kind == ResourceKind.DEVICE
            and place.subject_id in ends
            and _calibrated(ends[place.subject_id], on)
        ]
        wanted.append(_Wanted(kinds.device_kind, devices, slot.places_from, slot.places_until))
    if kinds.staff_skill:
        day = slot.wall.date()
        days = skilled([kinds.staff_skill], day, day + timedelta(days=1))
        able = [each for each in slot.staff if each.subject_id in days]
        wanted.append(
            _Wanted(f"assistant with the skill {kinds.staff_skill}", able, slot.starts_at, slot.ends_at)
        )
    return [_preferring(each, room_id, slot.provider.id) for each in wanted]


def _calibrated(until: date | None, on: date) -> bool:
    return until is None or on <= until


def _preferring(wanted: _Wanted, room_id: uuid.UUID | None, turn: int) -> _Wanted:
    openings = list(wanted.openings)
    if openings:
        turn %= len(openings)
        openings = openings[turn:] + openings[:turn]
    openings.sort(key=lambda opening: opening.subject_id != room_id)
    return replace(wanted, openings=openings)


def _need(wanted: _Wanted, lost: Mapping[int, int], wish: Wish) -> Need:
    slot = wish.slot
    for opening in wanted.openings:
        lane = opening.free_lane(lost.get(opening.id, 0), beyond=wanted.beyond)
        if lane is not None:
            return Need(opening, wanted.starts_at, wanted.ends_at, lane)
    clock = format_clock(slot.wall)
    said = (
        f"{wanted.openings[0].name} was just taken"
        if wanted.name == "provider"
        else f"No {wanted.name} is free"
    )
    raise TimeTaken(f"{said} at {clock}. Choose one of the next free times.", wish)


def _taken(needs: Sequence[Need]) -> Taken:
    subjects = {need.resource.kind: need.resource.subject_id for need in needs}
    device = subjects.get(ResourceKind.DEVICE)
    return Taken(
        room_id=subjects.get(ResourceKind.ROOM),
        device_ids=(device,) if device else (),
        assistant_id=subjects.get(ResourceKind.STAFF),
        overbooked=any(
            isinstance(need.resource, Opening) and need.lane >= need.resource.capacity for need in needs
        ),
    )
