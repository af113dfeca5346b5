"""Each invariant of billing, broken behind the program's back, is named; nothing else is."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection

from wellrun.platform.verification import checks
from wellrun.practice.billing import api as billing
from wellrun.practice.billing.testing import EVENING, charge, draft_of, make_encounter, pay
from wellrun.practice.coverage.testing import make_coverage
from wellrun.practice.ledger import api as ledger
from wellrun.practice.ledger.api import Account, Line
from wellrun.practice.patients.testing import make_patient


def broken():
    """The broken promises of the room, with their sentences."""
    found = {check.promise: list(check.run()) for check in checks() if check.room == "billing"}
    return {promise: sentences for promise, sentences in found.items() if sentences}


@pytest.fixture
def books(office):
    """An insured visit, an uninsured one paid in part, a correction, a voided payment and a statement."""
    insured, patient = make_patient(office), make_patient(office)
    make_coverage(office, insured)
    charge(office, make_encounter(office, patient_id=insured.id), draft_of("99213", "93000"))
    encounter = charge(office, make_encounter(office, patient_id=patient.id), draft_of("99214", "36415"))
    pay(office, patient.id, 5_000)
    wrong = pay(office, patient.id, 100)
    billing.void_payment(payment_id=wrong.id, because="wrong patient", by=office.program(), at=EVENING)
    draw = billing.charge_lines(encounter.id)[1]
    billing.reverse_charge(charge_id=draw.id, because="not done", by=office.program(), at=EVENING)
    billing.issue_statement(patient_id=patient.id, by=office.program(), at=EVENING)
    office.program()
    assert broken() == {}
    return encounter


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount > 0


def test_a_charge_of_another_amount_than_its_entry(books):
    line = billing.charge_lines(books.id)[0]
    run("update billing_charge_line set charge_cents = 1 where id = %s", line.id)
    assert broken() == {
        "Charges are in the ledger with their amounts": [
            f"Charge {line.id}: the line says 1 cents, its entry in the ledger 18000."
        ]
    }


def test_an_entry_without_its_charge_and_a_charge_without_its_entry(books, office):
    line, other = billing.charge_lines(books.id)[0], uuid.uuid4()
    ledger.post(source_kind="charge", source_key=f"charge:{other}", effective_on=EVENING.date(), by=office.program(),
                at=EVENING, lines=[Line(Account.PATIENT_RECEIVABLE, 5), Line(Account.PATIENT_REVENUE, -5)])  # fmt: skip
    run("update billing_charge_line set entry_id = null where id = %s", line.id)
    [sentences] = broken().values()
    assert sorted(sentences) == sorted(
        [
            f"Charge {other}: the line says 0 cents, its entry in the ledger 5.",
            f"Charge {line.id}: the line says 0 cents, its entry in the ledger 18000.",
            f"Charge {line.id}: the line says 18000 cents, its entry in the ledger 0.",
        ]
    )


def test_a_charge_that_is_reversed_in_one_place_only(books):
    line = billing.charge_lines(books.id)[0]
    run("update billing_charge_line set state = 'reversed', reversed_at = now() where id = %s", line.id)
    found = broken()
    assert found["Charges are reversed where their entries are"] == [
        f"Charge {line.id} is reversed, which its entry in the ledger is not."
    ]
    assert list(found) == ["Charges are reversed where their entries are", "Charged visits have charges"]


def test_a_charged_visit_without_charges(books):
    run("update billing_encounter set state = 'open' where id = %s", books.id)
    [(promise, [sentence])] = broken().items()
    assert promise == "Charged visits have charges"
    assert f"Encounter {books.id} is open with 1 charges" in sentence


def test_a_receipt_number_that_is_missing(books):
    run("update billing_counter set last = last + 1 where kind = 'receipt 1'")
    run("update billing_statement set number = 7")
    [(promise, sentences)] = broken().items()
    assert promise == "Receipts and statements are numbered without gaps"
    assert sorted(sentences) == [
        "There are 1 numbers of the kind statement up to 7, but 1 were given out.",
        "There are 2 numbers of the kind receipt 1 up to 2, but 3 were given out.",
    ]


def test_a_payment_of_another_amount_than_its_entry(books):
    run("update billing_payment set amount_cents = 6000 where receipt_number = 10000001")
    [(promise, [sentence])] = broken().items()
    assert promise == "Payments are in the ledger with their amounts"
    assert sentence.startswith("Payment 10000001 of 6000 cents: its entry in the ledger says 5000 cents")


def test_a_payment_voided_in_one_place_only(books):
    run("update billing_payment set voided_at = null where receipt_number = 10000002")
    assert list(broken()) == ["Payments are in the ledger with their amounts"]


def test_a_payment_applied_beyond_its_amount(books, office):
    payment = billing.Payment.objects.get(receipt_number=10_000_002)
    ledger.post(source_kind="application", source_key=f"application:{payment.id}:balance:9", by=office.program(),
                effective_on=EVENING.date(), at=EVENING,
                lines=[Line(Account.UNAPPLIED_PAYMENTS, 101, patient_account_id=payment.account_id),
                       Line(Account.PATIENT_RECEIVABLE, -101, patient_account_id=payment.account_id)])  # fmt: skip
    assert broken() == {
        "No payment is applied beyond its amount": [
            "Payment 10000002 of 100 cents has 101 cents applied to charges."
        ]
    }
