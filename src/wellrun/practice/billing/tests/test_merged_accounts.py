"""Accounts of merged charts: joined and read as one, no cent moved, parted again unless their money has met."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from wellrun.platform.verification import checks
from wellrun.practice.billing import api as billing
from wellrun.practice.billing.models import PatientAccount
from wellrun.practice.billing.queries.statements import statements_due
from wellrun.practice.billing.testing import EVENING, charge, draft_of, make_encounter, pay
from wellrun.practice.coverage.api import coverages_of
from wellrun.practice.coverage.testing import make_coverage, make_payer
from wellrun.practice.ledger import api as ledger
from wellrun.practice.patients import api as patients
from wellrun.practice.patients.testing import make_patient


@pytest.fixture
def pair(office):
    return make_patient(office), make_patient(office)


def merge(office, survivor, merged):
    return patients.merge_patients(survivor_id=survivor.id, merged_id=merged.id, reason="same card",
                                   by=office.actor("manager"), at=EVENING)  # fmt: skip


def part(office, done):
    return patients.unmerge_patients(
        merge_id=done.id, reason="two people", by=office.actor("manager"), at=EVENING
    )


def due(office, patient):
    office.program()
    return billing.balances([patient.id])[patient.id]


def journal(office):
    office.program()
    rows = ledger.lines(organization_id=office.organization.id, limit=10_000)
    return [(row.entry_id, row.patient_account_id, row.amount_cents) for row in rows]


def breaches(office):
    office.program()
    return [sentence for check in checks() if check.room == "ledger" for sentence in check.run()]


def test_both_balances_are_seen_on_the_survivors_account_and_no_line_is_written(office, pair):
    first, second = pair
    charge(office, make_encounter(office, patient_id=first.id))
    charge(office, make_encounter(office, patient_id=second.id), draft_of("36415"))
    before = journal(office)
    done = merge(office, first, second)
    assert journal(office) == before
    assert due(office, first).patient_due_cents == 13_500
    assert due(office, second).patient_due_cents == 0
    account = billing.account_for(second.id, office.organization.id)
    assert account.patient_id == first.id
    rows = billing.charge_rows(account, billing.money_of(account))
    assert {row.code: row.patient_owes_cents for row in rows} == {"99213": 12_500, "36415": 1_000}
    part(office, done)
    assert (due(office, first).patient_due_cents, due(office, second).patient_due_cents) == (12_500, 1_000)
    assert PatientAccount.objects.get(patient_id=second.id).joined_to_id is None
    assert breaches(office) == []


def test_money_taken_for_the_survivor_pays_the_oldest_of_both(office, pair):
    first, second = pair
    newer = make_encounter(office, patient_id=first.id)
    charge(office, newer)
    older = newer.appointment.starts_at - timedelta(days=3)
    charge(office, make_encounter(office, patient_id=second.id, starts_at=older), draft_of("36415"))
    done = merge(office, first, second)
    paid = pay(office, first.id, 2_000)
    assert due(office, first).patient_due_cents == 11_500
    assert breaches(office) == []
    with pytest.raises(patients.MergeBlocked, match=f"Receipt {paid.receipt_number} was taken for one chart"):
        part(office, done)
    billing.void_payment(payment_id=paid.id, because="to part", by=office.program(), at=EVENING)
    part(office, done)
    assert (due(office, first).patient_due_cents, due(office, second).patient_due_cents) == (12_500, 1_000)
    assert breaches(office) == []


def test_a_visit_that_came_along_and_was_charged_since_stands_in_the_way(office, pair):
    first, second = pair
    encounter = make_encounter(office, patient_id=second.id)
    done = merge(office, first, second)
    encounter.refresh_from_db()
    assert encounter.patient_id == first.id
    charge(office, encounter)
    with pytest.raises(patients.MergeBlocked, match="Jun 3, 2026 came with chart .* and was charged since"):
        part(office, done)
    encounter.refresh_from_db()
    for line in billing.charge_lines(encounter.id):
        billing.reverse_charge(charge_id=line.id, because="to part", by=office.program(), at=EVENING)
    part(office, done)
    encounter.refresh_from_db()
    assert encounter.patient_id == second.id


def test_money_posted_later_by_the_other_account_is_on_the_survivors(office, pair):
    first, second = pair
    charge(office, make_encounter(office, patient_id=second.id))
    pay(office, first.id, 5_000)
    merge(office, first, second)
    account = billing.account_for(first.id, office.organization.id)
    assert billing.apply_unapplied(account, by=office.program(), at=EVENING) == 5_000
    assert due(office, first) == billing.Balance(patient_due_cents=7_500)
    assert breaches(office) == []


def test_a_statement_is_due_once_for_both_and_not_when_they_are_even(office, pair):
    first, second = pair
    for chart in pair:
        charge(office, make_encounter(office, patient_id=chart.id))
    merge(office, first, second)
    on = date(2026, 7, 9)
    due_now = statements_due(by=office.actor("biller"), on=on)
    assert [(each.patient_id, each.due_cents) for each in due_now] == [(first.id, 25_000)]
    pay(office, first.id, 25_000)
    assert statements_due(by=office.actor("biller"), on=on) == []


def test_two_insurances_of_one_rank_on_one_day_are_refused_with_both_named(office, pair):
    first, second = pair
    own, theirs = make_payer(office, name="Prairie Mutual"), make_payer(office, name="Lakes Health")
    make_coverage(office, first, own)
    coverage = make_coverage(office, second, theirs)
    with pytest.raises(
        patients.MergeBlocked, match="primary coverage from Jan 1, 2026: Prairie Mutual.*Lakes Health"
    ):
        merge(office, first, second)
    coverage.refresh_from_db()
    assert coverage.patient_id == second.id


def test_the_same_insurance_on_both_is_one(office, pair):
    first, second = pair
    payer = make_payer(office)
    own = make_coverage(office, first, payer, member_id="W123456")
    theirs = make_coverage(office, second, payer, member_id="W123456")
    other = make_coverage(office, second, payer, member_id="W777", rank=2)
    done = merge(office, first, second)
    assert {each.id for each in coverages_of(first.id)} == {own.id, other.id}
    assert [each.id for each in coverages_of(second.id)] == [theirs.id]
    part(office, done)
    assert {each.id for each in coverages_of(second.id)} == {theirs.id, other.id}
