"""Moves of charts between compartments."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record


class CompartmentMove(Record):
    """One move of a chart: from where, to where, since when, by whom and why. `compartment` follows the chart."""

    guard = Guard(
        rows=Rows.ORGANIZATION,
        fields=Sensitivity.PHI,
        compartment="compartment",
        plain=frozenset({"id", "organization_id", "compartment", "moved_at", "moved_by_id"}),
    )

    organization_id = models.UUIDField()
    compartment = models.CharField(max_length=12)
    patient = models.ForeignKey("patients.Patient", on_delete=models.PROTECT, related_name="+")
    from_compartment = models.CharField(max_length=12)
    to_compartment = models.CharField(max_length=12)
    reason = models.CharField(max_length=200)
    moved_at = models.DateTimeField()
    moved_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "patients_compartment_move"
        indexes = [models.Index(fields=["patient", "-moved_at"], name="compartment_move_by_patient")]
