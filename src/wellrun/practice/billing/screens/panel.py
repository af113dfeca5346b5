"""What the patient's page shows of the account."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wellrun.platform.access.api import Actor
from wellrun.practice.billing.queries.accounts import balances
from wellrun.practice.patients.api import Patient


def panel(actor: Actor, patient: Patient, at: datetime) -> dict[str, Any]:
    """The balance, and the way to the account and to a payment."""
    return {
        "patient_id": patient.id,
        "balance": balances([patient.id])[patient.id],
        "may_take": actor.may("cash.take"),
    }
