"""A practice of 200 providers and 240 rooms whose calendar is full for two weeks and thins out after, in bulk."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import psycopg

DEPARTMENTS = 20
PROVIDERS_EACH = 10
EXAM_ROOMS_EACH = 11
PATIENTS = 2_000
#: Tuesday, June 2, 2026, nine in the morning in Chicago.
NOW = datetime(2026, 6, 2, 14, 0, tzinfo=UTC)
TODAY = date(2026, 6, 2)

# Identifiers rise in the order in which the visits were booked, as the program's own do, and so do the rows of both
# tables: what one day needs lies scattered over the pages of the weeks before it.
_TAKEN = """
create temporary table taken as
select lpad(to_hex(1700000000000 + number), 12, '0') || '7000' || 'a' || lpad(to_hex(number), 15, '0') as id,
  patient.id as patient_id, each.*
from bench_patients patient join (
  select row_number() over (order by booked_at, resource_id) as number, drawn.*
  from (
    select p.unit_id, p.provider_id, p.resource_id, p.room_id, p.room_resource_id, p.kind_id,
      (day + make_interval(mins => 480 + 30 * slot)) at time zone 'America/Chicago' as starts_at,
      (day - make_interval(days => (40 * random() * random())::int, mins => 5 * slot)) at time zone 'America/Chicago'
        as booked_at,
      1 + (random() * (%(patients)s - 1))::int as patient
    from bench_places p, generate_series(%(first)s::timestamp, %(last)s::timestamp, '1 day') day,
      generate_series(0, 17) slot
    where extract(isodow from day) < 6
      and random() + 0 * slot * p.resource_id
        < case when day < %(full)s then 0.97
            else greatest(0.25, 0.97 - 0.015 * extract(day from day - %(full)s)) end
  ) drawn
) each on patient.place = each.patient
"""
_RESERVATIONS = """
insert into timebook_reservation (id, organization_id, booking_id, resource_id, lane, during, kind, active)
select overlay(taken.id placing side.mark from 17 for 1)::uuid, %(organization)s, taken.id::uuid,
  case side.mark when '8' then resource_id else room_resource_id end, 0,
  tstzrange(starts_at, starts_at + '30 minutes'), 'visit', true
from taken, (values ('8'), ('9')) side (mark)
order by taken.number, side.mark
"""
_APPOINTMENTS = """
insert into scheduling_appointment (id, organization_id, unit_id, compartment, version, patient_id, provider_id,
  visit_type_id, room_id, starts_at, ends_at, state, state_at, reason, note, cancel_reason, booked_at,
  urgency, booked_through, overbook_reason, late_cancel, cancel_code)
select id::uuid, %(organization)s, unit_id, 'normal', case when starts_at < %(now)s then 5 else 1 end, patient_id,
  provider_id, kind_id, room_id, starts_at, starts_at + '30 minutes',
  case when starts_at < %(now)s then 'checked_out' else 'booked' end,
  case when starts_at < %(now)s then starts_at + '30 minutes' else booked_at end, '', '', '', booked_at,
  'routine', 'desk', '', false, ''
