"""Statements: the patient's own share, line by line, filed, and not too often."""

from __future__ import annotations

from datetime import timedelta

import pypdfium2
import pytest

from wellrun.platform.access.api import NotFound
from wellrun.practice.billing import api as billing
from wellrun.practice.billing.queries import hooks
from wellrun.practice.billing.testing import EVENING, charge, draft_of, make_encounter, pay
from wellrun.practice.coverage.testing import make_coverage
from wellrun.practice.documents import api as documents
from wellrun.practice.ledger import api as ledger
from wellrun.practice.ledger.api import Account, Line
from wellrun.practice.patients.api import move_to_compartment
from wellrun.practice.patients.testing import make_patient


@pytest.fixture
def patient(office):
    return make_patient(office, given_name="Ana", family_name="Adler")


@pytest.fixture
def open_claims(monkeypatch):
    waiting = {}
    monkeypatch.setattr(hooks, "_open_claims", [lambda ids: {i: waiting[i] for i in ids if i in waiting}])
    return waiting


def issue(office, patient, at=EVENING, **options):
    return billing.issue_statement(patient_id=patient.id, by=office.program(), at=at, **options)


def remit(office, line, *, paid, adjusted, share):
    dimensions = {"patient_account_id": line.account_id, "charge_id": line.id, "unit_id": line.unit_id}
    amounts = {
        Account.BANK: paid,
        Account.CONTRACTUAL_ADJUSTMENT: adjusted,
        Account.PATIENT_RECEIVABLE: share,
    }
    ledger.post(
        source_kind="remittance", source_key=f"remittance:{line.id}", effective_on=EVENING.date(),
        lines=[*(Line(account, cents, **dimensions) for account, cents in amounts.items()),
               Line(Account.INSURANCE_RECEIVABLE, -sum(amounts.values()), **dimensions)],
        by=office.program(), at=EVENING,
    )  # fmt: skip


def text_of(statement):
    pages = pypdfium2.PdfDocument(documents.content_of(statement.document))
    return "\n".join(page.get_textpage().get_text_bounded() for page in pages)


def test_a_statement_asks_for_the_patients_share_alone_and_is_filed(office, patient):
    make_coverage(office, patient)
    encounter = charge(office, make_encounter(office, patient_id=patient.id), draft_of("99213", "93000"))
    visit, ekg = billing.charge_lines(encounter.id)
    remit(office, visit, paid=8_000, adjusted=2_000, share=2_500)
    pay(office, patient.id, 1_000)
    statement = issue(office, patient)
    assert statement.balance_cents == 1_500
    shown = text_of(statement)
    for words in ("Office visit, short", "$125.00", "($80.00)", "($20.00)", "($10.00)", "$15.00", "Ana Adler",
                  f"Account number\n{patient.number}".split("\n")[1], "Your share after insurance"):  # fmt: skip
        assert words in shown
    assert "EKG" not in shown
    [filed] = documents.documents_of(patient_id=patient.id)
    assert (filed.category, filed.subject_id) == ("statement", statement.id)


def test_nothing_owed_is_refused(office, patient):
    with pytest.raises(Exception, match="owes nothing"):
        issue(office, patient)


def test_a_charge_with_an_open_claim_waits(office, patient, open_claims):
    first = charge(office, make_encounter(office, patient_id=patient.id))
    [line] = billing.charge_lines(first.id)
    open_claims[line.id] = "A claim to a second insurer is open."
    with pytest.raises(Exception, match="second insurer is open"):
        issue(office, patient)
    charge(office, make_encounter(office, patient_id=patient.id), draft_of("36415"))
    statement = issue(office, patient)
    assert statement.balance_cents == 1_000
    assert "second insurer is open" in text_of(statement)


def test_no_second_statement_within_25_days_unless_asked(office, patient):
    charge(office, make_encounter(office, patient_id=patient.id))
    first = issue(office, patient)
    with pytest.raises(Exception, match="A statement was sent on June 3, 2026"):
        issue(office, patient, at=EVENING + timedelta(days=24))
    assert issue(office, patient, at=EVENING + timedelta(days=24), again=True).number == first.number + 1
    assert issue(office, patient, at=EVENING + timedelta(days=49)).number == first.number + 2


def test_the_run_asks_everyone_who_is_due_and_stops_for_nobody(office, patient, open_claims):
    waiting = make_patient(office)
    small = make_patient(office)
    paid = make_patient(office)
    for one, code in ((patient, "99214"), (waiting, "99213"), (small, "36415"), (paid, "99213")):
        charge(office, make_encounter(office, patient_id=one.id), draft_of(code))
    pay(office, paid.id, 12_500)
    pay(office, small.id, 600)
    account = billing.account_for(waiting.id, office.organization.id)
    [row] = billing.charge_rows(account, billing.money_of(account))
    open_claims[row.charge_id] = "The insurer has not answered."
    on = EVENING.date()
    due = billing.statements_due(by=office.program(), on=on)
    assert [(one.patient_id, one.due_cents) for one in due] == [(patient.id, 18_000), (waiting.id, 12_500)]
    run = billing.run_statements(patient_ids=[one.patient_id for one in due], by=office.program(), at=EVENING)
    assert [statement.balance_cents for statement in run.sent] == [18_000]
    assert run.refused == [(waiting.id, "The insurer has not answered.")]
    assert [one.patient_id for one in billing.statements_due(by=office.program(), on=on)] == [waiting.id]
    later = billing.statements_due(by=office.program(), on=on + timedelta(days=25))
    assert patient.id in [one.patient_id for one in later]


@pytest.mark.parametrize("name", ["north_desk", "provider", "hr", "auditor"])
def test_only_billing_sends_statements(office, patient, name):
    with pytest.raises(NotFound):
        billing.issue_statement(patient_id=patient.id, by=office.actor(name), at=EVENING)


def test_a_moved_chart_takes_its_money_along(office, patient):
    charge(office, make_encounter(office, patient_id=patient.id))
    pay(office, patient.id, 100)
    issue(office, patient)
    move_to_compartment(
        patient_id=patient.id,
        compartment="restricted",
        reason="asked for it",
        by=office.program(),
        at=EVENING,
    )
    office.actor("biller")
    for model in (
        billing.PatientAccount,
        billing.Encounter,
        billing.ChargeLine,
        billing.Payment,
        billing.Statement,
    ):
        assert not model.objects.exists(), model
