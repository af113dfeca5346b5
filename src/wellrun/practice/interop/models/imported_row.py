"""What was brought in already: one record for each row of a source's tables."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record


class ImportedRow(Record):
    """One line of one table of a source, and the record it became (or was merged into).

    `key` is the row's own id, or its natural key where the table has no ids; `digest` the SHA-256 of its values,
    by which a changed row is told. `leftover` holds the columns that nothing else here keeps. Rows about a patient
    carry the patient and the compartment.
    """

    guard = Guard(
        rows=Rows.ORGANIZATION,
        fields=Sensitivity.PHI,
        compartment="compartment",
        plain=frozenset({"id", "organization_id", "compartment", "source", "table", "imported_at", "merged"}),
    )

    organization_id = models.UUIDField()
    compartment = models.CharField(max_length=12, default="normal")
    source = models.CharField(max_length=20)
    table = models.CharField(max_length=30)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    patient = models.ForeignKey("patients.Patient", on_delete=models.PROTECT, null=True, related_name="+")
    target_type = models.CharField(max_length=30)
    target_id = models.UUIDField()
    merged = models.BooleanField(default=False)
    leftover = models.JSONField(default=dict)
    imported_at = models.DateTimeField()

    class Meta:
        db_table = "interop_imported_row"
        constraints = [
            models.UniqueConstraint(
                fields=["organization_id", "source", "table", "key"], name="imported_row_once"
            )
        ]
        indexes = [
            models.Index(fields=["target_type", "target_id"], name="imported_row_by_target"),
            models.Index(fields=["patient"], name="imported_row_by_patient"),
        ]
