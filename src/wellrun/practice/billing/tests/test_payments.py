"""Payments: numbered without gaps, applied oldest first, voided by reversal, refused when they make no sense."""

from __future__ import annotations

import threading
import uuid
from datetime import date, timedelta

import pypdfium2
import pytest
from django.db import connections, transaction

from wellrun.platform.access.api import NotFound
from wellrun.practice.billing import api as billing
from wellrun.practice.billing.operations.take_payment import HELD_IN
from wellrun.practice.billing.testing import EVENING, charge, draft_of, make_encounter, pay
from wellrun.practice.coverage.testing import make_coverage
from wellrun.practice.ledger import api as ledger
from wellrun.practice.ledger.api import Account
from wellrun.practice.organization.testing import NOW, open_small_office
from wellrun.practice.patients.testing import make_patient


@pytest.fixture
def patient(office):
    return make_patient(office)


def due(patient):
    return billing.balances([patient.id])[patient.id]


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def test_every_way_to_pay_leads_to_an_account():
    assert set(HELD_IN) == set(billing.Method)


def test_money_pays_the_oldest_service_first_and_the_rest_waits(office, patient):
    newer = charge(office, make_encounter(office, patient_id=patient.id))
    older = make_encounter(
        office, patient_id=patient.id, starts_at=newer.appointment.starts_at - timedelta(days=1)
    )
    charge(office, older, draft_of("36415"))
    pay(office, patient.id, 3_000)
    account = billing.account_for(patient.id, office.organization.id)
    rows = {row.code: row for row in billing.charge_rows(account, billing.money_of(account))}
    assert (rows["36415"].patient_owes_cents, rows["99213"].patient_owes_cents) == (0, 10_500)
    assert rows["99213"].patient_paid_cents == 2_000
    pay(office, patient.id, 11_000, method="card", reference="AUTH 0071")
    assert due(patient) == billing.Balance(unapplied_cents=500)


@pytest.mark.parametrize(
    ("method", "held_in"),
    [
        ("cash", Account.CASH_DRAWER),
        ("card", Account.CARD_CLEARING),
        ("check", Account.BANK),
        ("payer", Account.BANK),
    ],
)
def test_each_kind_of_money_is_held_where_it_is(office, patient, method, held_in):
    drawer = uuid.uuid4()
    pay(office, patient.id, 2_500, method=method, drawer_id=drawer)
    assert ledger.balance_of(account=held_in, drawer_id=drawer) == 2_500


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"cents": 0}, "amount_cents"),
        ({"cents": -500}, "amount_cents"),
        ({"cents": 10_000_001}, "amount_cents"),
        ({"method": "gold"}, "method"),
        ({"reference": "4111 1111 1111 1111"}, "reference"),
        ({"reference": "078-05-1120"}, "reference"),
    ],
)
def test_refuses_what_is_no_payment(office, patient, changes, field):
    with pytest.raises(Exception, match=r"\w") as refused:
        pay(office, patient.id, changes.pop("cents", 2_500), **changes)
    assert refused.value.field == field
    assert due(patient) == billing.Balance()


def test_the_same_key_takes_the_money_once(office, patient):
    key = uuid.uuid4()
    assert pay(office, patient.id, 2_500, key=key).id == pay(office, patient.id, 2_500, key=key).id
    assert due(patient).unapplied_cents == 2_500


def test_a_real_second_payment_of_the_same_amount_counts(office, patient):
    first, second = pay(office, patient.id, 2_500), pay(office, patient.id, 2_500)
    assert second.receipt_number == first.receipt_number + 1
    assert due(patient).unapplied_cents == 5_000


