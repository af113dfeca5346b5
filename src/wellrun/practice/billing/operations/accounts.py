"""Opening and locking patient accounts, and giving out numbers without gaps."""

from __future__ import annotations

import uuid

from django.db import connection

from wellrun.platform.access.api import NotFound
from wellrun.platform.database.ids import new_id
from wellrun.practice.billing.models import PatientAccount
from wellrun.practice.patients.api import Patient


def account_for(patient_id: uuid.UUID, organization_id: uuid.UUID) -> PatientAccount:
    """The patient's account, opened when there is none; two at once get the same one."""
    known = PatientAccount.objects.filter(patient_id=patient_id).first()
    if known:
        return known
    patient = Patient.objects.filter(id=patient_id, organization_id=organization_id).first()
    if patient is None:
        raise NotFound()
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into billing_patient_account (id, organization_id, compartment, patient_id)"
            " values (%s, %s, %s, %s) on conflict (patient_id) do nothing",
            [new_id(), organization_id, patient.compartment, patient_id],
        )
    return PatientAccount.objects.get(patient_id=patient_id)


def lock_account(account_id: uuid.UUID) -> PatientAccount:
    """The account, locked until the transaction ends: money of one patient moves one act at a time."""
    account = PatientAccount.objects.select_for_update().filter(id=account_id).first()
    if account is None:
        raise NotFound()
    return account


def lock_account_of(patient_id: uuid.UUID, organization_id: uuid.UUID) -> PatientAccount:
    """The account of a patient, locked as by `lock_account`, opened when there is none."""
    account = PatientAccount.objects.select_for_update().filter(patient_id=patient_id).first()
    return account or lock_account(account_for(patient_id, organization_id).id)


def next_number(kind: str, organization_id: uuid.UUID) -> int:
    """The next number of a kind. Others wait for this transaction; if it fails, the number was never given."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into billing_counter (id, organization_id, kind, last) values (%s, %s, %s, 1)"
            " on conflict (organization_id, kind) do update set last = billing_counter.last + 1 returning last",
            [new_id(), organization_id, kind],
        )
        return cursor.fetchone()[0]
