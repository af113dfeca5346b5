"""What is found can be booked, and nothing else: every quarter of an hour is tried, under every rule at once."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import transaction

from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.rules import HoursOn
from wellrun.practice.scheduling.testing import Clinic, make_hours, make_visit_type
from wellrun.practice.scheduling.tests.test_supply import make_assistant
from wellrun.practice.workforce.testing import make_provider

SINCE = date(2026, 1, 1)
#: An ordinary day, and the two Sundays on which the clocks of Chicago change, both in their small hours.
DAYS = [(date(2026, 6, 10), 6), (date(2026, 11, 1), 0), (date(2027, 3, 14), 0)]
REFUSALS = (scheduling.TimeTaken, scheduling.OutsideHours)


class Undone(Exception):
    """The booking was possible."""


def world(office, on, first_hour, chance):
    """Two providers with lengths and hours of their own, an assistant for part of the day, and rules at random."""
    program, weekday = office.program(), on.weekday()
    placed = {"room_kind": "exam"} if chance.random() < 0.6 else {"room_kind": ""}
    clinic = Clinic(
        office, device_kind="", staff_skill="stress test", buffer_before_minutes=chance.choice([0, 10, 20]),
        buffer_after_minutes=chance.choice([0, 15]), **placed,
    )  # fmt: skip
    other_kind = make_visit_type(office, name="Other", minutes=20)
    clinic.providers = [clinic.provider, make_provider(office, family_name="Reyes")]
    scheduling.set_lengths(
        visit_type_id=clinic.kind.id,
        by_level={},
        by_provider={clinic.providers[1].id: 45},
        by=program,
        at=NOW,
    )

    def hour(after):
        return time(first_hour + after, chance.choice([0, 15, 30]))

    for provider in clinic.providers:
        make_hours(office, provider_id=provider.id, starts=hour(0), ends=hour(6), weekdays=(weekday,))
        rule = {
            "provider_id": provider.id,
            "unit": office.cardiology,
            "effective_from": SINCE,
            "by": program,
            "at": NOW,
        }
        kinds = [chance.choice([other_kind, clinic.kind]).id]
        stretch = HoursOn(weekday, hour(1), hour(3))
        scheduling.keep_for_types(
            hours=stretch, visit_type_ids=kinds, release_hours=chance.choice([None, 1]), **rule
        )
        limited = HoursOn(weekday, hour(2), hour(5))
        scheduling.limit_session(hours=limited, most=chance.choice([1, 2]), **rule)
    scheduling.close_day(
        unit=office.north,
        on=on,
        name="Fire drill",
        starts=hour(4),
        ends=time(first_hour + 5),
        by=program,
        at=NOW,
    )
    ada = make_assistant(office, starts=hour(0), ends=hour(5))
    scheduling.set_staff_hours(
        employee_id=ada.id, unit=office.cardiology, hours=[HoursOn(weekday, hour(0), hour(5))],
        effective_from=SINCE, by=program, at=NOW,
    )  # fmt: skip
    return clinic, other_kind


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("on", "first_hour"), DAYS)
def test_a_time_is_offered_when_and_only_when_it_can_be_booked(office, on, first_hour, seed):
    chance = random.Random(seed)
    clinic, other_kind = world(office, on, first_hour, chance)
    by = office.program()
    for _ in range(3):
        for kind in (clinic.kind, other_kind):
            offers = found(kind, on, by)
            if offers:
                starts_at, provider_id = chance.choice(sorted(offers))
                clinic.book(
                    starts_at=starts_at, provider_id=provider_id, visit_type_id=kind.id,
                    patient_id=make_patient(office).id, by=by,
                )  # fmt: skip
    nobody = make_patient(office)
    midnight = datetime.combine(on, time(), tzinfo=UTC) + timedelta(hours=5 + first_hour)
    quarters = [midnight + timedelta(minutes=15 * number) for number in range(-4, 36)]
    for kind in (clinic.kind, other_kind):
        bookable = {
            (starts_at, provider.id)
            for provider in clinic.providers
            for starts_at in quarters
            if can_be_booked(clinic, kind, starts_at, provider, nobody, by)
        }
        assert found(kind, on, by) == bookable
        assert len(bookable) < 2 * len(quarters)
    assert bookable, "the rules leave some time to the visit without an assistant"


def found(kind, on, by):
    offers = scheduling.find_times(visit_type_id=kind.id, starts_on=on, days=1, limit=500, by=by, at=NOW)
    return {(offer.starts_at, offer.provider_id) for offer in offers}


def can_be_booked(clinic, kind, starts_at, provider, patient, by):
    try:
        with transaction.atomic():
            clinic.book(
                starts_at=starts_at,
                provider_id=provider.id,
                visit_type_id=kind.id,
                patient_id=patient.id,
                by=by,
            )
            raise Undone
    except Undone:
        return True
    except REFUSALS:
        return False
