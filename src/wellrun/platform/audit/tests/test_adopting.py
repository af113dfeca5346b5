"""A database restored into another server: proven whole, adopted by an act, sealed on, and found out when forged."""

from __future__ import annotations

import re

import pytest
from django.db import transaction

from wellrun.platform.audit.api import (
    AdoptionRefused,
    AuditNotAdopted,
    adopt_audit,
    record_act,
    seal_events,
    verify_audit,
)
from wellrun.platform.audit.models import AuditEvent, Seal
from wellrun.platform.audit.sealing import leaves_between, open_audit, write_seal
from wellrun.platform.audit.tests.test_seals import AT, as_owner, seal_soon

#: Far beyond the numbers of the server that the tests run on.
ELSEWHERE = 10**12


def note(number):
    with transaction.atomic():
        record_act("visit.noted", subject_type="visit", subject_id=number)


@pytest.fixture
def restored(committed_db):
    """Three events sealed by a server with higher numbers, one that it had not sealed yet, and two made here since."""
    for number in range(4):
        note(number)
    as_owner(f"update audit_event set txid = txid + {ELSEWHERE}")
    as_owner("update audit_event set txid = txid + 1000 where subject_id = '3'")
    with transaction.atomic():
        open_audit()
        upto = _last_sealed() + 1
        write_seal(None, 0, upto, leaves_between(0, upto), AT)
    for number in (4, 5):
        note(number)
    return committed_db


def _last_sealed():
    return AuditEvent.objects.get(subject_id="2").txid


def test_nothing_is_sealed_before_adopting_and_everything_after(restored):
    with pytest.raises(AuditNotAdopted, match="wellrun audit adopt"):
        seal_events(at=AT)
    seal, proven = adopt_audit(because="the old machine died", at=AT)
    assert (seal.epoch, proven) == (1, 4)
    note(6)
    seal_soon()
    broken, checked = verify_audit()
    assert broken == []
    assert checked == 8


def test_what_follows_is_proven_from_a_seal_of_before(restored):
    first = Seal.objects.get()
    adopt_audit(because="moved", at=AT)
    note(6)
    seal_soon()
    assert verify_audit(since=first) == ([], 5)


def test_where_numbers_go_on_there_is_nothing_to_adopt(committed_db):
    note(1)
    with pytest.raises(AdoptionRefused, match="nothing to adopt"):
        adopt_audit(because="x", at=AT)
    seal_soon()
    with pytest.raises(AdoptionRefused, match="nothing to adopt"):
        adopt_audit(because="x", at=AT)
    with pytest.raises(AdoptionRefused, match="Say why"):
        adopt_audit(because=" ", at=AT)


@pytest.mark.parametrize(
    ("tampering", "sentence"),
    [
        ("update audit_event set act = 'visit.hidden' where subject_id = '1'", "changed or moved"),
        ("delete from audit_event where subject_id = '1'", "changed or moved|removed|added"),
    ],
)
def test_a_forged_restore_is_not_adopted(restored, tampering, sentence):
    as_owner(tampering)
    with pytest.raises(AdoptionRefused, match=sentence):
        adopt_audit(because="moved", at=AT)
    assert Seal.objects.count() == 1


@pytest.mark.parametrize(
    ("tampering", "sentence"),
    [
        ("update audit_event set act = 'visit.hidden' where subject_id = '3' and act = 'visit.noted'",
         "changed or moved"),
        ("delete from audit_event where subject_id = '4'", r"1 event\(s\) were removed"),
        ("update audit_seal set first_event_id = first_event_id + 1 where epoch = 1", "removed|changed|added"),
        ("update audit_event set txid = 5 * txid where subject_id = '3' and act = 'visit.noted'", "removed"),
        ("insert into audit_event"
         " (id, txid, recorded_at, at, kind, act, subject_type, subject_id, patients, role, detail)"
         " select -1, txid, recorded_at, at, kind, 'forged', subject_type, subject_id, patients, role, detail"
         " from audit_event where subject_id = '3' and act = 'visit.noted'", "added|moved"),
        ("delete from audit_seal where epoch = 1", "removed|added"),
    ],
)  # fmt: skip
def test_tampering_after_adopting_is_found(restored, tampering, sentence):
    adopt_audit(because="moved", at=AT)
    seal_soon()
    as_owner(tampering)
    broken, _ = verify_audit()
    assert broken
    assert re.search(sentence, broken[0].sentence)
