"""The running balance of each account for each patient account, kept by the database from the lines themselves."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.ids import new_id


class AccountBalance(models.Model):
    """Balance in cents of one account for one patient account. Written by a trigger on the lines, never by us."""

    guard = Guard(rows=Rows.ORGANIZATION, fields=Sensitivity.PHI, audited=False, kept_by_database=True)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField()
    account = models.CharField(max_length=4)
    patient_account_id = models.UUIDField()
    balance_cents = models.BigIntegerField()

    class Meta:
        db_table = "ledger_balance"
        constraints = [
            models.UniqueConstraint(fields=["patient_account_id", "account"], name="ledger_balance_once")
        ]
