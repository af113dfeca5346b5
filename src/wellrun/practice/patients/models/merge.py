"""Merged charts: which became a pointer to which, and what moved with it, so that it can be undone."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record


class Merge(Record):
    """One chart merged into another. `changed` holds the survivor's fields that took another value, as
    {name: [before, after]}; `ssn_before` is the survivor's sealed number where that of the merged chart was taken,
    empty where there was none."""

    guard = Guard(
        rows=Rows.ORGANIZATION,
        fields=Sensitivity.PHI,
        compartment="compartment",
        plain=frozenset({"id", "organization_id", "compartment", "merged_at", "merged_by_id", "undone_at"}),
        secret=frozenset({"ssn_before", "ssn_index_before"}),
    )

    organization_id = models.UUIDField()
    compartment = models.CharField(max_length=12)
    survivor = models.ForeignKey("patients.Patient", on_delete=models.PROTECT, related_name="+")
    merged = models.ForeignKey("patients.Patient", on_delete=models.PROTECT, related_name="+")
    changed = models.JSONField(default=dict)
    ssn_taken = models.BooleanField(default=False)
    ssn_before = models.BinaryField(default=b"")
    ssn_index_before = models.CharField(max_length=64, default="")
    reason = models.CharField(max_length=200)
    merged_at = models.DateTimeField()
    merged_by_id = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by_id = models.UUIDField(null=True)
    undone_because = models.CharField(max_length=200, default="")

    class Meta:
        db_table = "patients_merge"
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=models.Q(undone_at__isnull=True), name="merge_in_force_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(survivor=models.F("merged")), name="merge_of_two_charts"
            ),
        ]


class MovedRows(Record):
    """Which rows of one table a merge moved from the merged chart to the survivor."""

    guard = Guard(
        rows=Rows.ORGANIZATION,
        compartment="compartment",
        audited=False,
    )

    organization_id = models.UUIDField()
    compartment = models.CharField(max_length=12)
    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="moved")
    table = models.CharField(max_length=60)
    row_ids = ArrayField(models.UUIDField())

    class Meta:
        db_table = "patients_moved_rows"
