"""What the calendar shows of a stretch of days: columns, open hours, visits, and whatever else takes the time."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from wellrun.practice.facilities.api import rooms_of
from wellrun.practice.organization.api import Unit
from wellrun.practice.scheduling.models import Appointment, GroupVisit
from wellrun.practice.scheduling.queries.hours import HoursBook, read_hours
from wellrun.practice.scheduling.queries.taken import Taken, taken_times
from wellrun.practice.scheduling.rules import DayPart, day_bounds, is_late
from wellrun.practice.timebook.api import Resource, resources_for

#: The column of visits that need no room.
NO_ROOM = uuid.UUID(int=0)


@dataclass(frozen=True, slots=True)
class CalendarVisit:
    """One visit in the calendar; `starts` and `ends` are wall time of the calendar's zone."""

    id: uuid.UUID
    version: int
    unit_id: uuid.UUID
    starts_at: datetime
    ends_at: datetime
    starts: datetime
    ends: datetime
    state: str
    late: bool
    patient_id: uuid.UUID
    patient_name: str
    birth_on: date
    provider_id: uuid.UUID
    provider_name: str
    visit_type_id: uuid.UUID
    visit_type: str
    room_id: uuid.UUID | None
    room: str
    reason: str
    group_id: uuid.UUID | None
    overbooked: str
    urgency: str


@dataclass(frozen=True, slots=True)
class CalendarGroup:
    """A group visit with those who have a seat, in the order of their names."""

    id: uuid.UUID
    starts: datetime
    ends: datetime
    title: str
    capacity: int
    provider_id: uuid.UUID
    provider_name: str
    room_id: uuid.UUID | None
    room: str
    visit_type_id: uuid.UUID
    visits: tuple[CalendarVisit, ...]

    @property
    def seats(self) -> str:
        """How many seats are taken, in words."""
        taken = sum(visit.state not in ("cancelled", "no_show") for visit in self.visits)
        return f"{taken} of {self.capacity} seats"


@dataclass
class CalendarRange:
    """The days first_on..until_on (half-open) of some columns: providers (or one), or rooms (or one)."""

    unit: Unit
    by: str
    first_on: date
    until_on: date
    columns: dict[uuid.UUID, str]
    visits: list[CalendarVisit]
    groups: list[CalendarGroup]
    taken: list[Taken]
    hours: dict[tuple[uuid.UUID, date], list[DayPart]] = field(default_factory=dict)

    @property
    def days(self) -> list[date]:
        """Every day of the range."""
        return [self.first_on + timedelta(days=n) for n in range((self.until_on - self.first_on).days)]

    @property
    def patients(self) -> list[uuid.UUID]:
        """Whose health information this is."""
        every = [*self.visits, *(visit for group in self.groups for visit in group.visits)]
        return sorted({visit.patient_id for visit in every})

    def column_of(self, each: CalendarVisit | CalendarGroup) -> uuid.UUID:
        """The column in which a visit stands."""
        return each.provider_id if self.by == "provider" else each.room_id or NO_ROOM


@dataclass(frozen=True)
class Asked:
    """Which part of the calendar: by "provider" or "room", one of them or all, and what is left out."""

    by: str = "provider"
    provider_id: uuid.UUID | None = None
    room_id: uuid.UUID | None = None
    visit_type_id: uuid.UUID | None = None
    state: str = ""
    cancelled: bool = False


def read_calendar(
    *, unit: Unit, reach: Iterable[uuid.UUID], first_on: date, until_on: date, asked: Asked, at: datetime
) -> CalendarRange:
    """The calendar of a department, or of one provider in all departments that the person may see (`reach`).

    At most seven queries, whatever the number of visits.
    """
    bounds = (day_bounds(first_on, unit.zone)[0], day_bounds(until_on, unit.zone)[0])
    units = list(reach) if asked.provider_id else [unit.id]
    every = _visits(unit, units, bounds, asked, at)
    # Without one provider's name the hours of the whole department are read: they say who has a column.
    book = read_hours(unit_ids=units, first_on=first_on, until_on=until_on, provider_id=asked.provider_id)
    groups = _groups(unit, units, bounds, asked, every)
    named = _named(unit, asked, every, book, first_on, until_on)
    resources = resources_for(named)
    columns = {column: name or _name(resources.get(column)) for column, name in named.items()}
    if asked.by == "provider":
        columns = dict(sorted(columns.items(), key=lambda item: item[1]))
    seen = {visit.id: visit for visit in every} | {group.id: group for group in groups}
    taken = taken_times(resources=resources, seen=seen, bounds=bounds, zone=unit.zone, at=at)
    visits = [visit for visit in every if visit.group_id is None and _wanted(visit, asked)]
    found = CalendarRange(unit, asked.by, first_on, until_on, columns, visits, groups, taken)
    found.hours = _hours(found, book)
    return found


def _name(resource: Resource | None) -> str:
    return resource.name if resource else "No longer here"


_COLUMNS = (
    "id", "version", "unit_id", "starts_at", "ends_at", "state", "patient_id", "patient__given_name",
    "patient__family_name", "patient__birth_on", "provider_id", "provider__display_name", "visit_type_id",
    "visit_type__short_name", "room_id", "room__name", "reason", "group_id", "overbook_reason", "urgency",
)  # fmt: skip


def _visits(
    unit: Unit, units: Sequence[uuid.UUID], bounds: tuple[datetime, datetime], asked: Asked, at: datetime
) -> list[CalendarVisit]:
    rows = Appointment.objects.filter(unit_id__in=units, starts_at__gte=bounds[0], starts_at__lt=bounds[1])
    if asked.provider_id:
        rows = rows.filter(provider_id=asked.provider_id)
    if asked.room_id:
        rows = rows.filter(room_id=asked.room_id)
    zone = ZoneInfo(unit.zone)
    rows = rows.order_by("starts_at", "provider__display_name", "id").values_list(*_COLUMNS)
    return [_visit(row, zone, at) for row in rows]


