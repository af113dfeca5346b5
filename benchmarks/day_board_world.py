"""Six sites of three departments with four providers each, 200,000 patients and 2,000,000 visits, made by SQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import psycopg

#: Half past ten in the morning in Chicago: the middle of a working day.
AT = datetime(2026, 6, 2, 15, 30, tzinfo=UTC)
TODAY = date(2026, 6, 2)
SITES, DEPARTMENTS, PROVIDERS, SLOTS = 6, 3, 4, 21

_PROVIDERS = """
insert into workforce_provider select (jsonb_populate_record(p, jsonb_build_object(
    'id', md5('provider' || u.n || '-' || i)::uuid, 'unit_id', u.id,
    'person_id', md5('person' || u.n || '-' || i)::uuid,
    'npi', lpad((1000000000 + u.n * 100 + i)::text, 10, '1'), 'display_name', 'Dr. Example ' || chr(64 + i)))).*
from workforce_provider p, (select id, row_number() over (order by id) n from organization_unit
    where kind = 'department') u, generate_series(1, %(providers)s) i
where p.id = %(provider)s
"""
_TYPES = """
insert into scheduling_visit_type select (jsonb_populate_record(t, jsonb_build_object(
    'id', md5('type' || u.id::text)::uuid, 'unit_id', u.id))).*
from scheduling_visit_type t, organization_unit u where t.id = %(type)s and u.kind = 'department' and u.id <> t.unit_id
"""
_ROOMS = """
insert into facilities_room select (jsonb_populate_record(r, jsonb_build_object(
    'id', md5('room' || u.id::text || i)::uuid, 'unit_id', u.id, 'name', 'Exam ' || i))).*
from facilities_room r, organization_unit u, generate_series(1, 6) i where r.id = %(room)s and u.kind = 'department'
"""
_PATIENTS = """
insert into patients_patient select (jsonb_populate_record(p, jsonb_build_object(
    'id', md5('patient' || i)::uuid, 'number', 1000000 + i, 'family_name', 'Example ' || i,
    'birth_on', date '1940-01-01' + (i * 37) %% 29000))).*
from patients_patient p, generate_series(0, %(patients)s - 1) i where p.id = %(patient)s
"""
# A visit every twenty minutes for every provider, day after day; the past has ended, the future is booked.
_VISITS = """
with place as (
    select p.id as provider_id, p.unit_id, row_number() over (order by p.id) - 1 as n,
        coalesce(t.id, %(type)s) as type_id
    from workforce_provider p left join scheduling_visit_type t on t.id = md5('type' || p.unit_id::text)::uuid
    where p.id <> %(provider)s
), planned as (
    select i, provider_id, unit_id, type_id,
        (%(today)s::date + (i / %(day)s)::int - %(past)s + time '08:00') at time zone 'America/Chicago'
            + (i / %(places)s) %% %(slots)s * interval '20 minutes' as starts_at
    from generate_series(0::bigint, %(visits)s - 1) i join place on place.n = i %% %(places)s
)
insert into scheduling_appointment (id, organization_id, unit_id, compartment, version, patient_id, provider_id,
    visit_type_id, room_id, starts_at, ends_at, state, state_at, reason, note, cancel_reason, booked_at,
    urgency, booked_through, overbook_reason, late_cancel, cancel_code)
select md5('visit' || i)::uuid, %(organization)s, unit_id, 'normal', 3,
    md5('patient' || (i * 7919) %% %(patients)s)::uuid, provider_id, type_id,
    md5('room' || unit_id::text || 1 + i %% 6)::uuid, starts_at, starts_at + interval '20 minutes',
    case when starts_at < %(at)s - interval '60 minutes' then
            case when i %% 17 = 0 then 'no_show' when i %% 23 = 0 then 'cancelled' else 'checked_out' end
        when starts_at < %(at)s + interval '15 minutes' then
            (array['arrived', 'roomed', 'with_provider', 'booked'])[1 + i %% 4]
        else (array['booked', 'confirmed'])[1 + i %% 2] end,
    least(starts_at, %(at)s) - interval '5 minutes', 'Follow-up of last time', '',
    case when i %% 23 = 0 and i %% 17 <> 0 and starts_at < %(at)s - interval '60 minutes' then 'asked' else '' end,
    starts_at - interval '20 days', 'routine', 'desk', '', false, ''
from planned
"""


@contextmanager
def large_office(*, patients: int, visits: int) -> Iterator[Any]:
    """A fresh database with this world; yields the office, whose `north_desk` works at the first of the sites."""
    from wellrun.platform.testing.databases import prepare_server

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wellrun.settings.testing")
    prepare_server()
    import django

    django.setup()
    from wellrun.platform.testing.databases import fresh_database

    with fresh_database(f"wellrun_bench_board_{os.getpid()}", "nothing_yet") as name:
        office, told = _seeds()
        _fill(name, told | {"patients": patients, "visits": visits})
        yield office


def _seeds() -> tuple[Any, dict[str, Any]]:
    from django.db import transaction

    from wellrun.practice.facilities.testing import make_room
    from wellrun.practice.organization.api import Address, UnitKind, add_site, add_unit
    from wellrun.practice.organization.testing import open_small_office
    from wellrun.practice.patients.testing import make_patient
    from wellrun.practice.scheduling.testing import make_visit_type
    from wellrun.practice.workforce.testing import make_provider

    with transaction.atomic():
        office = open_small_office()
        add_unit(parent=office.north, kind=UnitKind.DEPARTMENT, name="Dermatology", short_name="Derm")
        for name in ("Neurology", "Dermatology"):
            add_unit(parent=office.south, kind=UnitKind.DEPARTMENT, name=name, short_name=name[:6])
        for number in range(SITES - 2):
            site = add_site(organization=office.organization, legal_entity=office.entity, name=f"Site {number}",
                            short_name=f"Site {number}", zone="America/Chicago",
                            address=Address(street=f"{number} Main St", city="Chicago", state="IL", zip="606011234",
                                            phone="+13125550130"))  # fmt: skip
            for name in ("Cardiology", "Family medicine", "Dermatology"):
                add_unit(parent=site, kind=UnitKind.DEPARTMENT, name=name, short_name=name[:6])
        told = {
            "organization": office.organization.id,
            "provider": make_provider(office).id,
            "room": make_room(office).id,
            "patient": make_patient(office).id,
            "type": make_visit_type(office).id,
        }
    return office, told


def _fill(database: str, told: dict[str, Any]) -> None:
    from wellrun.platform.database.address import Address as Database

    places = SITES * DEPARTMENTS * PROVIDERS
    told |= {"providers": PROVIDERS, "places": places, "slots": SLOTS, "day": places * SLOTS, "at": AT}
    told |= {"today": TODAY, "past": int(told["visits"] / (places * SLOTS) * 0.9)}
    url = Database.parse(os.environ["WELLRUN_TEST_ADMIN_URL"]).at(database=database).url()
    with psycopg.connect(url, autocommit=True) as admin:
        # No triggers: nothing here is an act of anybody, and two million audit rows are not what is measured.
        admin.execute("set session_replication_role = replica")
        for statement in (_PROVIDERS, _TYPES, _ROOMS, _PATIENTS, _VISITS):
            admin.execute(statement, told)
        admin.execute("vacuum analyze")
