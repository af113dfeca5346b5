"""The search finds what a look at every quarter hour finds, whichever windows and parts it goes through."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta

import pytest

from wellrun.practice.facilities.api import report_fault
from wellrun.practice.facilities.testing import make_room
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.queries import find_times as finding
from wellrun.practice.scheduling.queries import window
from wellrun.practice.scheduling.queries.hours import hours_between
from wellrun.practice.scheduling.rules import instant_of
from wellrun.practice.scheduling.testing import Clinic, make_hours, make_visit_type
from wellrun.practice.timebook.api import busy_times, resource_for
from wellrun.practice.workforce.api import gap_sentence, held_by_providers
from wellrun.practice.workforce.testing import make_provider

FIRST, DAYS = date(2026, 6, 2), 9
BUFFER = 20


@pytest.fixture(params=[1, 2])
def clinic(office, request):
    """Three providers (one with hours that differ, one whose license ends on the way), two rooms, a fault, and a book
    filled at random."""
    chance = random.Random(request.param)
    clinic = Clinic(office, device_kind="", buffer_after_minutes=BUFFER)
    ending = make_provider(office, family_name="Ending", license_until=date(2026, 6, 5))
    early = make_provider(office, family_name="Early")
    make_hours(office, provider_id=ending.id)
    make_hours(office, provider_id=early.id, starts=time(6), ends=time(11))
    scheduling.add_exception(
        provider_id=early.id, unit=office.cardiology, on=date(2026, 6, 4), extra=True,
        starts=time(15), ends=time(18), by=office.program(), at=NOW,
    )  # fmt: skip
    clinic.rooms = [clinic.room, make_room(office, name="Room 2")]
    clinic.providers = [clinic.provider, ending, early]
    report_fault(
        room_id=clinic.rooms[1].id, starts_at=NOW + timedelta(days=2), ends_at=NOW + timedelta(days=3, hours=2),
        note="Flood", by=office.program(), at=NOW,
    )  # fmt: skip
    talk = make_visit_type(office, name="Talk", minutes=15)
    for kind in (clinic.kind, talk) * 14:
        offers = scheduling.find_times(
            visit_type_id=kind.id, starts_on=FIRST, days=DAYS, limit=150, by=office.program(), at=NOW
        )
        chosen = chance.choice(offers)
        clinic.book(
            starts_at=chosen.starts_at, provider_id=chosen.provider_id, visit_type_id=kind.id,
            patient_id=make_patient(office).id, by=office.program(),
        )  # fmt: skip
    return clinic


def by_hand(clinic) -> list[tuple[datetime, str]]:
    """Every free start and its provider, a quarter of an hour after the other."""
    unit, found = clinic.office.cardiology, []
    until_on = FIRST + timedelta(days=DAYS)
    hours = hours_between(unit_ids=[unit.id], first_on=FIRST, until_on=until_on)
    held = held_by_providers([each.id for each in clinic.providers])
    ids = {each.id: resource_for(each.id).id for each in (*clinic.providers, *clinic.rooms)}
    edges = {"starts_at": datetime(2026, 6, 1, tzinfo=UTC), "ends_at": datetime(2026, 6, 13, tzinfo=UTC)}
    busy = busy_times(resource_ids=ids.values(), **edges, at=NOW)

    def free(thing, starts_at, minutes):
        ends_at = starts_at + timedelta(minutes=minutes)
        return not any(each.starts_at < ends_at and starts_at < each.ends_at for each in busy[ids[thing.id]])

    for provider in clinic.providers:
        for on, parts in hours[unit.id, provider.id].items():
            if gap_sentence("", held[provider.id], on):
                continue
            for part in parts:
                at = instant_of(datetime.combine(on, part.starts), unit.zone)
                ends_at = instant_of(datetime.combine(on, part.ends), unit.zone)
                while at + timedelta(minutes=30) <= ends_at:
                    room = any(free(each, at, 30 + BUFFER) for each in clinic.rooms)
                    if at >= NOW and room and free(provider, at, 30):
                        found.append((at, provider.display_name))
                    at += timedelta(minutes=15)
    return sorted(found)


@pytest.mark.parametrize(("first", "part"), [(60, 9000), (1, 12), (60, 40)])
def test_all_free_starts_and_each_first_few(clinic, first, part, monkeypatch):
    # Windows of one day and of many, read at once and in parts of an hour.
    monkeypatch.setattr(finding, "FIRST_RESOURCE_DAYS", first)
    monkeypatch.setattr(window, "PART_STEPS", part)
    expected = by_hand(clinic)
    assert len(expected) > 20
    for limit in (1, 7, 500):
        offers = scheduling.find_times(
            visit_type_id=clinic.kind.id, starts_on=FIRST, days=DAYS, limit=limit, by=clinic.desk(), at=NOW
        )
        assert [(offer.starts_at, offer.provider_name) for offer in offers] == expected[:limit]
