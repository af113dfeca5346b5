"""Patient accounts, and the counters of numbers that may have no gaps."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record


class PatientAccount(Record):
    """One patient's account. It holds no balance: every amount is a reading of the ledger under this id.

    The account of a chart that was merged is `joined_to` the survivor's: it keeps its own lines and is read and
    locked together with that one.
    """

    guard = Guard(rows=Rows.ORGANIZATION, fields=Sensitivity.PHI, compartment="compartment")

    organization_id = models.UUIDField()
    compartment = models.CharField(max_length=12, default="normal")
    patient = models.ForeignKey("patients.Patient", on_delete=models.PROTECT, related_name="+")
    joined_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "billing_patient_account"
        constraints = [
            models.UniqueConstraint(
                fields=["patient"], condition=models.Q(joined_to__isnull=True), name="patient_account_once"
            )
        ]


class Counter(Record):
    """The last number given out of one kind (`receipt 2` are the receipts of the second site's series) in an
    organization; its row lock makes the numbers gapless."""

    guard = Guard(rows=Rows.ORGANIZATION, audited=False)

    organization_id = models.UUIDField()
    kind = models.CharField(max_length=12)
    last = models.BigIntegerField(default=0)

    class Meta:
        db_table = "billing_counter"
        constraints = [
            models.UniqueConstraint(fields=["organization_id", "kind"], name="billing_counter_once")
        ]
