"""Reading the walk-in queue: who waits, in what order, and about how long."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from wellrun.platform.access.api import Actor, NotFound
from wellrun.practice.frontdesk.models import WalkIn, WalkInState
from wellrun.practice.organization.api import Unit, departments_among, local_day
from wellrun.practice.scheduling.api import Offer, find_times


@dataclass(frozen=True)
class WaitingRow:
    """Somebody in the queue: the `place` in it (1 is next), the minutes waited, and the first free time that is left
    when everybody before has taken one; None where there is none today, or nobody said for what."""

    walk_in: WalkIn
    place: int
    waited_minutes: int
    offer: Offer | None
    wait_minutes: int | None

    @property
    def token(self) -> str:
        """What is called out and shown in the waiting room."""
        return token_of(self.walk_in)

    @property
    def who(self) -> str:
        """The patient, or the name that was given."""
        return self.walk_in.patient.name if self.walk_in.patient else self.walk_in.name

    @property
    def wait_said(self) -> str:
        """The minutes to the free time as one says them: "now", "in 25 min", "in 2 h 15 min"."""
        minutes = self.wait_minutes or 0
        if minutes < 60:
            return f"in {minutes} min" if minutes else "now"
        hours, rest = divmod(minutes, 60)
        return f"in {hours} h {rest} min" if rest else f"in {hours} h"


@dataclass(frozen=True)
class Queue:
    """The queue of a department today; `usual_minutes` is the median wait of those who got a visit today."""

    unit: Unit
    rows: list[WaitingRow]
    ended: list[WalkIn]
    usual_minutes: int | None

    @property
    def called(self) -> list[WaitingRow]:
        """Those who were called and have not come yet, the latest first."""
        rows = [row for row in self.rows if row.walk_in.state == WalkInState.CALLED]
        return sorted(rows, key=lambda row: row.walk_in.called_at, reverse=True)


def token_of(walk_in: WalkIn) -> str:
    """The token of a walk-in, such as "F7": the department's letter and the day's number."""
    return f"{walk_in.unit.short_name[:1].upper()}{walk_in.number}"


def queues_of(*, by: Actor, at: datetime, offers: bool = True) -> list[Queue]:
    """The queues of the departments where `by` works them. The wait is told by the times that are free: whoever is
    third gets the third one."""
    units = departments_among(by.reach.get("queue.work", frozenset()))
    days = {unit.id: local_day(unit.id, at) for unit in units}
    rows = list(
        WalkIn.objects.filter(unit_id__in=days, on__in=set(days.values()))
        .select_related("unit", "patient", "visit_type")
        .order_by("-urgent", "turn_at", "id")
    )
    rows = [row for row in rows if row.on == days[row.unit_id]]
    return [_queue(unit, [row for row in rows if row.unit_id == unit.id], by, at, offers) for unit in units]


def walk_in_for(by: Actor, walk_in_id: uuid.UUID) -> WalkIn:
    """One walk-in with department and patient; raises `NotFound` where `by` does not work the queue."""
    found = WalkIn.objects.filter(id=walk_in_id).select_related("unit", "patient", "visit_type").first()
    if found is None or not by.may("queue.work", found.unit_id):
        raise NotFound()
    return found


def _queue(unit: Unit, rows: list[WalkIn], by: Actor, at: datetime, offers: bool) -> Queue:
    here = [row for row in rows if row.ended_at is None]
    ended = sorted(
        (row for row in rows if row.ended_at is not None), key=lambda row: row.ended_at, reverse=True
    )
    waits = [_minutes(row.came_at, row.ended_at) for row in ended if row.state == WalkInState.BOOKED]
    free = _free(here, unit, by, at) if offers and by.may("appointments.book", unit.id) else {}
    return Queue(
        unit=unit,
        rows=[_row(row, place, free.get(row.id), at) for place, row in enumerate(here, 1)],
        ended=ended,
        usual_minutes=round(median(waits)) if waits else None,
    )


def _row(row: WalkIn, place: int, offer: Offer | None, at: datetime) -> WaitingRow:
    wait = max(_minutes(at, offer.starts_at), 0) if offer else None
    return WaitingRow(row, place, _minutes(row.came_at, at), offer, wait)


def _free(rows: Iterable[WalkIn], unit: Unit, by: Actor, at: datetime) -> dict[uuid.UUID, Offer]:
    """A free time of today for everybody who waits, in the order of the queue; nobody gets one that somebody before
    them would take from the same provider or that ends after it begins."""
    found: dict[uuid.UUID, Offer] = {}
    by_type: dict[uuid.UUID, list[Offer]] = {}
    rows = [row for row in rows if row.visit_type_id is not None]
    for row in rows:
        if row.visit_type_id not in by_type:
            by_type[row.visit_type_id] = find_times(
                visit_type_id=row.visit_type_id, starts_on=local_day(unit.id, at), days=1,
                limit=4 * len(rows) + 4, by=by, at=at,
            )  # fmt: skip
        taken = list(found.values())
        offer = next((each for each in by_type[row.visit_type_id] if not _meets(each, taken)), None)
        if offer is not None:
            found[row.id] = offer
    return found


def _meets(offer: Offer, taken: Iterable[Offer]) -> bool:
    return any(
        each.starts_at < offer.ends_at
        and offer.starts_at < each.ends_at
        and (
            each.provider_id == offer.provider_id
            or (offer.room_id is not None and each.room_id == offer.room_id)
        )
        for each in taken
    )


def _minutes(since: datetime, until: datetime) -> int:
    return int((until - since).total_seconds()) // 60
