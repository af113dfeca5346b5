"""Statements."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record
from wellrun.practice.billing.models.account import PatientAccount


class Statement(Record):
    """A statement sent to a patient: the amount it asks for, and the filed page as it was sent."""

    guard = Guard(rows=Rows.ORGANIZATION, fields=Sensitivity.PHI, compartment="compartment")

    organization_id = models.UUIDField()
    compartment = models.CharField(max_length=12, default="normal")
    account = models.ForeignKey(PatientAccount, on_delete=models.PROTECT, related_name="statements")
    number = models.BigIntegerField()
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    issued_by_id = models.UUIDField(null=True)
    balance_cents = models.BigIntegerField()
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "billing_statement"
        constraints = [
            models.UniqueConstraint(fields=["organization_id", "number"], name="statement_number_once"),
            models.CheckConstraint(condition=models.Q(balance_cents__gt=0), name="statement_asks_for_money"),
        ]
        indexes = [models.Index(fields=["account", "-issued_on"], name="statement_by_account")]
