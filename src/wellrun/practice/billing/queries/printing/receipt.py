"""The receipt page."""

from __future__ import annotations

from pathlib import Path

from wellrun.platform.money.cents import format_cents
from wellrun.platform.printing import typeset
from wellrun.platform.ui.formatting import format_clock, format_day, format_phone
from wellrun.practice.billing.models import Payment
from wellrun.practice.billing.queries.accounts import Balance
from wellrun.practice.billing.queries.charge_rows import ChargeRow
from wellrun.practice.billing.queries.letterhead import Letterhead
from wellrun.practice.billing.queries.printing.statement import address_lines
from wellrun.practice.patients.api import Patient


def typeset_receipt(
    *,
    payment: Payment,
    patient: Patient,
    applied: list[tuple[ChargeRow | None, int]],
    balance: Balance,
    letterhead: Letterhead,
) -> bytes:
    """A half-page receipt: what was paid, how, what it paid for, and what remains."""
    entity, local = letterhead.entity, payment.taken_at.astimezone(letterhead.zone)
    paid_for = sum(cents for _, cents in applied)
    data = {
        "practice": letterhead.practice,
        "address": address_lines(entity.street, entity.city, entity.state, entity.zip),
        "phone": format_phone(letterhead.phone),
        "tax_id": f"{entity.tax_id[:2]}-{entity.tax_id[2:]}",
        "number": str(payment.receipt_number),
        "at": f"{format_day(local)}, {format_clock(local)}",
        "account": str(patient.number),
        "patient": f"{patient.given_name} {patient.family_name}",
        "amount": format_cents(payment.amount_cents),
        "method": payment.get_method_display(),
        "reference": payment.reference,
        "taken_by": payment.taken_by_name,
        "lines": [_line(row, cents) for row, cents in applied],
        "left": format_cents(payment.amount_cents - paid_for) if payment.amount_cents > paid_for else "",
        "due": format_cents(balance.patient_due_cents),
        "voided": f"Voided: {payment.void_because}" if payment.voided_at else "",
    }
    return typeset(Path(__file__).with_name("receipt.typ"), data, payment.taken_at)


def _line(row: ChargeRow | None, cents: int) -> dict[str, str]:
    on = f"{row.service_on:%m/%d/%Y}" if row else ""
    return {"on": on, "what": row.nickname if row else "Balance from before", "cents": format_cents(cents)}
