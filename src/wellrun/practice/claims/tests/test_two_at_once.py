"""Two at once, and the power cut: posted once, whole, or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier

import pytest
from django.db import connection, connections, transaction

from wellrun.engines import x12
from wellrun.platform.database.address import APP_URL_VARIABLE, Address
from wellrun.platform.database.identity import acting
from wellrun.practice.claims import api as claims
from wellrun.practice.claims.testing import PAID_AT, SENT_AT, make_claims, remit, sent_claims, submit
from wellrun.practice.exchange import api as exchange
from wellrun.practice.ledger import api as ledger
from wellrun.practice.ledger.api import Account
from wellrun.practice.organization.testing import open_small_office


@pytest.fixture
def office(committed_db):
    with transaction.atomic():
        return open_small_office()


def as_program(office):
    return acting(office_identity(office))


def office_identity(office):
    with transaction.atomic():
        return office.program().identity()


def at_once(*works):
    barrier = Barrier(len(works))

    def run(work):
        try:
            barrier.wait()
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        futures = [pool.submit(run, work) for work in works]
        return [future.exception() or future.result() for future in futures]


def totals(office):
    with as_program(office):
        return ledger.totals_by_account(
            organization_id=office.organization.id, starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 1)
        )


def make_sent(office, many):
    with as_program(office):
        made = make_claims(office, many)
        return made, sent_claims(submit(office, made))


def offer(office, content, name):
    (exchange.line_of(office.organization.id).incoming / name).write_bytes(content)


def test_the_same_file_fetched_by_two_posts_once(office):
    _, outgoing = make_sent(office, 4)
    content = x12.write_835(remit(outgoing))
    offer(office, content, "a.835")
    offer(office, content, "b.835")

    def fetch():
        return len(exchange.fetch_new(at=PAID_AT, organization_id=office.organization.id))

    outcomes = at_once(fetch, fetch)
    assert not [
        one for one in outcomes if isinstance(one, Exception) and not isinstance(one, FileNotFoundError)
    ]
    exchange.fetch_new(at=PAID_AT, organization_id=office.organization.id)
    assert totals(office)[Account.BANK] == 30_000
    with as_program(office):
        assert [row.state for row in claims.remittance_rows()] == ["posted"]


def test_the_same_payment_in_two_files_at_once_posts_once(office):
    _, outgoing = make_sent(office, 4)
    payment = remit(outgoing)
    odd = x12.Separators(element="|", component=">", segment="\n")
    other = replace(payment, envelope=replace(payment.envelope, separators=odd))
    kept = []
    for content in (x12.write_835(payment), x12.write_835(other)):
        with as_program(office):
            kept.append(
                exchange.keep_received(
                    kind="835",
                    name="pay",
                    content=content,
                    organization_id=office.organization.id,
                    at=PAID_AT,
                )[0].id
            )

    def take(transmission_id):
        def work():
            with as_program(office):
                claims.receive(transmission_id, PAID_AT)

        return work

    assert at_once(*(take(one) for one in kept)) == [None, None]
    assert totals(office)[Account.BANK] == 30_000
    with as_program(office):
        assert sorted(row.state for row in claims.remittance_rows()) == ["duplicate", "posted"]


def test_two_who_send_the_same_claims_send_them_once(office):
    with as_program(office):
        made = make_claims(office, 3)

    def send():
        with as_program(office):
            return submit(office, made).claim_count

    outcomes = at_once(send, send)
    assert sorted(type(one).__name__ for one in outcomes) == ["NothingReady", "int"]


def test_control_numbers_of_two_batches_at_once_differ(office):
    with as_program(office):
        made = make_claims(office, 2)

    def send(claim):
        def work():
            with as_program(office):
                return submit(office, [claim]).number

        return work

    assert sorted(at_once(*(send(claim) for claim in made))) == [1, 2]


SCRIPT = """
import django
django.setup()
from datetime import datetime
from uuid import UUID
from wellrun.practice.exchange.api import fetch_new
fetch_new(at=datetime.fromisoformat("{at}"), organization_id=UUID("{organization}"))
"""


def fetch_in_a_process(office, failpoint):
    address = Address.parse(os.environ[APP_URL_VARIABLE]).at(database=connection.settings_dict["NAME"])
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "wellrun.settings.testing",
        "WELLRUN_FAILPOINT": failpoint,
        APP_URL_VARIABLE: address.url(),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    script = SCRIPT.format(at=PAID_AT.isoformat(), organization=office.organization.id)
    return subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, timeout=120
    ).returncode


@pytest.mark.parametrize("failpoint", ["after_claim_1", "after_claim_3", "after_entries"])
def test_killed_in_the_middle_of_posting_then_restarted_posts_once_and_whole(office, failpoint):
    _, outgoing = make_sent(office, 4)
    before = totals(office)
    offer(office, x12.write_835(remit(outgoing)), "pay.835")
    assert fetch_in_a_process(office, failpoint) == -signal.SIGKILL
    assert totals(office) == before
    assert fetch_in_a_process(office, "") == 0
    assert totals(office)[Account.BANK] == 30_000
    assert fetch_in_a_process(office, "") == 0
    assert totals(office)[Account.BANK] == 30_000
    with as_program(office):
        assert [row.state for row in claims.remittance_rows()] == ["posted"]
    assert SENT_AT < PAID_AT
