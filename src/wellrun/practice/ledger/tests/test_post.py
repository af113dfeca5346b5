"""Posting: balanced, once, unchangeable, and never to a closed day."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from wellrun.practice.ledger import api as ledger
from wellrun.practice.ledger.api import Account, Line
from wellrun.practice.ledger.models import JournalLine
from wellrun.practice.organization.testing import NOW, TODAY


def charge(office, cents=15000, key="charge:1", patient=None, **options):
    return ledger.post(
        source_kind="charge",
        source_key=key,
        effective_on=options.pop("on", TODAY),
        lines=[
            Line(
                Account.INSURANCE_RECEIVABLE, cents, patient_account_id=patient, unit_id=office.cardiology.id
            ),
            Line(Account.PATIENT_REVENUE, -cents, patient_account_id=patient, unit_id=office.cardiology.id),
        ],
        by=office.program(),
        at=NOW,
        **options,
    )


def test_the_balance_of_a_patient_follows_the_lines(office):
    patient = uuid.uuid4()
    charge(office, 15000, "charge:1", patient)
    charge(office, 2500, "charge:2", patient)
    assert ledger.patient_balances([patient])[patient] == {
        Account.INSURANCE_RECEIVABLE: 17500,
        Account.PATIENT_REVENUE: -17500,
    }


def test_the_same_source_posts_once(office):
    first, again = charge(office), charge(office, 99900)
    assert (first.now, again.now) == (True, False)
    assert again.entry_id == first.entry_id
    assert ledger.balance_of(account=Account.INSURANCE_RECEIVABLE, unit_id=office.cardiology.id) == 15000


def test_refuses_what_does_not_balance(office):
    with pytest.raises(ledger.Unbalanced):
        ledger.post(source_kind="x", source_key="x", effective_on=TODAY, by=office.program(), at=NOW,
                    lines=[Line(Account.BANK, 1), Line(Account.PATIENT_REVENUE, -2)])  # fmt: skip


def test_the_database_refuses_an_unbalanced_entry_at_commit(office):
    entry = charge(office).entry_id
    with (
        pytest.raises(Exception, match="does not balance"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "insert into ledger_line (id, organization_id, entry_id, account, amount_cents, effective_on)"
            " values (gen_random_uuid(), %s, %s, '1020', 5, %s)",
            [office.organization.id, entry, TODAY],
        )
        cursor.execute("set constraints all immediate")


@pytest.mark.parametrize("verb", ["update ledger_line set amount_cents = 1", "delete from ledger_entry"])
def test_posted_rows_never_change(office, verb):
    charge(office)
    with pytest.raises(Exception, match="permission denied|append-only"), connection.cursor() as cursor:
        cursor.execute(verb)


def test_a_reversal_brings_the_balance_back_and_happens_once(office):
    patient = uuid.uuid4()
    entry = charge(office, patient=patient).entry_id
    for _ in range(2):
        ledger.reverse(entry_id=entry, effective_on=TODAY, memo="entered twice", by=office.program(), at=NOW)
    assert set(ledger.patient_balances([patient])[patient].values()) == {0}


def test_a_closed_day_takes_nothing_more(office):
    ledger.close_day(site_id=office.north.id, on=TODAY, totals={}, by=office.actor("manager"), at=NOW)
    with pytest.raises(ledger.DayClosed, match="June 2, 2026 is closed"):
        charge(office, site_id=office.north.id)
    with pytest.raises(Exception, match="is closed"), transaction.atomic():
        charge(office, key="charge:behind the program's back")
    charge(office, key="tomorrow", on=date(2026, 6, 3), site_id=office.north.id)
    with pytest.raises(ledger.AlreadyClosed):
        ledger.close_day(site_id=office.north.id, on=TODAY, totals={}, by=office.actor("manager"), at=NOW)


def entry(key, cents, other=None):
    lines = [ledger.Line(Account.BANK, cents), ledger.Line(Account.PATIENT_REVENUE, other or -cents)]
    return ledger.Entry("x", key, TODAY, lines)


def test_many_entries_post_as_one_would_each_and_once(office):
    by = office.program()
    [second] = ledger.post_all([entry("b", 2)], by=by, at=NOW)
    with CaptureQueriesContext(connection) as asked:
        posted = ledger.post_all([entry("c", 3), entry("b", 9), entry("a", 1)], by=by, at=NOW)
    assert len(asked) <= 2
    assert [one.now for one in posted] == [True, False, True]
    assert posted[1].entry_id == second.entry_id
    assert [
        sum(line.amount_cents for line in JournalLine.objects.filter(entry_id=one.entry_id, account="1020"))
        for one in posted
    ] == [3, 2, 1]
    assert ledger.balance_of(account=Account.BANK) == 6


def test_many_entries_are_refused_whole(office):
    by = office.program()
    with pytest.raises(ledger.Unbalanced):
        ledger.post_all([entry("a", 1), entry("b", 2, -3)], by=by, at=NOW)
    assert not JournalLine.objects.exists()
    ledger.close_day(site_id=office.north.id, on=TODAY, totals={}, by=office.actor("manager"), at=NOW)
    with pytest.raises(ledger.DayClosed):
        ledger.post_all([entry("a", 1)], site_id=office.north.id, by=office.program(), at=NOW)
    assert not JournalLine.objects.exists()
    assert ledger.post_all([], by=office.program(), at=NOW) == []
