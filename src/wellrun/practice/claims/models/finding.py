"""What the edits found in a claim."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record
from wellrun.practice.claims.models.claim import Claim


class EditFinding(Record):
    """One finding of one rule. `severity` is R (would be rejected), D (likely denied) or W (advice).

    `path` is the page on which it is mended. It stands until `gone_at`; a D finding may be overridden by a
    named person with a reason, which holds as long as the same finding stands.
    """

    guard = Guard(rows=Rows.UNIT, fields=Sensitivity.PHI, compartment="compartment")

    organization_id = models.UUIDField()
    unit_id = models.UUIDField()
    compartment = models.CharField(max_length=12, default="normal")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="findings")
    rule_id = models.CharField(max_length=60)
    rule_version = models.SmallIntegerField()
    severity = models.CharField(max_length=1)
    outcome = models.CharField(max_length=9)
    sentence = models.CharField(max_length=500)
    link = models.CharField(max_length=60, default="")
    place = models.CharField(max_length=30, default="")
    path = models.CharField(max_length=200, default="")
    found_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    overridden_at = models.DateTimeField(null=True)
    overridden_by_id = models.UUIDField(null=True)
    overridden_by_name = models.CharField(max_length=120, default="")
    override_reason = models.CharField(max_length=300, default="")

    class Meta:
        db_table = "claims_finding"
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "rule_id", "place"],
                condition=models.Q(gone_at__isnull=True),
                name="finding_stands_once",
            ),
            models.CheckConstraint(condition=models.Q(severity__in=["R", "D", "W"]), name="finding_severity"),
            models.CheckConstraint(
                condition=models.Q(overridden_at__isnull=True)
                | (models.Q(severity="D", overridden_by_id__isnull=False) & ~models.Q(override_reason="")),
                name="finding_overridden_by_somebody_for_a_reason",
            ),
        ]
