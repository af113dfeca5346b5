"""Social Security numbers, sealed."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record


class SealedSsn(Record):
    """A patient's number, encrypted for its row alone, with a keyed hash for exact comparison."""

    guard = Guard(
        rows=Rows.ORGANIZATION,
        fields=Sensitivity.PHI,
        compartment="compartment",
        plain=frozenset({"id", "organization_id", "compartment", "changed_at"}),
        secret=frozenset({"sealed", "blind_index"}),
    )

    patient = models.OneToOneField("patients.Patient", on_delete=models.PROTECT, related_name="+")
    organization_id = models.UUIDField()
    compartment = models.CharField(max_length=12)
    sealed = models.BinaryField()
    blind_index = models.CharField(max_length=64, db_index=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "patients_sealed_ssn"
