"""Claims of the past and what happened to their money."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record
from wellrun.practice.interop.models.directory import ImportedOrganization, ImportedProvider
from wellrun.practice.interop.models.visit import ImportedEncounter

_PLAIN = frozenset({"id", "organization_id", "compartment"})


class ImportedClaim(Record):
    """One past claim. Statuses and `stated_…` amounts are what the source's own claim row says.

    The `…_open_cents` are computed from the transactions, by who owes: negative means more was paid than charged.
    `charged_cents` and `paid_cents` are the sums of the charges and of the payments and adjustments.
    `opening_entry_id` is the ledger entry that brought the open balance in, where there was one.
    """

    guard = Guard(rows=Rows.ORGANIZATION, fields=Sensitivity.PHI, compartment="compartment", plain=_PLAIN)

    organization_id = models.UUIDField()
    compartment = models.CharField(max_length=12)
    patient = models.ForeignKey("patients.Patient", on_delete=models.PROTECT, related_name="+")
    encounter = models.ForeignKey(ImportedEncounter, on_delete=models.PROTECT, null=True, related_name="+")
    provider = models.ForeignKey(ImportedProvider, on_delete=models.PROTECT, null=True, related_name="+")
    primary_payer = models.ForeignKey("coverage.Payer", on_delete=models.PROTECT, null=True, related_name="+")
    secondary_payer = models.ForeignKey(
        "coverage.Payer", on_delete=models.PROTECT, null=True, related_name="+"
    )
    institutional = models.BooleanField()
    diagnoses = ArrayField(models.CharField(max_length=18), default=list)
    service_at = models.DateTimeField()
    status_primary = models.CharField(max_length=10, default="")
    status_secondary = models.CharField(max_length=10, default="")
    status_patient = models.CharField(max_length=10, default="")
    stated_primary_cents = models.BigIntegerField(null=True)
    stated_secondary_cents = models.BigIntegerField(null=True)
    stated_patient_cents = models.BigIntegerField(null=True)
    charged_cents = models.BigIntegerField(default=0)
    paid_cents = models.BigIntegerField(default=0)
    primary_open_cents = models.BigIntegerField(default=0)
    secondary_open_cents = models.BigIntegerField(default=0)
    patient_open_cents = models.BigIntegerField(default=0)
    opening_entry_id = models.UUIDField(null=True)

    class Meta:
        db_table = "interop_claim"
        indexes = [models.Index(fields=["patient", "-service_at"], name="interop_claim_by_patient")]


class TransactionKind(models.TextChoices):
    """What a transaction does to the open balance of its charge."""

    CHARGE = "CHARGE", "Charge"
    PAYMENT = "PAYMENT", "Payment"
    ADJUSTMENT = "ADJUSTMENT", "Adjustment"
    TRANSFER_OUT = "TRANSFEROUT", "Moved away"
    TRANSFER_IN = "TRANSFERIN", "Moved to"


class ImportedTransaction(Record):
    """One step of a past claim's money. A charge is a line of the claim; the others name it by `charge_position`.

    `position` is the source's number of the step. `party` is who owes what a charge or a transfer opens:
    1 the primary payer, 2 the secondary, p the patient. `stated_open_cents` is what the source says remained.
    """

    guard = Guard(rows=Rows.ORGANIZATION, fields=Sensitivity.PHI, compartment="compartment", plain=_PLAIN)

    organization_id = models.UUIDField()
    compartment = models.CharField(max_length=12)
    patient = models.ForeignKey("patients.Patient", on_delete=models.PROTECT, related_name="+")
    claim = models.ForeignKey(ImportedClaim, on_delete=models.PROTECT, related_name="transactions")
    position = models.IntegerField()
    charge_position = models.IntegerField()
    kind = models.CharField(max_length=11, choices=TransactionKind.choices)
    party = models.CharField(max_length=1, default="")
    amount_cents = models.BigIntegerField()
    method = models.CharField(max_length=10, default="")
    procedure_code = models.CharField(max_length=18)
    text = models.CharField(max_length=200, default="")
    units = models.IntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    facility = models.ForeignKey(ImportedOrganization, on_delete=models.PROTECT, null=True, related_name="+")
    provider = models.ForeignKey(ImportedProvider, on_delete=models.PROTECT, null=True, related_name="+")
    stated_open_cents = models.BigIntegerField(null=True)

    class Meta:
        db_table = "interop_transaction"
        constraints = [
            models.UniqueConstraint(fields=["claim", "position"], name="interop_transaction_position_once")
        ]
