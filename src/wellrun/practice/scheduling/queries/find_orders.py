"""Finding times for several visits at once: a consult, then imaging, then the review; or a family back to back."""

from __future__ import annotations

import uuid
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from wellrun.platform.access.api import Actor, NotFound
from wellrun.practice.organization.api import units_by_id
from wellrun.practice.scheduling.models import Appointment, VisitType
from wellrun.practice.scheduling.models.appointment import RELEASED
from wellrun.practice.scheduling.queries.find_times import Offer, find_times
from wellrun.practice.scheduling.queries.travel import travel_of
from wellrun.practice.scheduling.queries.visit_types import visit_type
from wellrun.practice.scheduling.queries.wishes import ANY, Travel, Wishes

#: Free times of one visit that one window of days reads.
OFFERS_A_WINDOW = 600
FIRST_WINDOW_DAYS = 2
#: The most visits of one order.
MOST_STEPS = 6


@dataclass(frozen=True)
class OrderStep:
    """One visit of an order. `beside` visits begin within `gap_to_minutes` of the start of the one before, whichever is
    first, for a family seen at the same time; all others begin `gap_from_minutes` to `gap_to_minutes` (None: whenever
    on the same day) after the one before has ended. `days_from` and `days_to` are calendar days after the one
    before; 0 and 0 is the same day."""

    patient_id: uuid.UUID
    visit_type_id: uuid.UUID
    provider_id: uuid.UUID | None = None
    beside: bool = False
    gap_from_minutes: int = 0
    gap_to_minutes: int | None = None
    days_from: int = 0
    days_to: int = 0


@dataclass(frozen=True)
class OrderOffer:
    """A time for every visit of an order, in the order's own order."""

    offers: tuple[Offer, ...]

    @property
    def starts_at(self) -> datetime:
        """When the first of them begins."""
        return min(offer.starts_at for offer in self.offers)

    @property
    def ends_at(self) -> datetime:
        """When the last of them ends."""
        return max(offer.ends_at for offer in self.offers)


def find_orders(
    *,
    steps: Sequence[OrderStep],
    starts_on: date,
    days: int = 60,
    limit: int = 10,
    wishes: Wishes = ANY,
    by: Actor,
    at: datetime,
) -> list[OrderOffer]:
    """The first `limit` ways to have all the visits, each way beginning at another time; the earliest first, and of
    those that begin together the one that ends first. Looks at windows of days, each twice as long as the one before.

    A patient is never in two places, has the time to drive between sites, and no provider sees two at once. `wishes`
    are of the whole order; with a wished site each visit may be at any department near it that offers it. Raises
    `NotFound` for an unknown visit type and like `find_times`.
    """
    if not 1 <= len(steps) <= MOST_STEPS:
        raise ValueError(f"An order has 1 to {MOST_STEPS} visits.")
    search = _Search(steps, wishes, by, at)
    found: list[OrderOffer] = []
    first_on, length, last_on = starts_on, FIRST_WINDOW_DAYS, starts_on + timedelta(days=days)
    while first_on < last_on and len(found) < limit:
        until_on = min(first_on + timedelta(days=length), last_on)
        found += search.between(first_on, until_on, last_on, limit - len(found))
        first_on, length = until_on, length * 2
    return found


