"""Booking: the visits that are in the book before the first day, and those that secretaries find times for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from wellrun.platform.access.api import Actor
from wellrun.practice.scheduling.api import Appointment, Offer, book_appointment, find_times, keep_type
from wellrun.simulation.chance import weighted
from wellrun.simulation.medicine import Complaint, complaint_for
from wellrun.simulation.practice import ProviderPlan, VisitPlan
from wellrun.simulation.world import Booked, Known, World

#: Share of a provider's usual day that is booked so many days ahead, when the book looks like that of an office.
_AHEAD = ((2, 0.85), (5, 0.7), (10, 0.5), (15, 0.38), (22, 0.26), (30, 0.18), (60, 0.1))
ON_PAPER = "seen before this record began, paper chart"


def share_booked(days_ahead: int) -> float:
    """How much of a usual day is in the book so many days ahead."""
    return next((share for limit, share in _AHEAD if days_ahead < limit), 0.0)


def fill_book(world: World, *, first_on: date, until_on: date, closed: dict[date, str]) -> Iterator[int]:
    """Put the visits of the weeks to come into the book, a day at a time; yields how many there are so far."""
    booked, day = 0, first_on
    while day < until_on:
        if day not in closed:
            for provider in world.plan.providers:
                booked += _fill_day(world, provider, day, share_booked((day - first_on).days))
        yield booked
        day += timedelta(days=1)


def _fill_day(world: World, provider: ProviderPlan, day: date, share: float) -> int:
    chance = world.chance.of("book")
    department = world.plan.department(provider.department)
    free = _starts(world, provider, day)
    wanted = round(world.plan.visits_a_day * len(free) / 32 * share * chance.uniform(0.8, 1.2))
    desk, booked = world.desk_of(provider.department), 0
    while free and wanted > booked:
        visit = weighted(chance, {each: each.share for each in department.visits})
        starts_at = chance.choice(free)
        if not set(_span(starts_at, visit.minutes)) <= set(free):
            free.remove(starts_at)
            continue
        known = somebody(world, provider.department, visit, day)
        if known is None:
            break
        with world.refusals_counted(), world.acting_as(chance.choice(desk)) as (by, _):
            book(world, known, provider.username, provider.department, visit, starts_at, by)
            booked += 1
        free = [each for each in free if each not in _span(starts_at, visit.minutes)]
    return booked


def _starts(world: World, provider: ProviderPlan, day: date) -> list[datetime]:
    """The quarter hours on which a provider sees patients."""
    if day.weekday() >= 5:
        department = world.plan.department(provider.department)
        number = provider.number
        stretches = [(time(9), time(13))] if department.weekend and day.weekday() == 5 + number % 2 else []
    elif day.weekday() in provider.off:
        stretches = []
    else:
        stretches = [(provider.starts, time(12)), (time(13), provider.ends)]
    found = []
    for starts, ends in stretches:
        instant, end = world.instant(day, starts), world.instant(day, ends)
        while instant < end:
            found.append(instant)
            instant += timedelta(minutes=15)
    return found


def _span(starts_at: datetime, minutes: int) -> list[datetime]:
    return [starts_at + timedelta(minutes=15 * part) for part in range(-(-minutes // 15))]


def somebody(world: World, department: str, visit: VisitPlan, day: date) -> Known | None:
    """A patient who may come for a visit on a day, for whom it is meant, and who has none then."""
    chance = world.chance.of("who")
    pool = world.patients_of(world.plan.department(department))
    for _ in range(40):
        if not pool:
            return None
        known = chance.choice(pool)
        if (
            day not in known.days
            and known.fits(department, visit)
            and visit.ages[0] <= known.age_on(day) < visit.ages[1]
        ):
            return known
    return None


def book(
    world: World,
    known: Known,
    provider: str,
    department: str,
    visit: VisitPlan,
    starts_at: datetime,
    by: Actor,
) -> Booked:
    """Book a visit as `by`, in the words in which the patient asked for it."""
    # The record knows of a patient from the years on paper only what the desk says.
    on_paper = visit.new_patient is False and department not in known.seen
    complaint: Complaint = complaint_for(world.chance.of("complaints"), department, visit.name)
    booked = book_appointment(
        patient_id=known.id,
        visit_type_id=world.visit_types[department, visit.name].id,
        provider_id=world.providers[provider].id,
        starts_at=starts_at,
        reason=complaint.reason,
        note=keep_type("", ON_PAPER) if on_paper else "",
        by=by,
        at=world.now(),
    )
    known.days.add(starts_at.astimezone(world.zone).date())
    world.counts["booked"] += 1
    entry = Booked(booked.id, known, department, provider, visit, complaint.reason, starts_at)
    world.diary[booked.id] = entry
    return entry


def times_for(
    world: World, provider: str, department: str, visit: VisitPlan, starts_on: date, by: Actor, *, days: int
) -> list[Offer]:
    """The times that the secretary reads out."""
    return find_times(
        visit_type_id=world.visit_types[department, visit.name].id,
        provider_id=world.providers[provider].id,
        starts_on=starts_on,
        days=days,
        limit=8,
        by=by,
        at=world.now(),
    )


def enter_in_diary(
    world: World, visit: Appointment, department: str, *, as_visit: VisitPlan | None = None, reason: str = ""
) -> Booked:
    """Remember a visit that was booked otherwise; what happens at it and what for are those of `as_visit`, or of the
    department's first kind of visit."""
    known = world.patients[visit.patient_id]
    plan = as_visit or world.plan.department(department).visits[0]
    provider = next(name for name, each in world.providers.items() if each.id == visit.provider_id)
    reason = reason or complaint_for(world.chance.of("complaints"), department, plan.name).reason
    known.days.add(visit.starts_at.astimezone(world.zone).date())
    entry = Booked(visit.id, known, department, provider, plan, reason, visit.starts_at,
                   seat=visit.group_id is not None)  # fmt: skip
    world.diary[visit.id] = entry
    world.counts["booked"] += 1
    return entry


def follow_move(world: World, visit: Appointment) -> None:
    """Remember where a visit is now that was moved otherwise."""
    entry = world.diary.get(visit.id)
    if entry is not None:
        entry.known.days.discard(entry.starts_at.astimezone(world.zone).date())
        entry.known.days.add(visit.starts_at.astimezone(world.zone).date())
        entry.starts_at, entry.confirmed = visit.starts_at, False
        entry.provider = next(name for name, each in world.providers.items() if each.id == visit.provider_id)
