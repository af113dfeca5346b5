"""Claims and the steps they took."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record


class ClaimState(models.TextChoices):
    """Where a claim stands."""

    DRAFT = "draft", "Draft"
    HELD = "held", "Held"
    READY = "ready", "Ready"
    SUBMITTED = "submitted", "Submitted"
    ACCEPTED = "accepted", "Accepted"
    REJECTED = "rejected", "Rejected"
    PAID = "paid", "Paid"
    PARTLY_PAID = "partly_paid", "Partly paid"
    DENIED = "denied", "Denied"
    CLOSED = "closed", "Closed"


class Claim(Record):
    """One claim to one payer. `number` is CLM01: at most 20 characters, saying nothing of the patient.

    `snapshot` is the claim as it was last judged, frozen once it is sent. Money in cents: of `charge_cents`
    the payer paid `paid_cents`, `adjusted_cents` are written off, `patient_cents` fell to the patient,
    `denied_cents` were refused and are still open. `rank` is 1 for the primary payer.
    """

    guard = Guard(rows=Rows.UNIT, fields=Sensitivity.PHI, compartment="compartment")

    organization_id = models.UUIDField()
    unit_id = models.UUIDField()
    compartment = models.CharField(max_length=12, default="normal")
    version = models.IntegerField(default=1)
    number = models.CharField(max_length=20)
    encounter = models.ForeignKey("billing.Encounter", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("billing.PatientAccount", on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey("patients.Patient", on_delete=models.PROTECT, related_name="+")
    coverage = models.ForeignKey("coverage.Coverage", on_delete=models.PROTECT, related_name="+")
    payer = models.ForeignKey("coverage.Payer", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("workforce.Provider", on_delete=models.PROTECT, related_name="+")
    rank = models.SmallIntegerField(default=1)
    frequency = models.CharField(max_length=1, default="1")
    state = models.CharField(max_length=12, choices=ClaimState.choices, default=ClaimState.DRAFT)
    state_at = models.DateTimeField()
    made_at = models.DateTimeField()
    service_on = models.DateField()
    file_by_on = models.DateField(null=True)
    submitted_at = models.DateTimeField(null=True)
    payer_claim_number = models.CharField(max_length=50, default="")
    charge_cents = models.BigIntegerField(default=0)
    paid_cents = models.BigIntegerField(default=0)
    adjusted_cents = models.BigIntegerField(default=0)
    patient_cents = models.BigIntegerField(default=0)
    denied_cents = models.BigIntegerField(default=0)
    snapshot = models.JSONField(default=dict)

    class Meta:
        db_table = "claims_claim"
        constraints = [
            models.UniqueConstraint(fields=["organization_id", "number"], name="claim_number_once"),
            models.UniqueConstraint(
                fields=["encounter", "rank"],
                condition=models.Q(frequency="1") & ~models.Q(state="closed"),
                name="claim_of_encounter_once",
            ),
        ]
        indexes = [
            models.Index(fields=["unit_id", "state", "service_on"], name="claim_by_state"),
            models.Index(fields=["patient", "-service_on"], name="claim_by_patient"),
            models.Index(fields=["payer", "payer_claim_number"], name="claim_by_payer_number"),
            models.Index(fields=["payer", "service_on", "charge_cents"], name="claim_by_day_and_amount"),
        ]


class ClaimStep(Record):
    """One step of a claim from state to state, with who took it and why. An empty `by_name` is the
    program.
    """

    guard = Guard(rows=Rows.UNIT, fields=Sensitivity.PHI, compartment="compartment")

    organization_id = models.UUIDField()
    unit_id = models.UUIDField()
    compartment = models.CharField(max_length=12, default="normal")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="steps")
    from_state = models.CharField(max_length=12, default="")
    to_state = models.CharField(max_length=12)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=120, default="")
    reason = models.CharField(max_length=300, default="")

    class Meta:
        db_table = "claims_step"
        indexes = [models.Index(fields=["claim", "at"], name="claim_step_by_claim")]
