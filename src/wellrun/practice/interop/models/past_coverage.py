"""Insurance of the past that cannot stand among the coverages a claim is made from."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record


class ImportedCoverage(Record):
    """Insurance during [starts_on, ends_on) whose subscriber the source names without a birth date.

    A claim cannot be made from it, so it is kept here and not in the coverage room. `relation` is the source's word
    for whose policy it was, `subscriber` the name it gives.
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
    payer = models.ForeignKey("coverage.Payer", on_delete=models.PROTECT, related_name="+")
    rank = models.SmallIntegerField()
    member_id = models.CharField(max_length=40)
    relation = models.CharField(max_length=20)
    subscriber = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        db_table = "interop_past_coverage"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")), name="past_coverage_has_days"
            )
        ]
        indexes = [models.Index(fields=["patient", "-starts_on"], name="past_coverage_by_patient")]
