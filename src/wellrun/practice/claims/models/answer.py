"""What was answered about a claim before it was paid or denied."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record
from wellrun.practice.claims.models.claim import Claim


class ClaimAnswer(Record):
    """One acknowledgement of one claim: `kind` is 999 or 277CA, `category` A1, A2, A3 … of a 277CA."""

    guard = Guard(rows=Rows.UNIT, fields=Sensitivity.PHI, compartment="compartment")

    organization_id = models.UUIDField()
    unit_id = models.UUIDField()
    compartment = models.CharField(max_length=12, default="normal")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="answers")
    transmission = models.ForeignKey(
        "exchange.Transmission", on_delete=models.PROTECT, null=True, related_name="+"
    )
    kind = models.CharField(max_length=6)
    category = models.CharField(max_length=4, default="")
    codes = models.CharField(max_length=120, default="")
    accepted = models.BooleanField()
    source = models.CharField(max_length=60, default="")
    sentence = models.CharField(max_length=500, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "claims_answer"
        indexes = [models.Index(fields=["claim", "at"], name="claim_answer_by_claim")]
