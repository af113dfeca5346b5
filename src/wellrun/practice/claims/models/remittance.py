"""Remittances: payments of payers, the claims they explain, and the money they move beside."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record
from wellrun.practice.claims.models.claim import Claim


class RemittanceState(models.TextChoices):
    """Where a remittance stands. Only a staged one, which balances, can be posted."""

    STAGED = "staged", "To post"
    POSTED = "posted", "Posted"
    UNBALANCED = "unbalanced", "Does not balance"
    DUPLICATE = "duplicate", "Seen before"
    REPLACED = "replaced", "Replaced by another file"


class Remittance(Record):
    """One check or transfer (one ST*835). `position` counts the payments of its file from 1.

    `trace_number` is TRN02, `payer_trace_id` TRN03, `payer_key` how the file names the payer. `findings` are
    the sentences of the balance at line, claim and payment; `claims_cents` less `moved_cents` (PLB) is
    `amount_cents`.
    """

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    transmission = models.ForeignKey("exchange.Transmission", on_delete=models.PROTECT, related_name="+")
    position = models.SmallIntegerField()
    payer = models.ForeignKey("coverage.Payer", on_delete=models.PROTECT, null=True, related_name="+")
    payer_name = models.CharField(max_length=80)
    payer_key = models.CharField(max_length=80)
    trace_number = models.CharField(max_length=50)
    payer_trace_id = models.CharField(max_length=30)
    method = models.CharField(max_length=3)
    amount_cents = models.BigIntegerField()
    claims_cents = models.BigIntegerField()
    moved_cents = models.BigIntegerField()
    claim_count = models.IntegerField()
    paid_on = models.DateField(null=True)
    staged_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=RemittanceState.choices)
    findings = models.JSONField(default=list)
    first = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    posted_at = models.DateTimeField(null=True)
    posted_on = models.DateField(null=True)
    posted_by_id = models.UUIDField(null=True)
    posted_by_name = models.CharField(max_length=120, default="")
    exception_count = models.IntegerField(default=0)
    unapplied_cents = models.BigIntegerField(default=0)

    class Meta:
        db_table = "claims_remittance"
        constraints = [
            models.UniqueConstraint(fields=["transmission", "position"], name="remittance_of_file_once"),
            models.UniqueConstraint(
                fields=["organization_id", "payer_key", "payer_trace_id", "trace_number"],
                condition=models.Q(state__in=["staged", "posted"]),
                name="remittance_payment_once",
            ),
        ]
        indexes = [
            models.Index(fields=["organization_id", "state", "-staged_at"], name="remittance_by_state"),
            models.Index(fields=["organization_id", "trace_number"], name="remittance_by_trace"),
        ]


class Outcome(models.TextChoices):
    """What became of one claim of a remittance."""

    WAITING = "waiting", "Not posted"
    POSTED = "posted", "Posted"
    EXCEPTION = "exception", "Exception"


class RemittanceClaim(Record):
    """One claim as the payer decided it (one CLP). `unit_id` is the claim's, or the organization when
    unmatched.

    `content` holds the lines and adjustments as they were read; `sentence` says why it is an exception; money
    that an exception brought is unapplied until `settled_at`.
    """

    guard = Guard(rows=Rows.UNIT, fields=Sensitivity.PHI, compartment="compartment")

    organization_id = models.UUIDField()
    unit_id = models.UUIDField()
    compartment = models.CharField(max_length=12, default="normal")
    remittance = models.ForeignKey(Remittance, on_delete=models.PROTECT, related_name="members")
    position = models.IntegerField()
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, related_name="remitted")
    matched_by = models.CharField(max_length=20, default="")
    control_number = models.CharField(max_length=38)
    payer_claim_number = models.CharField(max_length=50, default="")
    patient_name = models.CharField(max_length=120, default="")
    status = models.CharField(max_length=2)
    charge_cents = models.BigIntegerField()
    paid_cents = models.BigIntegerField()
    patient_cents = models.BigIntegerField()
    adjusted_cents = models.BigIntegerField(default=0)
    denied_cents = models.BigIntegerField(default=0)
    content = models.JSONField(default=dict)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, default=Outcome.WAITING)
    sentence = models.CharField(max_length=400, default="")
    entry_id = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "claims_remittance_claim"
        constraints = [
            models.UniqueConstraint(fields=["remittance", "position"], name="remittance_claim_position_once")
        ]
        indexes = [models.Index(fields=["claim"], name="remittance_claim_by_claim")]


class RemittanceAdjustment(Record):
    """Money moved outside any claim (one amount of a PLB). A positive amount lowered the payment."""

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    remittance = models.ForeignKey(Remittance, on_delete=models.PROTECT, related_name="adjustments")
    position = models.IntegerField()
    reason = models.CharField(max_length=3)
    reference = models.CharField(max_length=50, default="")
    amount_cents = models.BigIntegerField()
    account = models.CharField(max_length=4)
    entry_id = models.UUIDField(null=True)

    class Meta:
        db_table = "claims_remittance_adjustment"
        constraints = [
            models.UniqueConstraint(
                fields=["remittance", "position"], name="remittance_adjustment_position_once"
            )
        ]