def test_a_voided_payment_leaves_its_number_and_opens_what_it_paid(office, patient):
    charge(office, make_encounter(office, patient_id=patient.id))
    drawer = uuid.uuid4()
    first = pay(office, patient.id, 12_500, drawer_id=drawer)
    second = pay(office, patient.id, 4_000)
    billing.void_payment(payment_id=first.id, because="wrong amount", by=office.program(), at=EVENING)
    assert due(patient) == billing.Balance(patient_due_cents=8_500)
    assert ledger.balance_of(account=Account.CASH_DRAWER, drawer_id=drawer) == 0
    assert pay(office, patient.id, 100).receipt_number == second.receipt_number + 1
    with pytest.raises(Exception, match="voided already"):
        billing.void_payment(payment_id=first.id, because="again", by=office.program(), at=EVENING)


def test_the_desk_voids_its_own_money_of_today_only(office, patient):
    desk = office.actor("north_desk")
    taken = billing.take_payment(
        patient_id=patient.id, amount_cents=2_500, method="cash", unit_id=office.north.id, by=desk, at=EVENING
    )
    for name, at in (("cardio_lead", EVENING), ("north_desk", EVENING + timedelta(days=1))):
        with pytest.raises(Exception, match="your own payments of today|no such record"):
            billing.void_payment(payment_id=taken.id, because="why", by=office.actor(name), at=at)
    with pytest.raises(Exception, match="Say why"):
        billing.void_payment(payment_id=taken.id, because=" ", by=office.actor("north_desk"), at=EVENING)
    billing.void_payment(
        payment_id=taken.id, because="typed twice", by=office.actor("north_desk"), at=EVENING
    )
    assert due(patient) == billing.Balance()


@pytest.mark.parametrize("name", ["south_desk", "provider", "hr", "buyer", "facilities", "auditor"])
def test_nobody_takes_money_where_they_may_not(office, patient, name):
    with pytest.raises(NotFound):
        billing.take_payment(patient_id=patient.id, amount_cents=100, method="cash", unit_id=office.north.id,
                             by=office.actor(name), at=EVENING)  # fmt: skip


def test_money_taken_after_the_day_is_closed_counts_to_the_next(office, patient):
    ledger.close_day(site_id=office.north.id, on=EVENING.date(), totals={}, by=office.program(), at=EVENING)
    assert pay(office, patient.id, 2_500).effective_on == date(2026, 6, 4)


def test_the_copay_comes_from_the_coverage(office, patient):
    make_coverage(office, patient, copay_cents=3_000)
    visit = make_encounter(office, patient_id=patient.id).appointment
    assert billing.expected_copay_cents(visit) == 3_000
    pay(office, patient.id, 3_000, for_appointment_id=visit.id)
    assert billing.collected_cents(visit.id) == 3_000


def test_the_receipt_says_what_was_paid_and_what_remains(office, patient):
    charge(office, make_encounter(office, patient_id=patient.id))
    payment = pay(office, patient.id, 2_500, method="check", reference="1044")
    shown = text_of(billing.receipt_pdf(payment.id))
    for words in (f"Receipt {payment.receipt_number}", "$25.00 by check, reference 1044", "Office visit, short",
                  "You owe $100.00", "Lakeside Medical Group"):  # fmt: skip
        assert words in shown
    billing.void_payment(payment_id=payment.id, because="bounced", by=office.program(), at=EVENING)
    assert "Voided: bounced" in text_of(billing.receipt_pdf(payment.id))


def test_several_at_once_get_distinct_numbers_without_a_gap(committed_db):
    with transaction.atomic():
        office = open_small_office()
        patients = [make_patient(office).id for _ in range(2)]
    barrier, numbers, failures = threading.Barrier(6), [], []

    def take(patient_id):
        try:
            barrier.wait()
            with transaction.atomic():
                numbers.append(pay(office, patient_id, 1_000, at=NOW).receipt_number)
        except Exception as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take, args=(patients[i % 2],)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(numbers) == [10_000_000 + number for number in range(1, 7)]
    with transaction.atomic():
        office.program()
        assert [balance.unapplied_cents for balance in billing.balances(patients).values()] == [3_000, 3_000]
    connections.close_all()
