"""A small practice, lived for two days: the same from the same seed, whole at the end of each day, and open to all."""

import hashlib
import os
from contextlib import contextmanager
from datetime import date
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import connection

from wellrun.platform.access.matrix import Role
from wellrun.platform.clock import VirtualClock
from wellrun.platform.database.address import Address
from wellrun.platform.database.identity import acting
from wellrun.platform.testing.databases import fresh_database
from wellrun.practice.billing.api import load_diagnosis_codes
from wellrun.practice.claims.api import enrollment_rows, unchecked_edits
from wellrun.practice.organization.api import Unit, UnitKind, User, program_actor
from wellrun.simulation.agenda import Agenda
from wellrun.simulation.chance import Chance
from wellrun.simulation.living import InvariantBroken, prove
from wellrun.simulation.making import make_practice, stop_on
from wellrun.simulation.practice import DEMO_PASSWORD
from wellrun.simulation.testing import SMALL, diagnosis_codes
from wellrun.simulation.world import World

#: A Tuesday: the lived days before it are a Sunday and a Monday.
STOPS_AT = stop_on(date(2026, 6, 2))
TABLES = (
    "patients_patient", "patients_history_entry", "coverage_coverage", "scheduling_appointment",
    "scheduling_appointment_step", "frontdesk_call", "frontdesk_check_in", "frontdesk_drawer", "billing_encounter",
    "billing_charge_line", "billing_payment", "claims_claim", "ledger_entry", "ledger_line", "ledger_balance",
    "worklist_task", "exchange_transmission", "outreach_notice", "outreach_call_attempt", "scheduling_waiting_entry",
    "scheduling_absence", "frontdesk_walk_in", "frontdesk_incoming_call", "procedures_case",
    "procedures_case_message", "procedures_readiness_item",
)  # fmt: skip


def lived(seed, home, monkeypatch, days=2):
    monkeypatch.setenv("WELLRUN_HOME", str(home))
    load_diagnosis_codes(codes=diagnosis_codes())
    return list(make_practice(SMALL, seed=seed, days=days, stops_at=STOPS_AT))


def rows(table):
    with connection.cursor() as cursor:
        # The ids of kept balances are the database's own; everything else about them is compared.
        told = "to_jsonb(t) - 'id'" if table == "ledger_balance" else "t"
        cursor.execute(f"select ({told})::text as told from {table} t order by told")
        return [row[0] for row in cursor.fetchall()]


@contextmanager
def seeing_all():
    root = Unit.objects.get(kind=UnitKind.ORGANIZATION)
    with acting(program_actor(organization_id=root.id, name="tests", at=STOPS_AT).identity()):
        yield


def fingerprints():
    with seeing_all():
        return {table: hashlib.sha256("\n".join(rows(table)).encode()).hexdigest() for table in TABLES}


def test_the_same_seed_lives_the_same_practice_on_which_everybody_can_work(
    committed_db, tmp_path, monkeypatch
):
    steps = lived(11, tmp_path / "first", monkeypatch)
    first = fingerprints()
    counts = steps[-1].counts
    # Nothing that is compared may be empty, or it would prove nothing.
    with seeing_all():
        assert all(rows(table) for table in TABLES)
    assert counts["checked out"] > 5
    assert counts["claims sent"] > 0
    assert counts["files received"] > 0
    with fresh_database(f"{committed_db}_again", committed_db):
        lived(11, tmp_path / "again", monkeypatch)
        again = fingerprints()
    assert first == again
    monkeypatch.setenv("WELLRUN_HOME", str(tmp_path / "first"))
    assert_everybody_signs_in()
    assert_the_day_is_alive()
    assert_every_edit_can_be_checked()
    assert_a_breach_is_not_passed_over(committed_db)


def assert_everybody_signs_in():
    for each in (*SMALL.staff, *SMALL.providers):
        user = User.objects.get(username=each.username)
        assert user.check_password(DEMO_PASSWORD)
    roles = {each.role for each in SMALL.staff} | {Role.PROVIDER}
    assert roles == set(Role)


def assert_the_day_is_alive():
    starts_at = STOPS_AT.replace(hour=0, minute=0)
    with seeing_all(), connection.cursor() as cursor:
        cursor.execute(
            "select state, count(*) from scheduling_appointment where starts_at >= %s and starts_at < %s"
            " group by state",
            [starts_at, starts_at.replace(hour=23)],
        )
        today = dict(cursor.fetchall())
    assert today.get("checked_out", 0) > 0
    assert today.get("booked", 0) + today.get("confirmed", 0) > 0


def assert_every_edit_can_be_checked():
    """No claim says of an edit that it could not be checked; what is left is the lists that nobody may ship."""
    with seeing_all(), connection.cursor() as cursor:
        cursor.execute("select rule_id, sentence from claims_finding where outcome = 'unchecked'")
        assert cursor.fetchall() == []
        root = Unit.objects.get(kind=UnitKind.ORGANIZATION).id
        lacking = unchecked_edits(root, enrollment_rows(root, STOPS_AT.date()))
        assert [one.mend.rpartition("wellrun ")[2] for one in lacking] == [
            "import taxonomy FILE",
            "import modifiers FILE",
        ]


def assert_a_breach_is_not_passed_over(database):
    clock = VirtualClock(STOPS_AT)
    root = Unit.objects.get(kind=UnitKind.ORGANIZATION)
    world = World(SMALL, Chance(11), clock, Agenda(clock), root, ZoneInfo(root.zone))
    prove(world, whole=True)
    # Only the server's administrator can falsify a balance; the check must see what no permission prevents.
    address = Address.parse(os.environ["WELLRUN_TEST_ADMIN_URL"]).at(database=database)
    with psycopg.connect(address.url()) as admin:
        falsified = admin.execute(
            "update ledger_balance set balance_cents = balance_cents + 1"
            " where id = (select id from ledger_balance limit 1)"
        )
        assert falsified.rowcount == 1
    with pytest.raises(InvariantBroken, match="ledger"):
        prove(world)