from taken
order by number
"""
# What the rule against overlaps would refuse. Asked of all rows at once, since a constraint that is added asks row by
# row: two minutes for these. Its index is built like the others.
_OVERLAPS = """
select count(*) from (
  select during, lag(during) over (partition by resource_id, lane order by starts_at) as before
  from timebook_reservation where active
) each where during && before
"""
_INDEXES = """
select indexname, indexdef from pg_indexes
where tablename in ('timebook_reservation', 'scheduling_appointment') and indexname not like %s
"""
#: Rules whose indexes must go before the others; nothing books into a world that was filled without them.
_RULES = (
    ("timebook_reservation", "reservation_no_overlap"),
    ("scheduling_appointment", "appointment_patient_in_one_place"),
)
_LOADED = ("timebook_reservation", "scheduling_appointment", "timebook_resource", "patients_patient",
           "scheduling_availability", "workforce_credential", "workforce_provider")  # fmt: skip


@dataclass
class World:
    """What a benchmark asks for: the office, its departments and one visit type of each, and how much is booked."""

    office: Any
    units: list[uuid.UUID]
    kinds: list[uuid.UUID]
    providers: list[uuid.UUID]
    patients: list[uuid.UUID]
    booked: int
    database: str


@contextmanager
def practice(*, days_back: int, days_ahead: int, departments: int = DEPARTMENTS) -> Iterator[World]:
    """A database of its own with the practice in it, removed afterward."""
    from wellrun.platform.testing.databases import prepare_server

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wellrun.settings.testing")
    prepare_server()
    import django

    django.setup()
    from django.db import transaction

    from wellrun.platform.testing.databases import fresh_database

    with fresh_database(f"wellrun_bench_{os.getpid()}", "nothing_yet") as name:
        with transaction.atomic():
            world = _people(name, departments)
        world.booked = _fill(world, days_back, days_ahead) if days_ahead else 0
        yield world


def _people(database: str, departments: int) -> World:
    from wellrun.practice.facilities.testing import make_room
    from wellrun.practice.organization.api import UnitKind, add_unit
    from wellrun.practice.organization.testing import open_small_office
    from wellrun.practice.scheduling.testing import make_hours, make_visit_type
    from wellrun.practice.workforce.testing import make_provider, npi_from

    office = open_small_office()
    world = World(office, [], [], [], [], 0, database)
    for number in range(departments):
        unit = add_unit(
            parent=office.north,
            kind=UnitKind.DEPARTMENT,
            name=f"Department {number}",
            short_name=f"D{number}",
        )
        world.units.append(unit.id)
        for room in range(EXAM_ROOMS_EACH):
            make_room(office, unit=unit, name=f"Exam {room}")
        make_room(office, unit=unit, name="Procedure", kinds=("procedure",))
        for each in range(PROVIDERS_EACH):
            npi = npi_from(number * PROVIDERS_EACH + each + 1)
            provider = make_provider(office, unit=unit, family_name=f"Number {number}-{each}", npi=npi)
            make_hours(office, provider_id=provider.id, unit=unit, starts=time(8), ends=time(17))
            world.providers.append(provider.id)
        kind = make_visit_type(office, unit=unit, name="Procedure", room_kind="procedure")
        world.kinds.append(kind.id)
    return world


def _fill(world: World, days_back: int, days_ahead: int) -> int:
    """Book the calendar as the server's administrator: no triggers, indexes built at the end, and the rule against
    overlaps asked of everything at once."""
    from wellrun.platform.database.address import Address

    url = Address.parse(os.environ["WELLRUN_TEST_ADMIN_URL"]).at(database=world.database).url()
    organization = world.office.organization.id
    with psycopg.connect(url, autocommit=True, cursor_factory=psycopg.ClientCursor) as connection:
        cursor = connection.cursor()
        for setting in (
            "session_replication_role = replica",
            "synchronous_commit = off",
            "maintenance_work_mem = '600MB'",
            "work_mem = '256MB'",
            "temp_buffers = '128MB'",
            "jit = off",
        ):
            cursor.execute(f"set {setting}")
        cursor.execute("select setseed(0.26)")
        world.patients = add_patients(cursor, organization, PATIENTS)
        _place(cursor)
        cursor.execute(_INDEXES, ["%_pkey"])
        indexes = cursor.fetchall()
        for table, rule in _RULES:
            cursor.execute(f"alter table {table} drop constraint {rule}")
        for name, _ in indexes:
            cursor.execute(f"drop index if exists {name}")
        facts = {
            "organization": organization,
            "now": NOW,
            "full": TODAY + timedelta(days=14),
            "first": TODAY - timedelta(days=days_back),
            "last": TODAY + timedelta(days=days_ahead),
            "patients": len(world.patients),
        }
        for statement in (_TAKEN, _RESERVATIONS, _APPOINTMENTS):
            cursor.execute(statement, facts)
        cursor.execute("select count(*) from taken")
        booked = cursor.fetchone()[0]  # type: ignore[index]
        for statement in ("drop table taken, bench_places, bench_patients", *(sql for _, sql in indexes)):
            cursor.execute(statement)
        cursor.execute(_OVERLAPS)
        if cursor.fetchone() != (0,):
            raise RuntimeError("The made-up reservations overlap, which the time book would have refused.")
        for table in _LOADED:
            cursor.execute(f"vacuum analyze {table}")
        # Nothing that loading left to be written is written while something is measured.
        cursor.execute("checkpoint")
        return booked


def _place(cursor: Any) -> None:
    """Give the last provider of a department its procedure room, the others an exam room of their own each."""
    cursor.execute(
        "create table bench_places as select p.unit_id, p.id as provider_id, r.id as resource_id,"
        " room.id as room_id, rr.id as room_resource_id, k.id as kind_id"
        " from (select *, row_number() over (partition by unit_id order by id) as place"
        "   from workforce_provider) p"
        " join timebook_resource r on r.subject_id = p.id"
        " join scheduling_visit_type k on k.unit_id = p.unit_id"
        " join (select *, row_number() over (partition by unit_id order by kinds desc, id) as place"
        "   from facilities_room) room on room.unit_id = p.unit_id and room.place = p.place"
        " join timebook_resource rr on rr.subject_id = room.id"
    )
    cursor.execute(
        "create table bench_patients as select id, row_number() over (order by number) as place from patients_patient"
    )


def add_patients(cursor: Any, organization: uuid.UUID, count: int) -> list[uuid.UUID]:
    """Made-up patients, in bulk."""
    cursor.execute(
        "insert into patients_patient (id, organization_id, compartment, version, number, given_name, middle_name,"
        " family_name, suffix, preferred_name, former_family_names, birth_on, sex, phone_mobile, phone_home, email,"
        " street, street2, city, state, zip, language, interpreter, note_for_desk, registered_at)"
        " select gen_random_uuid(), %s, 'normal', 1, 500000 + n, 'Given' || n, '', 'Family' || n, '', '', '{}',"
        " date '1950-01-01' + n, 'F', '', '', '', '', '', '', '', '', 'en', false, '', now()"
        " from generate_series(1, %s) n returning id",
        [organization, count],
    )
    return [row[0] for row in cursor.fetchall()]
