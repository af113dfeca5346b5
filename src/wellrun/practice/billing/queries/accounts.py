"""Patient accounts and what the ledger says about them."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wellrun.practice.billing.models import PatientAccount
from wellrun.practice.ledger import api as ledger
from wellrun.practice.ledger.api import Account
from wellrun.practice.patients.api import PatientRow, patient_rows


@dataclass(frozen=True)
class Balance:
    """What stands open: owed by the patient, waiting at insurers, and taken but not yet applied. Cents."""

    patient_due_cents: int = 0
    insurance_pending_cents: int = 0
    unapplied_cents: int = 0

    @property
    def total_cents(self) -> int:
        """All that is still to come, less what was already taken."""
        return self.patient_due_cents + self.insurance_pending_cents - self.unapplied_cents


def known_account(patient_id: uuid.UUID) -> PatientAccount | None:
    """The patient's account, or None when nothing was ever charged or taken."""
    return PatientAccount.objects.filter(patient_id=patient_id, joined_to__isnull=True).first()


def balances(patient_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Balance]:
    """The balance of every patient asked for; those without an account owe nothing."""
    wanted = list(patient_ids)
    accounts = dict(PatientAccount.objects.filter(patient_id__in=wanted).values_list("id", "patient_id"))
    read = ledger.patient_balances(accounts)
    by_patient: dict[uuid.UUID, Counter[Account]] = {patient_id: Counter() for patient_id in wanted}
    for account_id, amounts in read.items():
        # Joined accounts are one to the patient.
        by_patient[accounts[account_id]].update(amounts)
    return {patient_id: balance_from(by_patient[patient_id]) for patient_id in wanted}


def patients_of_accounts(account_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, PatientRow]:
    """Whose these accounts are. Who may not be seen is missing."""
    owners = dict(PatientAccount.objects.filter(id__in=set(account_ids)).values_list("id", "patient_id"))
    rows = patient_rows(owners.values())
    return {account: rows[patient] for account, patient in owners.items() if patient in rows}


def balance_from(amounts: Mapping[Account, int]) -> Balance:
    """A balance from the ledger's amounts by account."""
    return Balance(
        patient_due_cents=amounts.get(Account.PATIENT_RECEIVABLE, 0),
        insurance_pending_cents=amounts.get(Account.INSURANCE_RECEIVABLE, 0),
        unapplied_cents=-amounts.get(Account.UNAPPLIED_PAYMENTS, 0),
    )
