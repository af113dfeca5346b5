"""The line: staged with its cause, delivered whole, kept once, set aside when not understood."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from wellrun.engines.x12 import write_835
from wellrun.engines.x12.testing import make_batch, make_remittance
from wellrun.platform.events import _handlers, subscribe
from wellrun.platform.testing.queries import own_queries
from wellrun.practice.exchange import api as exchange
from wellrun.practice.exchange.events import TransmissionReceived
from wellrun.practice.organization.testing import NOW
from wellrun.practice.worklist import api as worklist

REMITTANCE = write_835(make_remittance(make_batch(3)))


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("WELLRUN_HOME", str(tmp_path))


@pytest.fixture
def told():
    seen = []
    before = list(_handlers[TransmissionReceived])
    _handlers[TransmissionReceived].clear()
    subscribe(TransmissionReceived, seen.append)
    yield seen
    _handlers[TransmissionReceived][:] = before


def queue(office, content=b"ISA", name="b1.837"):
    return exchange.queue_transmission(
        kind="837P", name=name, content=content, organization_id=office.organization.id, at=NOW
    )


def offer(office, content, name="pay.835"):
    folder = exchange.line_of(office.organization.id).incoming
    (folder / name).write_bytes(content)


def test_what_is_queued_is_delivered_once_under_its_name(office, tmp_path):
    queue(office, REMITTANCE)
    assert [found.name for found in exchange.send_queued(at=NOW)] == ["b1.837"]
    assert exchange.send_queued(at=NOW) == []
    assert [path.name for path in (tmp_path / "clearinghouse/to").iterdir()] == ["b1.837"]
    assert (tmp_path / "clearinghouse/to/b1.837").read_bytes() == REMITTANCE


def test_what_is_rolled_back_is_never_sent(office):
    with pytest.raises(RuntimeError), transaction.atomic():
        queue(office)
        raise RuntimeError
    assert exchange.send_queued(at=NOW) == []


def test_a_file_is_told_by_its_content_and_kept_byte_for_byte(office, told):
    offer(office, REMITTANCE, "claims.txt")
    found = exchange.fetch_new(at=NOW)[0]
    assert (found.kind, found.control_number) == ("835", "000000001")
    assert exchange.content_of(found) == REMITTANCE
    assert [event.kind for event in told] == ["835"]
    assert exchange.transmission(found.id).state == "handled"


def test_the_same_content_under_another_name_is_the_same_transmission(office, told):
    offer(office, REMITTANCE)
    offer(office, REMITTANCE, "again.835")
    assert len(exchange.fetch_new(at=NOW)) == 1
    assert exchange.fetch_new(at=NOW) == []
    assert len(told) == 1


def test_an_unknown_file_is_set_aside_with_a_task(office, told):
    offer(office, b"%PDF-1.7 a letter", "pay.835")
    found = exchange.fetch_new(at=NOW)[0]
    assert exchange.transmission(found.id).state == "quarantined"
    assert told == []
    task = worklist.open_tasks(by=office.actor("biller"))[0]
    assert task.kind == "file not understood"
    assert str(found.id) in task.path


def test_a_fault_keeps_the_file_and_holds_up_no_other(office):
    before = list(_handlers[TransmissionReceived])

    def fail(event):
        if event.kind == "835":
            raise ValueError("a fault of ours")

    _handlers[TransmissionReceived][:] = [fail]
    try:
        offer(office, REMITTANCE)
        offer(office, REMITTANCE.replace(b"835", b"837").replace(b"*HP*", b"*HC*"), "other")
        states = {found.kind: exchange.transmission(found.id).state for found in exchange.fetch_new(at=NOW)}
        assert states == {"835": "received", "837P": "handled"}
        for _ in range(5):
            exchange.fetch_new(at=NOW)
        assert {row.kind: row.state for row in exchange.transmission_rows()}["835"] == "quarantined"
    finally:
        _handlers[TransmissionReceived][:] = before


def test_fetched_files_are_archived_when_kept(committed_db, tmp_path):
    from wellrun.practice.organization.testing import open_small_office

    with transaction.atomic():
        office = open_small_office()
    offer(office, b"not one of ours")
    exchange.fetch_new(at=NOW)
    assert [path.name for path in (tmp_path / "clearinghouse/archive").iterdir()] == ["pay.835"]
    assert list((tmp_path / "clearinghouse/from").iterdir()) == []


@pytest.mark.parametrize("name, status", [("biller", 200), ("hr", 404), ("north_desk", 404)])
def test_the_list_is_for_billing(office, client, name, status):
    queue(office)
    client.force_login(office.users[name], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/transmissions/").status_code == status


def test_one_file_is_shown_segment_by_segment(office, client, told):
    offer(office, REMITTANCE)
    found = exchange.fetch_new(at=NOW)[0]
    client.force_login(office.users["biller"], backend="allauth.account.auth_backends.AuthenticationBackend")
    with CaptureQueriesContext(connection) as asked:
        page = client.get(f"/transmissions/{found.id}/").content.decode()
    assert len(own_queries(asked.captured_queries)) <= 13
    assert "BPR" in page and "C00000000" in page
    assert client.get(f"/transmissions/{found.id}/file/").content == REMITTANCE
