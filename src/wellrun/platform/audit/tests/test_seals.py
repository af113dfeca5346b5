"""Seals: any change, removal, addition or reordering of audited events is found."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

import pytest
from django.db import connection, connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from wellrun.platform.audit import merkle
from wellrun.platform.audit.api import count_unsealed, record_act, record_read, seal_events, verify_audit
from wellrun.platform.audit.models import AuditEvent, Seal
from wellrun.platform.audit.sealing import open_audit

AT = datetime(2026, 6, 2, 14, 0, tzinfo=UTC)


@pytest.fixture
def sealed(committed_db):
    for number in range(5):
        with transaction.atomic():
            record_act("visit.noted", subject_type="visit", subject_id=number)
    seal_soon()
    with transaction.atomic():
        record_read("patients.read", subject_type="page", patients=[])
    seal_soon()
    return committed_db


def seal_soon() -> None:
    """Seal until nothing is left that the transactions of other tests on the same server held back."""
    deadline = time.monotonic() + 20
    while sum(Seal.objects.values_list("events", flat=True)) < _events():
        assert time.monotonic() < deadline, "A transaction elsewhere on the server stays open."
        seal_events(at=AT)
        time.sleep(0.02)


def _events() -> int:
    with transaction.atomic():
        open_audit()
        return AuditEvent.objects.count()


def as_owner(sql: str) -> None:
    """What somebody with the database's highest rights could do: switch the guards off and write."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("alter table audit_event disable trigger wellrun_frozen")
        cursor.execute("alter table audit_seal disable trigger wellrun_frozen")
        cursor.execute("alter table audit_seal no force row level security")
        cursor.execute(sql)


def test_an_untouched_audit_is_whole(sealed):
    assert verify_audit() == ([], 6)


def test_what_no_seal_covers_yet_is_counted(sealed):
    assert count_unsealed() == 0
    with transaction.atomic():
        record_act("visit.noted", subject_type="visit", subject_id=9)
    assert count_unsealed() == 1
    seal_soon()
    assert count_unsealed() == 0


@pytest.mark.parametrize(
    ("tampering", "sentence"),
    [
        ("update audit_event set act = 'visit.hidden' where subject_id = '3'", "changed or moved"),
        ("update audit_event set recorded_at = recorded_at - interval '1 hour' where subject_id = '2'", "changed"),
        ("delete from audit_event where subject_id = '1'", r"1 event\(s\) were removed"),
        ("insert into audit_event (txid, recorded_at, at, kind, act, subject_type, subject_id, patients, role, detail)"
         " select txid, recorded_at, at, kind, 'forged', subject_type, subject_id, patients, role, detail"
         " from audit_event where subject_id = '1'", r"1 event\(s\) were added"),
        ("update audit_event set txid = case subject_id when '0' then (select txid from audit_event where"
         " subject_id = '1') else (select txid from audit_event where subject_id = '0') end"
         " where subject_id in ('0', '1')", "changed or moved"),
        ("delete from audit_seal where id = (select min(id) from audit_seal)", "was removed"),
        ("update audit_seal set events = 6", "seal|removed"),
        ("delete from audit_event where txid >= (select max(from_txid) from audit_seal);"
         " delete from audit_seal where id = (select max(id) from audit_seal)", "newest seals were removed"),
        ("delete from audit_event; delete from audit_seal", "newest seals were removed"),
    ],
)  # fmt: skip
def test_tampering_is_found(sealed, tampering, sentence):
    as_owner(tampering)
    broken, _ = verify_audit()
    assert broken
    assert re.search(sentence, broken[0].sentence)


def test_the_program_can_neither_change_nor_forge_events(sealed):
    for sql in ("update audit_event set act = 'x'", "delete from audit_event", "truncate audit_event",
                "insert into audit_event (txid) values (1)",
                "select wellrun_audit_append('row', 'update', 't', '1', '{}', '{}')"):  # fmt: skip
        with pytest.raises(Exception, match="permission denied|database alone"), transaction.atomic():
            connection.cursor().execute(sql)


def test_what_is_hashed_of_an_event_stays_as_it_is():
    row = (7, 801, 1780408800123456, 1780408800000000, "act", "visit.notéd", "visit", "3",
           ["0190a1b2-0000-7000-8000-000000000001"], None, None, "biller", None, '{"a": [1, "b"]}')  # fmt: skip
    assert merkle.leaf(row).hex() == "809842ee339ef3f0b63caa0b33314fcbcba10d6c9f996a688cc7c7f245bfad25"


def test_the_zone_of_the_connection_changes_no_hash(sealed):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local timezone to 'Asia/Kathmandu'")
        assert verify_audit() == ([], 6)


@given(st.lists(st.binary(min_size=1, max_size=8), min_size=1, max_size=40), st.data())
def test_any_change_of_leaves_changes_the_root(leaves, data):
    where = data.draw(st.integers(0, len(leaves) - 1))
    changed = [*leaves[:where], leaves[where] + b"x", *leaves[where + 1 :]]
    assert merkle.root(changed) != merkle.root(leaves)
    assert merkle.root(leaves[:where] + leaves[where + 1 :]) != merkle.root(leaves)
