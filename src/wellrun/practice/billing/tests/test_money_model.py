"""Any sequence of charges, payments, remittances, voids and reversals agrees with a model of a few lines."""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import timedelta

from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wellrun.platform.access.api import Refused
from wellrun.practice.billing import api as billing
from wellrun.practice.billing.testing import EVENING, charge, draft_of, make_encounter, pay
from wellrun.practice.coverage.api import end_coverage
from wellrun.practice.coverage.testing import make_coverage
from wellrun.practice.ledger import api as ledger
from wellrun.practice.ledger.api import Account, Line
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling.testing import NINE

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("charge"), st.sampled_from(["99213", "99214", "36415"]), st.booleans()),
        st.tuples(st.just("pay"), st.integers(1, 20_000), st.just(None)),
        st.tuples(st.just("void"), st.integers(0, 9), st.just(None)),
        st.tuples(st.just("reverse"), st.integers(0, 9), st.just(None)),
        st.tuples(st.just("share"), st.integers(0, 9), st.integers(1, 12_000)),
    ),
    min_size=1,
    max_size=8,
)
FEES = {"99213": 12_500, "99214": 18_000, "36415": 1_000}


class Model:
    """What an account holds, kept the way one would on paper."""

    def __init__(self):
        self.charges = {}
        self.payments = {}

    @property
    def owed(self):
        return sum(one["share"] for one in self.charges.values())

    @property
    def insurer(self):
        return sum(one["insurer"] for one in self.charges.values())

    @property
    def taken(self):
        return sum(self.payments.values())

    def balance(self):
        due = max(0, self.owed - self.taken)
        return billing.Balance(due, self.insurer, max(0, self.taken - self.owed))


class Books:
    """The same account in Wellrun, in one savepoint that is rolled back."""

    def __init__(self, office):
        self.office, self.model, self.turn = office, Model(), 0
        self.patient = make_patient(office)
        coverage = make_coverage(office, self.patient)
        # Days with and without insurance, so that one account holds charges of both kinds.
        end_coverage(coverage_id=coverage.id, on=NINE.date(), by=office.program(), at=EVENING)

    def charge(self, code, insured):
        self.turn += 1
        starts_at = NINE + timedelta(minutes=self.turn) - (timedelta(days=7) if insured else timedelta())
        encounter = make_encounter(self.office, patient_id=self.patient.id, starts_at=starts_at, minutes=1)
        charge(self.office, encounter, draft_of(code), at=self.at())
        [line] = billing.charge_lines(encounter.id)
        cents = FEES[code]
        self.model.charges[line.id] = {"insurer": cents if insured else 0, "share": 0 if insured else cents,
                                       "answered": False}  # fmt: skip

    def pay(self, cents, _):
        self.model.payments[pay(self.office, self.patient.id, cents, at=self.at()).id] = cents

    def void(self, which, _):
        payments = list(self.model.payments)
        if payments:
            payment_id = payments[which % len(payments)]
            billing.void_payment(
                payment_id=payment_id, because="model", by=self.office.program(), at=self.at()
            )
            del self.model.payments[payment_id]

    def reverse(self, which, _):
        charges = list(self.model.charges)
        if not charges:
            return
        charge_id = charges[which % len(charges)]
        answered = self.model.charges[charge_id]["answered"]
        with suppress(Refused), transaction.atomic():
            billing.reverse_charge(
                charge_id=charge_id, because="model", by=self.office.program(), at=self.at()
            )
            assert not answered
            del self.model.charges[charge_id]

    def share(self, which, cents):
        """The insurer answers for a charge: some of it becomes the patient's, or comes back from them."""
        open_ones = [one for one, it in self.model.charges.items() if it["insurer"] > 0]
        if not open_ones:
            return
        charge_id = open_ones[which % len(open_ones)]
        cents = min(cents, self.model.charges[charge_id]["insurer"])
        account = billing.account_for(self.patient.id, self.office.organization.id)
        dimensions = {
            "patient_account_id": account.id,
            "charge_id": charge_id,
            "unit_id": self.office.cardiology.id,
        }
        ledger.post(source_kind="remittance", source_key=f"remittance:{uuid.uuid4()}", effective_on=NINE.date(),
                    lines=[Line(Account.PATIENT_RECEIVABLE, cents, **dimensions),
                           Line(Account.INSURANCE_RECEIVABLE, -cents, **dimensions)],
                    by=self.office.program(), at=self.at())  # fmt: skip
        billing.apply_unapplied(account, by=self.office.program(), at=self.at())
        self.model.charges[charge_id]["insurer"] -= cents
        self.model.charges[charge_id]["share"] += cents
        self.model.charges[charge_id]["answered"] = True

    def at(self):
        self.turn += 1
        return EVENING + timedelta(seconds=self.turn)

    def check(self):
        account = billing.account_for(self.patient.id, self.office.organization.id)
        balance = billing.balances([self.patient.id])[self.patient.id]
        assert balance == self.model.balance()
        money = billing.money_of(account)
        rows = billing.charge_rows(account, money)
        assert sum(row.patient_owes_cents for row in rows) == balance.patient_due_cents
        assert sum(row.insurer_owes_cents for row in rows) == balance.insurance_pending_cents
        assert money.unapplied_cents == balance.unapplied_cents
        assert all(row.patient_owes_cents >= 0 for row in rows)
        assert all(cents >= 0 for cents in money.payment_left.values())
        for row in rows:
            parts = (row.insurer_paid_cents, row.adjusted_cents, row.patient_paid_cents, row.insurer_owes_cents,
                     row.patient_owes_cents)  # fmt: skip
            assert row.charged_cents == sum(parts)


def test_the_books_agree_with_paper(office):
    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def run(steps):
        point = transaction.savepoint()
        try:
            books = Books(office)
            for name, first, second in steps:
                getattr(books, name)(first, second)
                books.check()
            with connection.cursor() as cursor:
                cursor.execute("set constraints all immediate")
                cursor.execute("set constraints all deferred")
        finally:
            transaction.savepoint_rollback(point)
            office.program()

    run()
