"""What a search for free time reads once: resources, hours and credentials of the departments it looks at."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import date, datetime, timedelta

from wellrun.engines import slots
from wellrun.practice.facilities.api import calibration_ends
from wellrun.practice.scheduling.queries.hours import read_hours
from wellrun.practice.scheduling.queries.wanted import Wanted
from wellrun.practice.scheduling.queries.wishes import ANY, Wishes
from wellrun.practice.scheduling.rules import day_bounds
from wellrun.practice.timebook.api import ResourceKind, ResourceRef, busy_steps, resource_refs
from wellrun.practice.workforce.api import Held, Provider, gap_sentence, held_by_providers, skilled

STEP_MINUTES = 5
#: No buffer before or after a visit is longer.
LONGEST_BUFFER_MINUTES = 120

Busy = dict[int, dict[int, int]]


class FreeTime:
    """The visit types, resources, hours and credentials of one search over the days first_on..until_on."""

    def __init__(
        self,
        wanted: Sequence[Wanted],
        provider_id: uuid.UUID | None,
        first_on: date,
        until_on: date,
        at: datetime,
        not_before: datetime | None = None,
        wishes: Wishes = ANY,
    ) -> None:
        self.wanted = wanted
        self.wishes = wishes
        self.at = at
        self.earliest_at = max(at, not_before or at)
        self.held: dict[uuid.UUID, list[Held]] = {}
        #: Minutes by car to each department, where a site is wished.
        self.away: Mapping[uuid.UUID, int] = {}
        units = [each.unit_id for each in wanted]
        refs = resource_refs(
            organization_id=wanted[0].organization_id,
            unit_ids=units,
            provider_id=provider_id,
            tags={tag for each in wanted for _, tag in each.tags},
        )
        self.by_key = {str(ref.id): ref for ref in refs}
        #: The providers who are as wished; whoever is not is left out before anything else of theirs is read.
        self.providers = as_wished(
            {ref.subject_id: ref for ref in refs if ref.kind == ResourceKind.PROVIDER}, wishes
        )
        skills = {each.staff_skill for each in wanted} - {""}
        self.hours = read_hours(
            unit_ids=units,
            first_on=first_on,
            until_on=until_on,
            provider_id=provider_id,
            staff=bool(skills),
        )
        #: The providers with hours in each department, by name.
        self.leads_at = self._leads()
        self.calibrated: dict[uuid.UUID, date | None] = {}
        for device_kind in {each.device_kind for each in wanted} - {""}:
            self.calibrated |= calibration_ends(units, device_kind)
        #: On which days assistants have a skill that is asked for.
        self.skilled = skilled(skills, first_on, until_on) if skills else {}
        self._places: dict[tuple[uuid.UUID, str], list[ResourceRef]] = defaultdict(list)
        for ref in refs:
            if (
                ref.kind == ResourceKind.ROOM
                or ref.subject_id in self.calibrated
                or ref.subject_id in self.skilled
            ):
                self._places[ref.unit_id, ref.kind].append(ref)

    def _leads(self) -> dict[uuid.UUID, list[ResourceRef]]:
        leads: dict[uuid.UUID, list[ResourceRef]] = defaultdict(list)
        for unit_id, provider in self.hours.places():
            if provider in self.providers:
                leads[unit_id].append(self.providers[provider])
        for each in leads.values():
            each.sort(key=lambda ref: (ref.name, ref.subject_id))
        return leads

    def places(self, wanted: Wanted, name: str, tag: str) -> list[ResourceRef]:
        """The rooms, devices or assistants of a department that would serve a visit, devices that were never calibrated
        left out."""
        only = wanted.device_id if name == "device" else None
        return [
            ref
            for ref in self._places[wanted.unit_id, name]
            if tag in ref.tags and only in (None, ref.subject_id)
        ]

    def lifted(self, rule: str) -> FreeTime:
        """The same search as if there were no "closures", no stretches "kept" or no "limits": for who wants to know
        what stands in the way."""
        other = copy(self)
        other.hours = replace(self.hours, **{rule: {}})
        return other

    def wishing(self, wishes: Wishes) -> FreeTime:
        """The same search with wishes for days and hours."""
        other = copy(self)
        other.wishes = wishes
        return other

    def width(self) -> int:
        """How many resources a day of this search is about, at the least: its rooms and devices, or its providers."""
        return sum(map(len, self._places.values())) or sum(map(len, self.leads_at.values()))

    def horizon(self, first_on: date, until_on: date) -> slots.Horizon:
        """The steps of these days in every zone of the search."""
        zones = {each.zone for each in self.wanted}
        # Two hours before and after, so that what is prepared and cleaned at the ends has room.
        room = timedelta(minutes=LONGEST_BUFFER_MINUTES)
        starts_at = min(day_bounds(first_on, zone)[0] for zone in zones) - room
        ends_at = max(day_bounds(until_on, zone)[0] for zone in zones)
        steps = int((ends_at + room - starts_at).total_seconds()) // 60 // STEP_MINUTES
        return slots.Horizon(starts_at, steps, STEP_MINUTES)

    def busy(self, horizon: slots.Horizon, stretches: Iterable[tuple[ResourceRef, int, int]]) -> Busy:
        """What is taken in these stretches of a horizon."""
        return busy_steps(
            stretches=stretches, starts_at=horizon.starts_at, step_minutes=STEP_MINUTES, at=self.at
        )

    def learn(self, providers: Iterable[uuid.UUID]) -> None:
        """Read the credentials of these providers, unless they are known."""
        unknown = set(providers) - self.held.keys()
        if unknown:
            found = held_by_providers(unknown)
            self.held |= {provider: found.get(provider, []) for provider in unknown}

    def gap(self, ref: ResourceRef, on: date) -> str:
        """Why a provider may not work on a day, by what has been learned; "" when nothing stands in the way."""
        held = self.held.get(ref.subject_id)
        return "" if held is None else gap_sentence(ref.name, held, on)

    def irregular(self, first_on: date, until_on: date) -> set[uuid.UUID]:
        """The providers whose hours on these days are not those of their week: exceptions, or a known gap at either
        end."""
        closed = {provider for provider, day in self.hours.closed if first_on <= day < until_on}
        extra = {place[1] for place, day in self.hours.extra if first_on <= day < until_on}
        days = [date.fromordinal(each) for each in range(first_on.toordinal(), until_on.toordinal())]
        gaps = {
            provider
            for provider in self.held
            if provider in self.providers and any(self.gap(self.providers[provider], day) for day in days)
        }
        return closed | extra | gaps


def as_wished(refs: dict[uuid.UUID, ResourceRef], wishes: Wishes) -> dict[uuid.UUID, ResourceRef]:
    """Those of these providers whose sex and languages are as wished; one query, none where nothing is wished."""
    if not wishes.on_provider:
        return refs
    rows = Provider.objects.filter(id__in=list(refs)).values_list("id", "sex", "languages")
    return {who: refs[who] for who, sex, languages in rows if wishes.fits_provider(sex, languages)}