class _Search:
    """One order with what is read once for it."""

    def __init__(self, steps: Sequence[OrderStep], wishes: Wishes, by: Actor, at: datetime) -> None:
        self.steps, self.wishes, self.by, self.at = steps, wishes, by, at
        self.kinds = {each: self._kind(each) for each in {step.visit_type_id for step in steps}}
        self.units = {kind.unit_id: kind.unit for kind in self.kinds.values()}
        if wishes.near_site_id is not None:
            self.units |= units_by_id(by.reach.get("appointments.book", frozenset()))
        self.travel: Travel = travel_of(by.organization_id)

    @staticmethod
    def _kind(visit_type_id: uuid.UUID) -> VisitType:
        found = visit_type(visit_type_id)
        if found is None:
            raise NotFound()
        return found

    def between(self, first_on: date, until_on: date, last_on: date, limit: int) -> list[OrderOffer]:
        """The ways whose first visit is on a day of first_on..until_on (half-open)."""
        choices = []
        reach_from = reach_to = 0
        for index, step in enumerate(self.steps):
            if index:
                reach_from, reach_to = reach_from + step.days_from, reach_to + step.days_to
            since = first_on + timedelta(days=reach_from)
            until = min(until_on + timedelta(days=reach_to), last_on + timedelta(days=reach_to))
            choices.append(self._choices(step, since, until))
            if not choices[-1]:
                return []
        found: list[OrderOffer] = []
        for first in choices[0]:
            if found and found[-1].offers[0].starts_at == first.starts_at:
                continue
            way = next(self._ways([first], choices), None)
            if way is not None:
                found.append(OrderOffer(tuple(way)))
            if len(found) == limit:
                break
        return found

    def _choices(self, step: OrderStep, since: date, until: date) -> list[Offer]:
        """The free times of one visit at which its patient is nowhere else, by start."""
        offers = find_times(
            visit_type_id=step.visit_type_id,
            provider_id=step.provider_id,
            starts_on=since,
            days=max((until - since).days, 1),
            limit=OFFERS_A_WINDOW,
            wishes=self.wishes,
            by=self.by,
            at=self.at,
        )
        if not offers:
            return []
        busy = list(
            Appointment.objects.filter(
                patient_id=step.patient_id,
                starts_at__lt=offers[-1].ends_at,
                ends_at__gt=offers[0].starts_at,
            )
            .exclude(state__in=RELEASED)
            .values_list("starts_at", "ends_at")
        )
        return [
            offer
            for offer in offers
            if not any(starts < offer.ends_at and offer.starts_at < ends for starts, ends in busy)
        ]

    def _ways(self, taken: list[Offer], choices: list[list[Offer]]) -> Iterator[list[Offer]]:
        """Every way to go on after these offers, the earliest next visit first."""
        index = len(taken)
        if index == len(self.steps):
            yield taken
            return
        earliest, latest = self._bounds(index, taken[-1])
        offers = choices[index]
        position = bisect_left(offers, earliest, key=lambda offer: offer.starts_at)
        for offer in offers[position:]:
            if latest is not None and offer.starts_at > latest:
                return
            if self._fits(index, offer, taken):
                yield from self._ways([*taken, offer], choices)

    def _bounds(self, index: int, before: Offer) -> tuple[datetime, datetime | None]:
        """Between which instants the visit at `index` may begin after the one before it."""
        step = self.steps[index]
        if step.beside:
            apart = timedelta(minutes=step.gap_to_minutes or 0)
            return before.starts_at - apart, before.starts_at + apart
        earliest = before.ends_at + timedelta(minutes=step.gap_from_minutes)
        if step.gap_to_minutes is not None:
            return earliest, before.ends_at + timedelta(minutes=step.gap_to_minutes)
        return earliest, None

    def _fits(self, index: int, offer: Offer, taken: list[Offer]) -> bool:
        step, before = self.steps[index], taken[-1]
        clock = ZoneInfo(self.units[offer.unit_id].zone)
        apart = (offer.starts_at.astimezone(clock).date() - before.starts_at.astimezone(clock).date()).days
        if not step.days_from <= apart <= step.days_to:
            return False
        for earlier, other in zip(self.steps, taken, strict=False):
            meets = other.starts_at < offer.ends_at and offer.starts_at < other.ends_at
            if meets and other.provider_id == offer.provider_id:
                return False
            if earlier.patient_id == step.patient_id and not self._reaches(other, offer):
                return False
        return True

    def _reaches(self, one: Offer, other: Offer) -> bool:
        """Whether a patient can be at both, with the way between them."""
        here, there = self.units[one.unit_id].parent_id, self.units[other.unit_id].parent_id
        way = timedelta(minutes=self.travel.between(here, there))
        return one.ends_at + way <= other.starts_at or other.ends_at + way <= one.starts_at
