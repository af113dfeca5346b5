"""Whom a freed time would suit among 500 waiting patients, beside the form that asks for each patient by itself."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from benchmarks.figure import Figure
from benchmarks.schedule_world import NOW, World, practice

TITLE = "Offers: one freed time matched against 500 waiting patients of a department, ranked"
GOAL_MS = 1000
WAITING = 500
SEED = 20260602


def run(*, quick: bool) -> Iterator[Figure]:
    """A calendar that is nearly full, 500 who wait for one department, one freed time; both forms, the same answer."""
    with practice(days_back=30, days_ahead=30, departments=2 if quick else 20) as world:
        opening = _prepare(world)
        from wellrun.practice.scheduling.api import find_matches

        def whole() -> list[Any]:
            return [match.entry_id for match, _ in find_matches(opening=opening, at=NOW)]

        def naive() -> list[Any]:
            return _one_by_one(opening)

        seconds, found = _measure(world, whole, 5 if quick else 15)
        naive_seconds, expected = _measure(world, naive, 2 if quick else 3)
    milliseconds = 1000 * seconds
    yield Figure(
        "matching and ranking, median",
        milliseconds,
        "ms",
        f"at most {GOAL_MS}",
        milliseconds <= GOAL_MS,
        f"{len(found)} of {WAITING} fit",
    )
    yield Figure("asking for each patient, median", 1000 * naive_seconds, "ms", note="the naive form")
    yield Figure("times as fast", naive_seconds / seconds, "")
    yield Figure("same patients, same order", float(found == expected), "", "1", found == expected)


def _measure(world: World, act: Callable[[], list[Any]], repeats: int) -> tuple[float, list[Any]]:
    """The median seconds of an act, each in a transaction of its own, and what it found."""
    from django.db import transaction

    times, found = [], []
    for _ in range(repeats + 1):
        with transaction.atomic():
            world.office.program()
            began = time.perf_counter()
            found = act()
            times.append(time.perf_counter() - began)
    return statistics.median(times[1:]), found


def _prepare(world: World) -> Any:
    from django.db import connection, transaction

    from wellrun.practice.scheduling.api import FreedBy, Opening, WaitingEntry

    drawn = random.Random(SEED)
    with transaction.atomic():
        program = world.office.program()
        unit_id, kind_id, provider_id = world.units[0], world.kinds[0], world.providers[0]
        entries = [
            WaitingEntry(
                organization_id=program.organization_id,
                unit_id=unit_id,
                compartment="normal",
                patient_id=patient_id,
                visit_type_id=kind_id,
                unit_ids=[unit_id],
                provider_ids=[provider_id] if drawn.random() < 0.3 else [],
                weekdays=drawn.sample(range(5), 3) if drawn.random() < 0.4 else [],
                day_times=["morning"] if drawn.random() < 0.3 else [],
                notice_hours=drawn.choice((2, 24, 72)),
                urgency=drawn.choice(("routine",) * 7 + ("soon",) * 2 + ("urgent",)),
                since=NOW - timedelta(hours=drawn.randrange(24 * 120)),
            )
            for patient_id in world.patients[:WAITING]
        ]
        WaitingEntry.objects.bulk_create(entries)
        starts_at = NOW + timedelta(days=8)
        with connection.cursor() as cursor:
            # The visit whose time is freed: whatever the provider has there goes.
            cursor.execute(
                "delete from timebook_reservation where starts_at < %s and upper(during) > %s",
                [starts_at + timedelta(hours=1), starts_at],
            )
        opening = Opening.objects.create(
            organization_id=program.organization_id,
            unit_id=unit_id,
            provider_id=provider_id,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            freed_by=FreedBy.HAND,
            key="bench",
            made_at=NOW,
        )
    with transaction.atomic(), connection.cursor() as cursor:
        world.office.program()
        cursor.execute("select count(*) from scheduling_waiting_entry")
        assert cursor.fetchone()[0] == WAITING
    return opening


def _one_by_one(opening: Any) -> list[Any]:
    """What one writes first: for every waiting patient whether the wishes fit, an offer is open, another visit is in
    the way, and whether the provider and a room are free."""
    from zoneinfo import ZoneInfo

    from wellrun.practice.scheduling.api import Appointment, TimeOffer, WaitingEntry
    from wellrun.practice.scheduling.queries.slots import slot_at

    ranks = {"urgent": 0, "soon": 1, "routine": 2}
    wall = opening.starts_at.astimezone(ZoneInfo("America/Chicago"))
    found = []
    for entry_id in WaitingEntry.objects.filter(state="waiting").values_list("id", flat=True):
        entry = WaitingEntry.objects.select_related("patient", "visit_type").get(id=entry_id)
        if opening.unit_id not in entry.unit_ids or entry.patient.deceased_on:
            continue
        if entry.provider_ids and opening.provider_id not in entry.provider_ids:
            continue
        if entry.weekdays and wall.weekday() not in entry.weekdays:
            continue
        if entry.day_times and ("morning" if wall.hour < 12 else "afternoon") not in entry.day_times:
            continue
        if opening.starts_at - NOW < timedelta(hours=entry.notice_hours):
            continue
        if TimeOffer.objects.filter(patient_id=entry.patient_id, state="offered").exists():
            continue
        slot = slot_at(
            visit_type_id=entry.visit_type_id, provider_id=opening.provider_id, patient_id=entry.patient_id,
            starts_at=opening.starts_at, at=NOW, booking_id=opening.id,
        )  # fmt: skip
        if slot is None or slot.provider is None or slot.provider.free_lane() is None:
            continue
        visits = Appointment.objects.filter(patient_id=entry.patient_id).exclude(
            state__in=["cancelled", "no_show"]
        )
        if visits.filter(starts_at__lt=slot.ends_at, ends_at__gt=opening.starts_at).exists():
            continue
        found.append(entry)
    found.sort(
        key=lambda each: (
            ranks[each.urgency],
            -((NOW - each.since) // timedelta(days=7)),
            each.since,
            each.id,
        )
    )
    return [each.id for each in found]
