"""Journal entries and their lines."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record
from wellrun.practice.ledger.chart import ACCOUNTS


class JournalEntry(Record):
    """One balanced posting. `source_key` names the one thing that caused it, e.g. `remittance:<id>:claim:<n>`.

    `effective_on` is the office's day that the money belongs to; `posted_at` the instant it was written.
    """

    guard = Guard(rows=Rows.ORGANIZATION, fields=Sensitivity.PHI, frozen=True, audited=False)

    organization_id = models.UUIDField()
    source_kind = models.CharField(max_length=30)
    source_key = models.CharField(max_length=160)
    effective_on = models.DateField()
    posted_at = models.DateTimeField()
    posted_by_id = models.UUIDField(null=True)
    memo = models.CharField(max_length=200, default="")
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")

    class Meta:
        db_table = "ledger_entry"
        constraints = [
            models.UniqueConstraint(fields=["organization_id", "source_key"], name="ledger_source_once")
        ]
        indexes = [models.Index(fields=["organization_id", "effective_on"], name="ledger_entry_by_day")]


class JournalLine(Record):
    """One line: positive cents are a debit, negative a credit. The ids beside it are what it can be read by."""

    guard = Guard(rows=Rows.ORGANIZATION, fields=Sensitivity.PHI, frozen=True, audited=False)

    organization_id = models.UUIDField()
    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="lines")
    account = models.CharField(max_length=4, choices=[(a.value, name) for a, (name, _) in ACCOUNTS.items()])
    amount_cents = models.BigIntegerField()
    effective_on = models.DateField()
    patient_account_id = models.UUIDField(null=True)
    claim_id = models.UUIDField(null=True)
    charge_id = models.UUIDField(null=True)
    payer_id = models.UUIDField(null=True)
    unit_id = models.UUIDField(null=True)
    provider_id = models.UUIDField(null=True)
    drawer_id = models.UUIDField(null=True)
    vendor_id = models.UUIDField(null=True)
    employee_id = models.UUIDField(null=True)
    item_id = models.UUIDField(null=True)

    class Meta:
        db_table = "ledger_line"
        constraints = [
            models.CheckConstraint(condition=~models.Q(amount_cents=0), name="ledger_line_is_not_nothing")
        ]
        indexes = [
            models.Index(fields=["organization_id", "effective_on", "account"], name="ledger_line_by_day"),
            models.Index(fields=["patient_account_id", "account"], name="ledger_line_by_patient"),
            models.Index(fields=["claim_id"], name="ledger_line_by_claim"),
            models.Index(fields=["charge_id"], name="ledger_line_by_charge"),
            models.Index(fields=["drawer_id"], name="ledger_line_by_drawer"),
        ]