def _visit(row: tuple, zone: ZoneInfo, at: datetime) -> CalendarVisit:
    (visit_id, version, unit_id, starts_at, ends_at, state, patient_id, given, family, birth_on, provider_id,
     provider_name, type_id, visit_type, room_id, room, reason, group_id, overbooked, urgency) = row  # fmt: skip
    return CalendarVisit(
        id=visit_id,
        version=version,
        unit_id=unit_id,
        starts_at=starts_at,
        ends_at=ends_at,
        starts=starts_at.astimezone(zone),
        ends=ends_at.astimezone(zone),
        state=state,
        late=is_late(state, starts_at, at),
        patient_id=patient_id,
        patient_name=f"{family}, {given}",
        birth_on=birth_on,
        provider_id=provider_id,
        provider_name=provider_name,
        visit_type_id=type_id,
        visit_type=visit_type,
        room_id=room_id,
        room=room or "",
        reason=reason,
        group_id=group_id,
        overbooked=overbooked,
        urgency=urgency,
    )


def _wanted(visit: CalendarVisit, asked: Asked) -> bool:
    if asked.state:
        return visit.state == asked.state and asked.visit_type_id in (None, visit.visit_type_id)
    shown = asked.cancelled or visit.state not in ("cancelled", "no_show")
    return shown and asked.visit_type_id in (None, visit.visit_type_id)


def _named(
    unit: Unit, asked: Asked, visits: list[CalendarVisit], book: HoursBook, first_on: date, until_on: date
) -> dict[uuid.UUID, str]:
    """The columns with their names; "" where the time book knows the name."""
    if asked.room_id or asked.provider_id:
        return {asked.room_id or asked.provider_id: ""}  # type: ignore[dict-item]
    if asked.by == "room":
        rooms = {room.id: room.name for room in rooms_of([unit.id])}
        gone = {visit.room_id: visit.room for visit in visits if visit.room_id and visit.room_id not in rooms}
        nowhere = {NO_ROOM: "No room"} if any(visit.room_id is None for visit in visits) else {}
        return rooms | gone | nowhere
    here = {place[1]: "" for place, days in book.between(first_on, until_on).items() if days}
    return here | {visit.provider_id: visit.provider_name for visit in visits}


def _groups(
    unit: Unit,
    units: Sequence[uuid.UUID],
    bounds: tuple[datetime, datetime],
    asked: Asked,
    visits: list[CalendarVisit],
) -> list[CalendarGroup]:
    where = Q(unit_id__in=units, starts_at__gte=bounds[0], starts_at__lt=bounds[1])
    if not asked.cancelled:
        where &= Q(cancelled_at__isnull=True)
    if asked.provider_id:
        where &= Q(provider_id=asked.provider_id)
    if asked.room_id:
        where &= Q(room_id=asked.room_id)
    if asked.visit_type_id:
        where &= Q(visit_type_id=asked.visit_type_id)
    seated: dict[uuid.UUID, list[CalendarVisit]] = defaultdict(list)
    for visit in visits:
        if visit.group_id and _wanted(visit, asked):
            seated[visit.group_id].append(visit)
    zone = ZoneInfo(unit.zone)
    rows = GroupVisit.objects.filter(where).order_by("starts_at", "id")
    return [
        CalendarGroup(
            row[0], row[1].astimezone(zone), row[2].astimezone(zone), row[3] or row[4], *row[5:],
            tuple(sorted(seated[row[0]], key=lambda visit: visit.patient_name)),
        )
        for row in rows.values_list("id", "starts_at", "ends_at", "title", "visit_type__name", "capacity",
                                    "provider_id", "provider__display_name", "room_id", "room__name", "visit_type_id")
    ]  # fmt: skip


def _hours(found: CalendarRange, book: HoursBook) -> dict[tuple[uuid.UUID, date], list[DayPart]]:
    """Open hours by column and day; a room is open while anybody sees patients in its department."""
    open_parts: dict[tuple[uuid.UUID, date], list[DayPart]] = defaultdict(list)
    for (_, provider), days in book.between(found.first_on, found.until_on).items():
        for day, parts in days.items():
            columns = [provider] if found.by == "provider" else list(found.columns)
            for column in columns:
                open_parts[column, day] += parts
    return {key: joined(parts) for key, parts in open_parts.items()}


def joined(parts: Iterable[DayPart]) -> list[DayPart]:
    """The same hours without overlaps, in order."""
    whole: list[DayPart] = []
    for part in sorted(parts):
        if whole and part.starts <= whole[-1].ends:
            whole[-1] = DayPart(whole[-1].starts, max(whole[-1].ends, part.ends))
        else:
            whole.append(part)
    return whole


def span_of(found: CalendarRange) -> tuple[int, int]:
    """The first and the after-last hour that the columns show: those of the office, and of whatever is outside them."""
    parts = [part for each in found.hours.values() for part in each]
    booked = [*found.visits, *found.groups]
    opens = [8, *(part.starts.hour for part in parts), *(each.starts.hour for each in booked)]
    closes = [17, *(_hour_after(part.ends) for part in parts), *(_last_hour(each) for each in booked)]
    return min(opens), min(max(closes), 24)


def _hour_after(ends: time) -> int:
    return ends.hour + (ends.minute > 0)


def _last_hour(each: CalendarVisit | CalendarGroup) -> int:
    return 24 if each.ends.date() > each.starts.date() else _hour_after(each.ends.time())
