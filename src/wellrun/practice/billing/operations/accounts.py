"""Opening and locking patient accounts, and giving out numbers without gaps."""

from __future__ import annotations

import uuid

from django.db import connection

from wellrun.platform.access.api import NotFound
from wellrun.platform.database.ids import new_id
from wellrun.practice.billing.models import PatientAccount
from wellrun.practice.billing.queries.accounts import known_account
from wellrun.practice.organization.api import place_of
from wellrun.practice.patients.api import patient as find_patient


def account_for(patient_id: uuid.UUID, organization_id: uuid.UUID) -> PatientAccount:
    """The patient's account, opened when there is none; two at once get the same one."""
    known = known_account(patient_id)
    if known:
        return known
    # Of a chart that was merged, the account is the survivor's.
    patient = find_patient(patient_id)
    if patient is None or patient.organization_id != organization_id:
        raise NotFound()
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into billing_patient_account (id, organization_id, compartment, patient_id)"
            " values (%s, %s, %s, %s) on conflict (patient_id) where joined_to_id is null do nothing",
            [new_id(), organization_id, patient.compartment, patient.id],
        )
    return PatientAccount.objects.get(patient_id=patient.id, joined_to__isnull=True)


def lock_account(account_id: uuid.UUID) -> PatientAccount:
    """The account, locked until the transaction ends: money of one patient moves one act at a time. Of one that
    was joined to another, that other."""
    account = PatientAccount.objects.select_for_update().filter(id=account_id).first()
    if account is None:
        raise NotFound()
    return lock_account(account.joined_to_id) if account.joined_to_id else account


def lock_account_of(patient_id: uuid.UUID, organization_id: uuid.UUID) -> PatientAccount:
    """The account of a patient, locked as by `lock_account`, opened when there is none."""
    account = (
        PatientAccount.objects.select_for_update()
        .filter(patient_id=patient_id, joined_to__isnull=True)
        .first()
    )
    return account or lock_account(account_for(patient_id, organization_id).id)


def next_receipt(unit_id: uuid.UUID, organization_id: uuid.UUID) -> int:
    """The next receipt number of the unit's site: a site's receipts have no gap, and none waits for another's."""
    place = place_of(unit_id)
    return place.numbered(next_number(f"receipt {place.series}", organization_id))


def next_number(kind: str, organization_id: uuid.UUID) -> int:
    """The next number of a kind. Others wait for this transaction; if it fails, the number was never given."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into billing_counter (id, organization_id, kind, last) values (%s, %s, %s, 1)"
            " on conflict (organization_id, kind) do update set last = billing_counter.last + 1 returning last",
            [new_id(), organization_id, kind],
        )
        return cursor.fetchone()[0]
