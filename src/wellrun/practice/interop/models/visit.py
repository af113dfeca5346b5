"""Visits elsewhere and before, as the source tells them."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record
from wellrun.practice.interop.models.directory import ImportedOrganization, ImportedProvider


class ImportedEncounter(Record):
    """One past visit. `kind` is the source's class of encounter; codes are SNOMED CT; amounts in cents.

    `payer` is empty where the patient paid alone. `payer_paid_cents` is what the source says the payer covered.
    """

    guard = Guard(
        rows=Rows.ORGANIZATION,
        fields=Sensitivity.PHI,
        compartment="compartment",
        plain=frozenset({"id", "organization_id", "compartment"}),
    )

    organization_id = models.UUIDField()
    compartment = models.CharField(max_length=12)
    patient = models.ForeignKey("patients.Patient", on_delete=models.PROTECT, related_name="+")
    facility = models.ForeignKey(ImportedOrganization, on_delete=models.PROTECT, null=True, related_name="+")
    provider = models.ForeignKey(ImportedProvider, on_delete=models.PROTECT, null=True, related_name="+")
    payer = models.ForeignKey("coverage.Payer", on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=30)
    code = models.CharField(max_length=18)
    text = models.CharField(max_length=200)
    reason_code = models.CharField(max_length=18, default="")
    reason = models.CharField(max_length=200, default="")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    base_cost_cents = models.BigIntegerField()
    total_cost_cents = models.BigIntegerField()
    payer_paid_cents = models.BigIntegerField()

    class Meta:
        db_table = "interop_encounter"
        indexes = [models.Index(fields=["patient", "-starts_at"], name="interop_encounter_by_patient")]
