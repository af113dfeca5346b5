"""Bookings of their own kind: several visits in one order, a family back to back, a series across a holiday, a class,
an urgent visit beyond the day's capacity, and times that are held."""

from __future__ import annotations

from datetime import timedelta

from wellrun.platform.access.matrix import Role
from wellrun.practice.scheduling.api import (
    BookedBy,
    OrderedVisit,
    OrderStep,
    Repeats,
    SeriesRule,
    Urgency,
    book_appointment,
    book_order,
    book_series,
    find_orders,
    find_times,
    hold_time,
    join_group,
    keep_type,
    open_group,
    preview_series,
)
from wellrun.simulation.arrangements import CLASS_DEPARTMENT, CLASS_NAME, CLASS_SEATS
from wellrun.simulation.bookings import ON_PAPER, enter_in_diary, somebody, times_for
from wellrun.simulation.world import Known, World

#: The visits of an order, by department: seen, pictured, told.
_ORDERS = {
    "cardiology": ("Consultation", "Echocardiogram", "Consultation"),
    "orthopedics": ("Injury visit", "X-ray and visit", "Injury visit"),
}
_FAMILIES = {"pediatrics": "Sick visit", "family": "Same-day sick visit"}
_ORDERS_AT, _FAMILIES_AT, _SERIES_AT, _CLASSES_AT, _URGENT_AT = (
    (9, 4, 1),
    (8, 3, 1),
    (7, 1),
    (8, 1),
    (10, 5, 2, 1),
)


