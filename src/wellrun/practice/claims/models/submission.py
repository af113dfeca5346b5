"""Submissions: batches of claims as they were sent."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record
from wellrun.practice.claims.models.claim import Claim


class ControlCounter(Record):
    """The last number given out under a name; taking the next locks the row until the transaction ends."""

    guard = Guard(rows=Rows.ORGANIZATION, audited=False)

    organization_id = models.UUIDField()
    name = models.CharField(max_length=20)
    last = models.BigIntegerField(default=0)

    class Meta:
        db_table = "claims_counter"
        constraints = [
            models.UniqueConstraint(fields=["organization_id", "name"], name="claims_counter_once")
        ]


class Submission(Record):
    """One 837P. `number` is ISA13 and GS06, `reference` BHT03; `verdict` is what the 999 said (A, E, P,
    R).
    """

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    number = models.BigIntegerField()
    reference = models.CharField(max_length=50)
    transmission = models.ForeignKey(
        "exchange.Transmission", on_delete=models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField()
    submitted_by_id = models.UUIDField(null=True)
    submitted_by_name = models.CharField(max_length=120, default="")
    claim_count = models.IntegerField()
    charge_cents = models.BigIntegerField()
    verdict = models.CharField(max_length=1, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "claims_submission"
        constraints = [
            models.UniqueConstraint(fields=["organization_id", "number"], name="submission_number_once"),
            models.UniqueConstraint(
                fields=["organization_id", "reference"], name="submission_reference_once"
            ),
        ]


class SubmissionClaim(Record):
    """A claim in a submission. `live` until the claim is rejected and may go into another; one live row a
    claim.
    """

    guard = Guard(rows=Rows.UNIT, fields=Sensitivity.PHI, compartment="compartment")

    organization_id = models.UUIDField()
    unit_id = models.UUIDField()
    compartment = models.CharField(max_length=12, default="normal")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="members")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="submissions")
    set_number = models.CharField(max_length=9)
    live = models.BooleanField(default=True)

    class Meta:
        db_table = "claims_submission_claim"
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=models.Q(live=True), name="claim_submitted_once"
            )
        ]
