"""Reading payments, and printing their receipts."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date

from wellrun.platform.access.api import NotFound
from wellrun.practice.billing.models import Method, PatientAccount, Payment
from wellrun.practice.billing.queries.accounts import Balance
from wellrun.practice.billing.queries.charge_rows import charge_rows
from wellrun.practice.billing.queries.letterhead import letterhead_for
from wellrun.practice.billing.queries.money import money_of
from wellrun.practice.billing.queries.printing.receipt import typeset_receipt


def payment(payment_id: uuid.UUID) -> Payment | None:
    """One payment with its account and patient, if the person asking may see it."""
    return Payment.objects.filter(id=payment_id).select_related("account__patient").first()


def payments_of(account: PatientAccount) -> list[Payment]:
    """An account's payments, newest first."""
    rows = Payment.objects.filter(account__patient_id=account.patient_id)
    return list(rows.order_by("-taken_at", "-receipt_number"))


def receipt_pdf(payment_id: uuid.UUID) -> bytes:
    """The receipt of a payment as a PDF, with what it paid for as that stands now."""
    found = payment(payment_id)
    if found is None:
        raise NotFound()
    money = money_of(found.account)
    rows = {row.charge_id: row for row in charge_rows(found.account, money)}
    applied = [(rows.get(one.charge_id), one.cents) for one in money.applied_from(found.id)]
    balance = Balance(patient_due_cents=sum(money.patient_open.values()))
    return typeset_receipt(
        payment=found,
        patient=found.account.patient,
        applied=applied,
        balance=balance,
        letterhead=letterhead_for(found.organization_id, [found.unit_id]),
    )


def checks_of_day(*, unit_ids: Iterable[uuid.UUID], on: date) -> list[Payment]:
    """The checks that these units took on a day of the office and did not void, by receipt number."""
    rows = Payment.objects.filter(
        unit_id__in=list(unit_ids), effective_on=on, method=Method.CHECK, voided_at__isnull=True
    )
    return list(rows.order_by("receipt_number"))
