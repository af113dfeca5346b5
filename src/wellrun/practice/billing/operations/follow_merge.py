"""Money and merged charts: accounts are joined, no cent moves, the journal stays as it is (docs/decisions/0008)."""

from __future__ import annotations

import uuid

from wellrun.platform.database.identity import across
from wellrun.platform.ui.formatting import format_day
from wellrun.practice.billing.models import (
    ChargeLine,
    ChargeState,
    Encounter,
    ExpectedCharge,
    PatientAccount,
    Payment,
)
from wellrun.practice.billing.operations.accounts import account_for, lock_account
from wellrun.practice.billing.queries.money import money_of
from wellrun.practice.patients.api import (
    Merge,
    PatientsMerged,
    PatientsUnmerged,
    move_rows,
    move_rows_back,
    moved_ids,
    note_moved,
)

_ACCOUNTS = "billing.patientaccount"
_JOINED = "billing.patientaccount.joined"


def follow_merge(event: PatientsMerged) -> None:
    """Join the merged chart's accounts to the survivor's, which is opened where there was none, and give the
    encounters to the survivor. Charges, payments and postings stay with the account they were made on."""
    theirs = list(PatientAccount.objects.filter(patient_id=event.merged_id).order_by("id"))
    if theirs:
        head = account_for(event.survivor_id, event.organization_id)
        for account_id in sorted([head.id, *(account.id for account in theirs)]):
            PatientAccount.objects.select_for_update().get(id=account_id)
        note_moved(event.merge_id, _ACCOUNTS, [account.id for account in theirs])
        note_moved(event.merge_id, _JOINED, [account.id for account in theirs if account.joined_to_id])
        rows = PatientAccount.objects.filter(id__in=[account.id for account in theirs])
        rows.update(patient_id=event.survivor_id, joined_to=head)
    move_rows(event, Encounter, ExpectedCharge)


def follow_unmerge(event: PatientsUnmerged) -> None:
    """Part the accounts again: each has its own charges and payments still."""
    ids = moved_ids(event.merge_id, _ACCOUNTS)
    joined = set(moved_ids(event.merge_id, _JOINED))
    heads = [account_id for account_id in ids if account_id not in joined]
    PatientAccount.objects.filter(id__in=heads).update(patient_id=event.merged_id, joined_to=None)
    PatientAccount.objects.filter(id__in=joined).update(
        patient_id=event.merged_id, joined_to_id=heads[0] if heads else None
    )
    move_rows_back(event, Encounter, ExpectedCharge)


def money_mixed_since(merge: Merge) -> list[str]:
    """A sentence for each thing that money of both charts has met in since they were merged."""
    theirs = set(moved_ids(merge.id, _ACCOUNTS))
    with across(merge.organization_id):
        return _charged_since(merge, theirs) + _paid_across(theirs)


def _charged_since(merge: Merge, theirs: set[uuid.UUID]) -> list[str]:
    moved = moved_ids(merge.id, Encounter._meta.label_lower)
    lines = ChargeLine.objects.filter(encounter_id__in=moved, state=ChargeState.POSTED).exclude(
        account_id__in=theirs
    )
    days = sorted(set(lines.values_list("service_on", flat=True)))
    return [
        f"The visit of {format_day(day)} came with chart {merge.merged.number} and was charged since."
        " Take those charges back first."
        for day in days
    ]


def _paid_across(theirs: set[uuid.UUID]) -> list[str]:
    if not theirs:
        return []
    money = money_of(lock_account(min(theirs)))
    accounts: dict[uuid.UUID, set[uuid.UUID | None]] = {}
    for line in money.lines:
        accounts.setdefault(line.entry_id, set()).add(line.patient_account_id)
    mixed = {
        one.payment_id
        for one in money.applications
        if one.live and accounts[one.entry_id] & theirs and accounts[one.entry_id] - theirs
    }
    payments = Payment.objects.filter(id__in=mixed).order_by("receipt_number")
    return [
        f"Receipt {payment.receipt_number} was taken for one chart and has paid for a visit of the other since."
        " Void it first, and take it again afterward."
        for payment in payments
    ]
