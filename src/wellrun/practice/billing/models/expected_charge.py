"""Charges that are expected for what was done at a hospital."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record


class ExpectedCharge(Record):
    """A hospital case that was done and must be charged. `encounter` is the one whose charges met it; `met_at` is
    empty while they are missing."""

    guard = Guard(rows=Rows.UNIT, fields=Sensitivity.PHI, compartment="compartment")

    organization_id = models.UUIDField()
    unit_id = models.UUIDField()
    compartment = models.CharField(max_length=12, default="normal")
    patient = models.ForeignKey("patients.Patient", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("workforce.Provider", on_delete=models.PROTECT, related_name="+")
    case = models.OneToOneField("procedures.Case", on_delete=models.PROTECT, related_name="+")
    service_on = models.DateField()
    place_of_service = models.CharField(max_length=2)
    codes = models.CharField(max_length=100, default="", blank=True)
    expected_at = models.DateTimeField()
    encounter = models.ForeignKey("billing.Encounter", on_delete=models.PROTECT, null=True, related_name="+")
    met_at = models.DateTimeField(null=True)
    dropped_because = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        db_table = "billing_expected_charge"
        indexes = [
            models.Index(
                fields=["unit_id", "service_on"],
                condition=models.Q(met_at__isnull=True),
                name="expected_charge_open",
            ),
            models.Index(fields=["patient", "service_on"], name="expected_charge_by_patient"),
        ]
