"""Two and eight at once: one has the time, the others are told what else there is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta

from django.db import connection, transaction

from wellrun.platform.database.identity import acting
from wellrun.practice.organization.api import program_actor
from wellrun.practice.organization.testing import NOW, open_small_office
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling.rules import HoursOn
from wellrun.practice.scheduling.testing import NINE, Clinic, make_hours
from wellrun.practice.workforce.testing import make_provider

OVERLAPS = """
select count(*) from timebook_reservation a join timebook_reservation b
on a.resource_id = b.resource_id and a.lane = b.lane and a.during && b.during and a.id < b.id
where a.active and b.active
"""


def world(**visit):
    with transaction.atomic():
        office = open_small_office()
        clinic = Clinic(office, **visit)
        others = [make_provider(office, family_name=name) for name in ("Reyes", "Noor", "Sato")]
        for other in others:
            make_hours(office, provider_id=other.id)
        patients = [make_patient(office) for _ in range(24)]
    actor = program_actor(organization_id=office.organization.id, name="race", at=NOW)
    return clinic, [clinic.provider, *others], patients, actor


def together(work, count):
    def run(number):
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(run, range(count)))


def overlaps(actor):
    with acting(actor.identity()), connection.cursor() as cursor:
        cursor.execute(OVERLAPS)
        return cursor.fetchone()[0]


def test_one_of_two_gets_the_time_and_the_other_is_told_the_next_best(committed_db):
    clinic, _, patients, actor = world(device_kind="")

    def attempt(number):
        with acting(actor.identity()):
            try:
                with transaction.atomic():
                    return scheduling.book_appointment(
                        patient_id=patients[number].id,
                        visit_type_id=clinic.kind.id,
                        provider_id=clinic.provider.id,
                        starts_at=NINE,
                        by=actor,
                        at=NOW,
                    )
            except scheduling.TimeTaken as taken:
                return taken.next_offers

    outcomes = together(attempt, 2)
    won = [each for each in outcomes if isinstance(each, scheduling.Appointment)]
    told = [each for each in outcomes if isinstance(each, list)]
    assert (len(won), len(told)) == (1, 1)
    assert told[0][0].starts_at == NINE + timedelta(minutes=30)


def test_four_providers_and_one_room_never_overlap(committed_db):
    clinic, providers, patients, actor = world(device_kind="")

    def attempt(number):
        try:
            with acting(actor.identity()):
                scheduling.book_appointment(
                    patient_id=patients[number].id,
                    visit_type_id=clinic.kind.id,
                    provider_id=providers[number % 4].id,
                    starts_at=NINE + timedelta(minutes=30 * (number % 3)),
                    by=actor,
                    at=NOW,
                )
            return True
        except scheduling.TimeTaken:
            return False

    outcomes = together(attempt, 24)
    assert outcomes.count(True) == 3
    assert overlaps(actor) == 0


def test_two_visits_that_change_places_do_not_lose_either(committed_db):
    clinic, providers, patients, actor = world(room_kind="", device_kind="")
    visits = []
    with acting(actor.identity()):
        for number in range(2):
            visits.append(
                scheduling.book_appointment(
                    patient_id=patients[number].id,
                    visit_type_id=clinic.kind.id,
                    provider_id=providers[number].id,
                    starts_at=NINE,
                    by=actor,
                    at=NOW,
                )
            )

    def swap(number):
        try:
            with acting(actor.identity()):
                scheduling.move_appointment(
                    appointment_id=visits[number].id,
                    starts_at=NINE,
                    provider_id=providers[1 - number].id,
                    by=actor,
                    at=NOW,
                )
            return True
        except scheduling.TimeTaken:
            return False

    together(swap, 2)
    assert overlaps(actor) == 0
    with acting(actor.identity()):
        for visit in visits:
            now = scheduling.appointment(visit.id)
            held = scheduling.day_rows(unit_ids=[now.unit_id], on=NINE.date(), at=NOW)
            assert now.id in {row.appointment_id for row in held}


def test_two_who_want_the_last_place_of_a_session_are_one_visit(committed_db):
    clinic, _, patients, actor = world(room_kind="", device_kind="")
    with acting(actor.identity()):
        scheduling.limit_session(
            provider_id=clinic.provider.id,
            unit=clinic.office.cardiology,
            hours=HoursOn(2, time(8), time(17)),
            most=3,
            effective_from=date(2026, 1, 1),
            by=actor,
            at=NOW,
        )

    def attempt(number):
        try:
            with acting(actor.identity()):
                scheduling.book_appointment(
                    patient_id=patients[number].id,
                    visit_type_id=clinic.kind.id,
                    provider_id=clinic.provider.id,
                    starts_at=NINE + timedelta(minutes=30 * number),
                    by=actor,
                    at=NOW,
                )
            return True
        except scheduling.TimeTaken as taken:
            return taken.sentence

    outcomes = together(attempt, 8)
    assert outcomes.count(True) == 3
    assert all("takes at most 3 visits" in told for told in outcomes if told is not True)
