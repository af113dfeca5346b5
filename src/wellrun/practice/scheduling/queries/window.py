"""A window of days in a search: where rooms and devices allow a start, and what must be known of the providers.

Rooms and devices are looked at first, then the bookings of providers in those stretches only in which a visit could
have its places: a department whose procedure room is nearly full costs a few index probes, not a page a day.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from wellrun.engines import slots
from wellrun.practice.scheduling.queries.free_time import STEP_MINUTES, Busy, FreeTime
from wellrun.practice.scheduling.queries.hours import windows_of
from wellrun.practice.scheduling.queries.wanted import Wanted
from wellrun.practice.scheduling.rules import day_bounds
from wellrun.practice.timebook.api import ResourceRef

ALIGN_MINUTES = 15
#: Stretches of a provider this close are read as one: an index probe costs about what the rows between them cost.
JOINED_WITHIN_MINUTES = 120
#: About how many reservations of providers one part of a window reads: so many half hours.
PART_STEPS = 1500 * 30 // STEP_MINUTES


@dataclass
class Lead:
    """A provider who might do: the hours, bookings not yet taken off, and the stretches in which these matter."""

    ref: ResourceRef
    hours: slots.Calendar
    stretches: list[tuple[int, int]]


@dataclass
class Department:
    """One department's part of a window. `served` are the starts that its rooms and devices allow."""

    wanted: Wanted
    request: slots.Request
    places: dict[str, slots.Calendar]
    served: int
    leads: list[Lead]

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
        self.search = search
        self.days = [first_on + timedelta(days=number) for number in range((until_on - first_on).days)]
        self.horizon = search.horizon(first_on, until_on)
        self.irregular = search.irregular(first_on, until_on)
        self._hours: dict[tuple[int, str] | tuple[uuid.UUID, uuid.UUID], slots.Calendar] = {}
        seen = self.horizon.floor(search.earliest_at)
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
        self.known = {each.id: self._department(each, busy) for each in wanted}
        self.departments = [each for each in self.known.values() if each.leads]

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
                (lead.ref, max(begin, first), min(end, after + department.wanted.longest_steps(STEP_MINUTES)))
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

    def whole(self, wanted: Wanted) -> tuple[slots.Request, dict[str, slots.Calendar]]:
        """The request in one department with every provider who has hours and may work, and all their bookings; for
        who wants to know why there is nothing. Without such a provider the first need names nobody."""
        leads = {}
        for ref in self.search.leads_at[wanted.unit_id]:
            hours = self._hours_of(wanted, ref)
            if hours.lanes[0]:
                leads[ref.id] = Lead(
                    ref, hours.with_lanes(str(ref.id), hours.lanes), [(0, self.horizon.steps)]
                )
        busy = self.search.busy(
            self.horizon, ((each.ref, *stretch) for each in leads.values() for stretch in each.stretches)
        )
        department = self.known.get(wanted.id) or self._department(wanted, {})
        if not leads:
            return department.request, department.places
        return replace(department, leads=list(leads.values())).asked(busy, (0, self.horizon.steps))

    def _department(self, wanted: Wanted, busy: Busy) -> Department:
        buffer = wanted.buffer_after_minutes
        places: dict[str, slots.Calendar] = {}
        # The provider is free while the place is cleaned; without a place it is the provider who cleans up.
        needs = [slots.Need("provider", (), buffer_after_minutes=0 if wanted.tags else buffer)]
        for name, tag in wanted.tags:
            refs = self.search.places(wanted, name, tag)
            places |= {str(ref.id): self._place(ref, wanted.zone, busy) for ref in refs}
            needs.append(slots.Need(name, tuple(str(ref.id) for ref in refs), buffer_after_minutes=buffer))
        request = slots.Request(
            wanted.minutes, tuple(needs), ALIGN_MINUTES, earliest_at=self.search.earliest_at
        )
        served = slots.served_starts(request, places, self.horizon)
        department = Department(wanted, request, places, served, [])
        department.leads = self._leads(department)
        return department

    def _place(self, ref: ResourceRef, zone: str, busy: Busy) -> slots.Calendar:
        until = self.search.calibrated.get(ref.subject_id)
        ends_at = day_bounds(until, zone)[1] if until else self.horizon.ends_at
        windows = (slots.Window(self.horizon.starts_at, ends_at),)
        opened = slots.open_bits(self.horizon, windows)
        return less(slots.Calendar(str(ref.id), self.horizon, (opened,), windows), ref, busy)

    def _leads(self, department: Department) -> list[Lead]:
        """The providers of the department whose hours leave room for a visit at one of the served starts."""
        if not department.served:
            return []
        known: dict[int, list[tuple[int, int]]] = {}
        leads = []
        for ref in self.search.leads_at[department.wanted.unit_id]:
            hours = self._hours_of(department.wanted, ref)
            if id(hours) not in known:
                known[id(hours)] = slots.lead_stretches(
                    department.request, hours, department.served, JOINED_WITHIN_MINUTES
                )
            if known[id(hours)]:
                mine = hours.with_lanes(str(ref.id), hours.lanes)
                leads.append(Lead(ref, mine, known[id(hours)]))
        return leads

    def _hours_of(self, wanted: Wanted, ref: ResourceRef) -> slots.Calendar:
        """The hours of a provider in a department; those who have the same week share one calendar."""
        book, place = self.search.hours, (wanted.unit_id, ref.subject_id)
        regular = ref.subject_id not in self.irregular
        same = (id(book.weekly[place]), wanted.zone) if regular else place
        if same not in self._hours:
            windows = tuple(
                window
                for day in self.days
                if regular or not self.search.gap(ref, day)
                for part in book.on(place, day)
                for window in windows_of(day, part.starts, part.ends, wanted.zone)
            )
            opened = slots.open_bits(self.horizon, windows)
            self._hours[same] = slots.Calendar(str(ref.id), self.horizon, (opened,), windows)
        return self._hours[same]


def less(hours: slots.Calendar, ref: ResourceRef, busy: Busy) -> slots.Calendar:
    """A resource's hours less what is taken of each of its lanes."""
    taken = busy.get(ref.id, {})
    lanes = tuple(hours.lanes[0] & ~taken.get(lane, 0) for lane in range(ref.capacity))
    return hours.with_lanes(hours.key, lanes)
