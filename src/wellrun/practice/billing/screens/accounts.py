"""The patient's account: every number of it opens into its ledger lines."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from wellrun.platform.access.api import NotFound, screen, show
from wellrun.platform.ui.formatting import format_day
from wellrun.practice.billing.models import Statement
from wellrun.practice.billing.queries.accounts import Balance, known_account
from wellrun.practice.billing.queries.charge_rows import ChargeRow, charge_rows
from wellrun.practice.billing.queries.money import AccountMoney, money_of, read_money
from wellrun.practice.billing.queries.payments import payments_of
from wellrun.practice.billing.queries.postings import posting_row, postings_of
from wellrun.practice.billing.queries.statements import statements_of
from wellrun.practice.billing.rules.charges import DAYS_BETWEEN_STATEMENTS
from wellrun.practice.billing.screens.forms import today
from wellrun.practice.ledger.api import LineRow
from wellrun.practice.organization.api import units_by_id
from wellrun.practice.patients.api import Patient
from wellrun.practice.patients.api import patient as find_patient

#: What the tiles of an account open: the charges or payments that make up their number, and how the page says it.
OPENED = {
    "patient": "Charges of which the patient owes something",
    "insurers": "Charges that wait at insurers",
    "unapplied": "Payments that are not yet applied",
}


@screen("accounts.read")
def account(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """What stands open, every charge with its postings, payments, statements."""
    patient = patient_of(patient_id)
    found = known_account(patient_id)
    money = money_of(found) if found else read_money([])
    rows = charge_rows(found, money) if found else []
    payments = payments_of(found) if found else []
    opened = request.GET.get("open", "")
    opened = opened if opened in OPENED else ""
    rows = [row for row in rows if _stands_open(row, opened)]
    if opened == "unapplied":
        payments = [payment for payment in payments if money.payment_left.get(payment.id)]
    units = units_by_id({row.unit_id for row in rows} | {payment.unit_id for payment in payments})
    statements = statements_of(found) if found else []
    context = {
        "page_title": f"Account of {patient.name}",
        "opened": opened,
        "said": OPENED.get(opened, ""),
        "patient": patient,
        "balance": balance_of(money),
        "charges": [(row, units[row.unit_id].name, postings_of(row)) for row in rows],
        "other": [posting_row(line) for line in money.lines if line.charge_id is None and _owed(line)],
        "totals": _totals(rows),
        "payments": [
            (payment, money.payment_left.get(payment.id, 0), units[payment.unit_id].zone)
            for payment in payments
        ],
        "statements": statements,
        "sent_lately": _sent_lately(statements),
        "again_url": reverse("billing:statement-new", args=[patient_id]) + "?again=yes",
        "may_take": request.actor.may("cash.take"),
        "may_send": request.actor.may("statements.send"),
        "may_see_charges": request.actor.reach.get("charges.read", frozenset()),
    }
    return show(request, "billing/account.html", context, patients=[patient_id], subject=patient_id)


def _stands_open(row: ChargeRow, opened: str) -> bool:
    if opened == "patient":
        return row.patient_owes_cents != 0
    return opened != "insurers" or row.insurer_owes_cents != 0


def _sent_lately(statements: list[Statement]) -> str:
    if not statements or today() >= statements[0].issued_on + timedelta(days=DAYS_BETWEEN_STATEMENTS):
        return ""
    day = format_day(statements[0].issued_on)
    return f"1 statement was sent on {day}; within {DAYS_BETWEEN_STATEMENTS} days one is enough for most."


def balance_of(money: AccountMoney) -> Balance:
    """The balance of lines already read."""
    return Balance(
        patient_due_cents=sum(money.patient_open.values()),
        insurance_pending_cents=sum(money.insurer_open.values()),
        unapplied_cents=money.unapplied_cents,
    )


def _owed(line: LineRow) -> bool:
    return line.account.name.endswith("RECEIVABLE")


def _totals(rows: list[ChargeRow]) -> dict[str, int]:
    names = (
        "charged_cents",
        "insurer_paid_cents",
        "adjusted_cents",
        "patient_paid_cents",
        "insurer_owes_cents",
        "patient_owes_cents",
    )
    return {name: sum(getattr(row, name) for row in rows) for name in names}


def patient_of(patient_id: uuid.UUID) -> Patient:
    """The patient, or the refusal that there is none."""
    patient = find_patient(patient_id)
    if patient is None:
        raise NotFound()
    return patient
