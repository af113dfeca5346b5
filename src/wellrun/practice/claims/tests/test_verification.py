"""Each invariant of claims, broken behind the program's back, is named; nothing else is."""

from __future__ import annotations

import pytest
from django.db import connection

from wellrun.engines import x12
from wellrun.platform.files import store
from wellrun.platform.verification import checks
from wellrun.practice.claims import api as claims
from wellrun.practice.claims.testing import PAID_AT, deliver, make_claims, remit, sent_claims, submit


def broken():
    """The broken promises of the room, with their sentences."""
    found = {check.promise: list(check.run()) for check in checks() if check.room in ("claims", "billing")}
    return {promise: sentences for promise, sentences in found.items() if sentences}


@pytest.fixture
def books(office):
    """A claim that waits, one that the payer has, one that was paid, and one whose charge the payer saw otherwise."""
    waiting, sent, paid, odd = make_claims(office, 4, codes=("99213", "93000"))
    submission = submit(office, [sent, paid, odd])
    outgoing = {one.control_number: one for one in sent_claims(submission)}
    payment = remit([outgoing[paid.number], outgoing[odd.number]])
    type(odd).objects.filter(id=odd.id).update(charge_cents=1)
    deliver(office, x12.write_835(payment), at=PAID_AT)
    type(odd).objects.filter(id=odd.id).update(charge_cents=17_000)
    office.program()
    [row] = claims.remittance_rows()
    assert (row.state, row.exception_count) == ("posted", 1)
    assert broken() == {}
    return waiting, sent, paid, submission


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount > 0


def test_a_claim_that_asks_for_more_than_its_lines(books):
    claim = books[1]
    run("update claims_claim set charge_cents = 5 where id = %s", claim.id)
    assert broken() == {
        "Claims add up to their lines": [f"Claim {claim.number} asks for 5 cents, its lines for 17000."]
    }


def test_a_waiting_claim_that_misses_a_charge(books):
    claim = books[0]
    run(
        "update claims_claim set charge_cents = 12500, snapshot = jsonb_set(snapshot, '{lines}',"
        " jsonb_build_array(snapshot -> 'lines' -> 0)) where id = %s",
        claim.id,
    )
    assert broken() == {
        "Waiting claims bill what is charged": [
            f"Claim {claim.number} waits with 12500 cents, but 17000 cents are charged."
        ]
    }


def test_a_claim_that_stands_elsewhere_than_its_steps(books):
    claim = books[1]
    run("update claims_claim set state = 'accepted' where id = %s", claim.id)
    assert broken() == {
        "Claims stand where their last step led": [
            f"Claim {claim.number} is accepted, which is not where its last step led."
        ]
    }


def test_a_claim_that_was_paid_otherwise_than_posted(books):
    claim = books[2]
    run("update claims_claim set paid_cents = paid_cents + 1 where id = %s", claim.id)
    [(promise, [sentence])] = broken().items()
    assert promise == "What claims say was decided is in the ledger"
    assert sentence.startswith(f"Claim {claim.number} says paid 10201,")


def test_a_claim_with_its_payer_that_was_in_no_batch(books):
    claim = books[1]
    run("update claims_submission_claim set live = false where claim_id = %s", claim.id)
    assert broken() == {
        "Claims with insurers are in a batch, others in none": [
            f"Claim {claim.number} is submitted, which does not fit the batches it was sent in."
        ]
    }


def test_a_remittance_that_is_not_in_the_bank(books):
    run("update claims_remittance_claim set entry_id = null where outcome = 'exception'")
    [(promise, [sentence])] = broken().items()
    assert promise == "Posted remittances are in the bank"
    assert "over 20400 cents brought 10200 cents into the bank" in sentence


def test_a_batch_whose_file_holds_other_claims(books):
    _, _, _, submission = books
    run("update claims_submission_claim set claim_id = %s where claim_id = %s", books[0].id, books[1].id)
    found = broken()["Batches are kept as they were sent"]
    assert found == [f"Batch {submission.reference} has 3 claims, its file 3, not all the same."]


def test_a_batch_whose_file_is_gone(books, own_home):
    digest = books[3].transmission.digest
    assert store.exists(digest)
    for path in (own_home / "files").rglob(digest):
        path.unlink()
    assert broken() == {
        "Batches are kept as they were sent": [
            f"Batch {books[3].reference}: The file is missing from the store."
        ]
    }
