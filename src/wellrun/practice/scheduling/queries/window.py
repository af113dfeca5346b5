"""A window of days in a search: where rooms and devices allow a start, and what must be known of the providers.

Rooms and devices are looked at first, then the bookings of providers in those stretches only in which a visit could
have its places: a department whose procedure room is nearly full costs a few index probes, not a page a day.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from wellrun.engines import slots
from wellrun.practice.scheduling.queries.begun import begun_visits
from wellrun.practice.scheduling.queries.free_time import STEP_MINUTES, Busy, FreeTime
from wellrun.practice.scheduling.queries.kept import full
from wellrun.practice.scheduling.queries.wanted import Wanted
from wellrun.practice.scheduling.queries.windows import windows_of
from wellrun.practice.scheduling.queries.wished_steps import unwished_steps
from wellrun.practice.scheduling.rules import day_bounds
from wellrun.practice.timebook.api import ResourceKind, ResourceRef

ALIGN_MINUTES = 15
#: Stretches of a provider this close are read as one: an index probe costs about what the rows between them cost.
JOINED_WITHIN_MINUTES = 120
#: About how many reservations of providers one part of a window reads: so many half hours.
PART_STEPS = 1500 * 30 // STEP_MINUTES


#: The providers with whom a visit takes so long; None for all with whom it takes as long as its type says.
Who = frozenset[uuid.UUID] | None


@dataclass
class Lead:
    """A provider who might do: the hours, bookings not yet taken off, and the stretches in which these matter."""

    ref: ResourceRef
    hours: slots.Calendar
    stretches: list[tuple[int, int]]


@dataclass
class Department:
    """One department's part of a window, for the providers with whom the visit takes `wanted.minutes` (`who`). `served`
    are the starts that its rooms, devices and assistants allow."""

    wanted: Wanted
    who: Who
    request: slots.Request
    places: dict[str, slots.Calendar]
    served: int
    leads: list[Lead]

    @property
    def steps_before(self) -> int:
        """For how many steps before a start the provider is kept."""
        return -(-self.wanted.buffers("provider")[0] // STEP_MINUTES)

    def asked(self, busy: Busy, part: tuple[int, int]) -> tuple[slots.Request, dict[str, slots.Calendar]]:
        """The request for starts in a part of the window, with the providers in it, once their bookings are known."""
        leads = {lead.hours.key: less(lead.hours, lead.ref, busy) for lead in self.leads}
        needs = (replace(self.request.needs[0], any_of=tuple(leads)), *self.request.needs[1:])
        horizon = next(iter(leads.values())).horizon
        earliest_at = max(horizon.at(part[0]), self.request.earliest_at or horizon.starts_at)
        return (
            replace(self.request, needs=needs, earliest_at=earliest_at, latest_at=horizon.at(part[1])),
            self.places | leads,
        )


class Window:
    """The days first_on..until_on of a search, its rooms and devices read."""

    def __init__(self, search: FreeTime, first_on: date, until_on: date) -> None:
        self.search, self.until_on = search, until_on
        self.days = [first_on + timedelta(days=number) for number in range((until_on - first_on).days)]
        self.horizon = search.horizon(first_on, until_on)
        self.irregular = search.irregular(first_on, until_on)
        self._hours: dict[tuple[object, ...], slots.Calendar] = {}
        self._places: dict[int, slots.Calendar] = {}
        self._begun = self._begun_visits()
        self._unwished: dict[str, int] = {}
        seen = max(
            self.horizon.floor(search.earliest_at)
            - max(each.buffer_before_minutes for each in search.wanted) // STEP_MINUTES
            - 1,
            0,
        )
        wanted = [each for each in search.wanted if search.leads_at[each.unit_id]]
        busy = search.busy(
            self.horizon,
            {
                ref.id: (ref, seen, self.horizon.steps)
                for each in wanted
                for name, tag in each.tags
                for ref in search.places(each, name, tag)
            }.values(),
        )
        self.known = [self._department(each, who, busy) for one in wanted for each, who in _lengths(one)]
        self.departments = [each for each in self.known if each.leads]

    def parts(self) -> Iterator[tuple[int, int]]:
        """The window in whole days as half-open steps, few days where many providers must be read, then more."""
        zones = {each.zone for each in self.search.wanted}
        firsts = [self.horizon.floor(min(day_bounds(day, zone)[0] for zone in zones)) for day in self.days]
        begun, budget = 0, PART_STEPS
        for number, first in enumerate(firsts):
            after = firsts[number + 1] if number + 1 < len(firsts) else self.horizon.steps
            if first > begun and self._cost(begun, after) > budget:
                yield begun, first
                begun, budget = first, budget * 2
        yield begun, self.horizon.steps

    def _cost(self, first: int, after: int) -> int:
        return sum(
            min(end, after) - max(begin, first)
            for department in self.departments
            for lead in department.leads
            for begin, end in lead.stretches
            if begin < after and end > first
        )

    def read(self, part: tuple[int, int]) -> Busy:
        """The bookings of the providers, as far as they matter for starts in a part of the window."""
        first, after = part
        return self.search.busy(
            self.horizon,
            (
                (
                    lead.ref,
                    max(begin, first - department.steps_before),
                    min(end, after + department.wanted.longest_steps(STEP_MINUTES)),
                )
                for department in self.departments
                for lead in department.leads
                for begin, end in lead.stretches
                if begin < after and end > first
            ),
        )

    def leave_gaps_out(self) -> None:
        """Work out the hours again without the days on which a provider is known not to be allowed to work."""
        self.irregular = self.search.irregular(self.days[0], self.days[-1] + timedelta(days=1))
        self._hours.clear()
        for department in self.departments:
            department.leads = self._leads(department)
        self.departments = [each for each in self.departments if each.leads]

    def whole(self, wanted: Wanted) -> list[tuple[slots.Request, dict[str, slots.Calendar]]]:
        """The request in one department with every provider who has hours and may work, and all their bookings, for
        each length that the visit has there, the most providers first; for who wants to know why there is nothing.
        Empty without such a provider."""
        known = [each for each in self.known if each.wanted.id == wanted.id]
        everybody = [(0, self.horizon.steps)]
        found = []
        for department in known:
            hours = [(ref, self._hours_of(wanted, ref)) for ref in self._refs(department)]
            leads = [self._lead(department, ref, each, everybody) for ref, each in hours if each.lanes[0]]
            if leads:
                found.append(replace(department, leads=leads))
        busy = self.search.busy(
            self.horizon,
            {lead.ref.id: (lead.ref, *everybody[0]) for each in found for lead in each.leads}.values(),
        )
        found.sort(key=lambda each: -len(each.leads))
        return [each.asked(busy, everybody[0]) for each in found]

    def _department(self, wanted: Wanted, who: Who, busy: Busy) -> Department:
        places: dict[str, slots.Calendar] = {}
        before, after = wanted.buffers("provider")
        needs = [slots.Need("provider", (), buffer_before_minutes=before, buffer_after_minutes=after)]
        for name, tag in wanted.tags:
            refs = self.search.places(wanted, name, tag)
            places |= {str(ref.id): self._place(ref, wanted, busy) for ref in refs}
            before, after = wanted.buffers(name)
            keys = tuple(str(ref.id) for ref in refs)
            needs.append(slots.Need(name, keys, buffer_before_minutes=before, buffer_after_minutes=after))
        request = slots.Request(
            wanted.minutes, tuple(needs), ALIGN_MINUTES, earliest_at=self.search.earliest_at
        )
        served = slots.served_starts(request, places, self.horizon) & ~self.unwished(wanted.zone)
        department = Department(wanted, who, request, places, served, [])
        department.leads = self._leads(department)
        return department

    def _place(self, ref: ResourceRef, wanted: Wanted, busy: Busy) -> slots.Calendar:
        if ref.id not in self._places:
            windows = self._open_windows(ref, wanted)
            opened = slots.open_bits(self.horizon, windows)
            place = slots.Calendar(str(ref.id), self.horizon, (opened,), windows)
            self._places[ref.id] = less(place, ref, busy)
        return self._places[ref.id]

    def _open_windows(self, ref: ResourceRef, wanted: Wanted) -> tuple[slots.Window, ...]:
        """When a room, device or assistant is there: always, while it is calibrated, or in hours with the skill."""
        if ref.kind == ResourceKind.STAFF:
            skilled = self.search.skilled[ref.subject_id]
            return tuple(
                window
                for day in self.days
                if any(since <= day and (until is None or day < until) for since, until in skilled)
                for part in self.search.hours.staff_on((wanted.unit_id, ref.subject_id), day)
                for window in windows_of(day, part.starts, part.ends, wanted.zone)
            )
        until = self.search.calibrated.get(ref.subject_id)
        ends_at = day_bounds(until, wanted.zone)[1] if until else self.horizon.ends_at
        return (slots.Window(self.horizon.starts_at, ends_at),)

    def _refs(self, department: Department) -> list[ResourceRef]:
        """The providers with hours in a department with whom the visit takes as long as there."""
        refs, who = self.search.leads_at[department.wanted.unit_id], department.who
        if who is None:
            return [ref for ref in refs if ref.subject_id not in department.wanted.lengths]
        return [ref for ref in refs if ref.subject_id in who]

    def _lead(
        self, department: Department, ref: ResourceRef, hours: slots.Calendar, where: list[tuple[int, int]]
    ) -> Lead:
        mine = hours.with_lanes(str(ref.id), hours.lanes)
        barred = self._full_sessions(department.wanted, ref) | self.unwished(department.wanted.zone)
        return Lead(ref, mine.but_starting(barred) if barred else mine, where)

    def unwished(self, zone: str) -> int:
        """The steps in which no visit is wished to begin, by wall time in a zone."""
        if zone not in self._unwished:
            self._unwished[zone] = unwished_steps(self.search.wishes, self.days, self.horizon, zone)
        return self._unwished[zone]

    def _begun_visits(self) -> dict[uuid.UUID, list[tuple[datetime, uuid.UUID | None]]]:
        limited = {who for _, who in self.search.hours.limits if who in self.search.providers}
        return begun_visits(limited, self.horizon.starts_at, self.horizon.ends_at) if limited else {}

    def begun(self, ref: ResourceRef) -> list[tuple[datetime, uuid.UUID | None]]:
        """The starts and types of a provider's visits, for providers with session limits."""
        return self._begun.get(ref.subject_id, [])

    def _full_sessions(self, wanted: Wanted, ref: ResourceRef) -> int:
        """The steps in which no further visit of a provider may begin."""
        limits = self.search.hours.limits.get((wanted.unit_id, ref.subject_id))
        if not limits:
            return 0
        begun, bits = self.begun(ref), 0
        if len(begun) < min(limit.most for limit in limits):
            return 0
        for day in self.days:
            for _, starts_at, ends_at in full(limits, begun, wanted.id, day, wanted.zone):
                window = (slots.Window(starts_at, ends_at),)
                bits |= slots.open_bits(self.horizon, window)
        return bits

    def _leads(self, department: Department) -> list[Lead]:
        """The providers of the department whose hours leave room for a visit at one of the served starts."""
        if not department.served:
            return []
        known: dict[int, list[tuple[int, int]]] = {}
        leads = []
        for ref in self._refs(department):
            hours = self._hours_of(department.wanted, ref)
            if id(hours) not in known:
                known[id(hours)] = slots.lead_stretches(
                    department.request, hours, department.served, JOINED_WITHIN_MINUTES
                )
            if known[id(hours)]:
                leads.append(self._lead(department, ref, hours, known[id(hours)]))
        return leads

    def _hours_of(self, wanted: Wanted, ref: ResourceRef) -> slots.Calendar:
        """The hours of a provider in a department; those who have the same week share one calendar."""
        book, place = self.search.hours, (wanted.unit_id, ref.subject_id)
        regular = ref.subject_id not in self.irregular
        same: tuple[object, ...] = place
        if regular:
            kept, shut = book.kept.get(place), book.closures.get(wanted.unit_id)
            where = (wanted.unit_id, id(kept)) if kept or shut else ()
            same = (id(book.weekly[place]), wanted.zone, *where)
        if same not in self._hours:
            windows = tuple(
                window
                for day in self.days
                if regular or not self.search.gap(ref, day)
                for part in book.open_to(place, day, wanted.id, self.search.at, wanted.zone)
                for window in windows_of(day, part.starts, part.ends, wanted.zone)
            )
            opened = slots.open_bits(self.horizon, windows)
            self._hours[same] = slots.Calendar(str(ref.id), self.horizon, (opened,), windows)
        return self._hours[same]


def _lengths(wanted: Wanted) -> Iterator[tuple[Wanted, Who]]:
    """The visit in each of its lengths."""
    yield wanted, None
    for minutes, who in wanted.by_length().items():
        yield replace(wanted, minutes=minutes), who


def less(hours: slots.Calendar, ref: ResourceRef, busy: Busy) -> slots.Calendar:
    """A resource's hours less what is taken of each of its lanes."""
    taken = busy.get(ref.id, {})
    lanes = tuple(hours.lanes[0] & ~taken.get(lane, 0) for lane in range(ref.capacity))
    return hours.with_lanes(hours.key, lanes)