class SpecialBookings:
    """What the desk books that is no single visit."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.chance = world.chance.of("special bookings")

    def morning(self, left: int) -> None:
        """Book what comes on a day so many working days before the last."""
        departments = {each.key for each in self.world.plan.departments}
        for days, kinds, act in ((_ORDERS_AT, _ORDERS, self._order), (_FAMILIES_AT, _FAMILIES, self._family)):
            if left in days:
                for department in kinds:
                    if department in departments:
                        act(department)
        if left in _SERIES_AT:
            self._series("orthopedics")
        if left in _CLASSES_AT and CLASS_DEPARTMENT in departments:
            self._class()
        if left in _URGENT_AT:
            self._urgent()

    def stop(self) -> None:
        """Two callers think about a time that is kept for them meanwhile."""
        for department in self.world.plan.departments[:2]:
            known = self._anybody(department.key, 0)
            visit = department.visits[1]
            provider = self.world.providers_in(department.key)[0].username
            with self.world.refusals_counted(), self.world.acting_as(self._desk(department.key)) as (by, at):
                free = times_for(self.world, provider, department.key, visit,
                                 self.world.today() + timedelta(days=2), by, days=14)  # fmt: skip
                if known is not None and free:
                    hold_time(visit_type_id=self.world.visit_types[department.key, visit.name].id,
                              provider_id=self.world.providers[provider].id, starts_at=free[0].starts_at,
                              patient_id=known.id, minutes=15, by=by, at=at)  # fmt: skip
                    self.world.counts["times held"] += 1

    def _desk(self, department: str) -> str:
        return self.chance.choice(self.world.desk_of(department))

    def _anybody(self, department: str, kind: int) -> Known | None:
        visit = self.world.plan.department(department).visits[kind]
        return somebody(self.world, department, visit, self.world.today())

    def _order(self, department: str) -> None:
        world, names = self.world, _ORDERS[department]
        plans = [next(each for each in world.plan.department(department).visits if each.name == name)
                 for name in names]  # fmt: skip
        known = somebody(world, department, plans[1], world.today())
        if known is None:
            return
        types = [world.visit_types[department, name].id for name in names]
        steps = [OrderStep(known.id, types[0]), OrderStep(known.id, types[1], days_to=10),
                 OrderStep(known.id, types[2], days_from=1, days_to=14)]  # fmt: skip
        booked = self._take(department, [known] * 3, types, steps, "Shortness of breath"
                            if department == "cardiology" else "Knee gives way")  # fmt: skip
        for visit, plan in zip(booked, plans, strict=False):
            enter_in_diary(world, visit, department, as_visit=plan)
        world.counts["orders booked"] += bool(booked)

    def _family(self, department: str) -> None:
        world = self.world
        plan = next(
            each for each in world.plan.department(department).visits if each.name == _FAMILIES[department]
        )
        homes: dict = {}
        for each in world.patients_of(world.plan.department(department)):
            homes.setdefault(each.household, []).append(each)
        families = [home[:3] for home in homes.values() if len(home) > 1]
        if not families:
            return
        family = self.chance.choice(families)
        kind = world.visit_types[department, plan.name].id
        provider = self.chance.choice(world.providers_in(department)).username
        steps = [OrderStep(each.id, kind, world.providers[provider].id, beside=number > 0,
                           gap_to_minutes=45 if number else None)
                 for number, each in enumerate(family)]  # fmt: skip
        booked = self._take(department, family, [kind] * len(family), steps, "The whole family coughs")
        for visit in booked:
            enter_in_diary(world, visit, department, as_visit=plan)
        world.counts["families booked"] += bool(booked)

    def _take(self, department: str, patients, types, steps, reason: str) -> list:
        world = self.world
        with world.refusals_counted(), world.acting_as(self._desk(department)) as (by, at):
            ways = find_orders(
                steps=steps, starts_on=world.today() + timedelta(days=1), days=20, limit=1, by=by, at=at
            )
            if not ways:
                return []
            visits = [OrderedVisit(who.id, kind, offer.provider_id, offer.starts_at)
                      for who, kind, offer in zip(patients, types, ways[0].offers, strict=True)]  # fmt: skip
            return book_order(visits=visits, reason=reason, by=by, at=at)
        return []

    def _series(self, department: str) -> None:
        """Five visits, one a week, over the next holiday where there is one."""
        world = self.world
        if department not in {each.key for each in world.plan.departments}:
            return
        plan = next(each for each in world.plan.department(department).visits if each.new_patient is False)
        known = somebody(world, department, plan, world.today())
        provider = world.providers_in(department)[-1].username
        if known is None:
            return
        with world.refusals_counted(), world.acting_as(self._desk(department)) as (by, at):
            offers = times_for(
                world, provider, department, plan, world.today() + timedelta(days=1), by, days=14
            )
            # A weekday that a holiday falls on, if one does in the weeks to come.
            offers = [
                each for each in offers if each.starts_at.astimezone(world.zone).weekday() == 3
            ] or offers
            if not offers:
                return
            common = {
                "patient_id": known.id, "visit_type_id": world.visit_types[department, plan.name].id,
                "provider_id": world.providers[provider].id, "first_starts_at": offers[0].starts_at,
                "rule": SeriesRule(Repeats.WEEKS, count=5), "by": by, "at": at,
            }  # fmt: skip
            choices = {each.position: each.alternative.starts_at if each.alternative else None
                       for each in preview_series(**common) if each.problem}  # fmt: skip
            done = book_series(**common, choices=choices, reason="Exercises after the operation",
                               note=keep_type("", ON_PAPER))  # fmt: skip
            for outcome in done.outcomes:
                if outcome.visit is not None:
                    enter_in_diary(world, outcome.visit, department, as_visit=plan)
            world.counts["series booked"] += 1

    def _class(self) -> None:
        world, key = self.world, (CLASS_DEPARTMENT, CLASS_NAME)
        group = None
        with world.refusals_counted(), world.acting_as(self._desk(CLASS_DEPARTMENT)) as (by, at):
            for provider in world.providers_in(CLASS_DEPARTMENT):
                offers = find_times(
                    visit_type_id=world.visit_types[key].id, provider_id=world.providers[provider.username].id,
                    starts_on=world.today() + timedelta(days=2), days=20, limit=4, by=by, at=at,
                )  # fmt: skip
                if offers:
                    group = open_group(visit_type_id=world.visit_types[key].id, title="Living with diabetes",
                                       provider_id=world.providers[provider.username].id,
                                       starts_at=offers[-1].starts_at, by=by, at=at)  # fmt: skip
                    break
        if group is None:
            return
        world.counts["classes opened"] += 1
        for _ in range(CLASS_SEATS - 1):
            day = group.starts_at.astimezone(world.zone).date()
            known = somebody(world, CLASS_DEPARTMENT, world.plan.department(CLASS_DEPARTMENT).visits[0], day)
            with world.refusals_counted(), world.acting_as(self._desk(CLASS_DEPARTMENT)) as (by, at):
                if known is not None:
                    visit = join_group(
                        group_id=group.id, patient_id=known.id, reason="Diabetes follow-up", by=by, at=at
                    )
                    enter_in_diary(world, visit, CLASS_DEPARTMENT, reason="Diabetes follow-up")
                    world.counts["seats given"] += 1

    def _urgent(self) -> None:
        """Somebody who must be seen today is booked beyond the provider's capacity, by the section's manager."""
        world = self.world
        today = [each for each in world.diary.values()
                 if each.starts_at.astimezone(world.zone).date() == world.today()
                 and each.starts_at > world.now() + timedelta(hours=1)]  # fmt: skip
        if not today:
            return
        other = self.chance.choice(today)
        plan = next(
            (each for each in world.plan.department(other.department).visits if each.new_patient is None),
            None,
        )
        known = somebody(world, other.department, plan, world.today()) if plan else None
        if known is None or plan is None:
            return
        manager = world.staff(Role.ASSISTANT_MANAGER, other.department)[0]
        with world.refusals_counted(), world.acting_as(manager) as (by, at):
            visit = book_appointment(
                patient_id=known.id, visit_type_id=world.visit_types[other.department, plan.name].id,
                provider_id=world.providers[other.provider].id, starts_at=other.starts_at,
                reason="Worse since last night", urgency=Urgency.URGENT, through=BookedBy.DESK,
                overbook_reason="Must be seen today; nothing is free", by=by, at=at,
            )  # fmt: skip
            enter_in_diary(world, visit, other.department, as_visit=plan)
            world.counts["overbooked"] += 1
