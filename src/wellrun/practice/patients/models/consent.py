"""Consents."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record


class ConsentKind(models.TextChoices):
    """What a patient signs at an office."""

    TREATMENT = "treatment", "Consent to treatment"
    PRIVACY_NOTICE = "privacy notice", "Receipt of the privacy notice"
    FINANCIAL = "financial", "Financial responsibility"
    ASSIGNMENT = "assignment", "Assignment of benefits"
    MESSAGES = "messages", "Text messages and calls"


class Consent(Record):
    """One signature. `expires_on` is the first day on which it no longer counts; empty: it does not lapse."""

    guard = Guard(
        rows=Rows.ORGANIZATION,
        fields=Sensitivity.PHI,
        compartment="compartment",
        plain=frozenset({"id", "organization_id", "compartment", "witnessed_by_id"}),
    )

    organization_id = models.UUIDField()
    compartment = models.CharField(max_length=12)
    patient = models.ForeignKey("patients.Patient", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=ConsentKind.choices)
    signed_at = models.DateTimeField()
    witnessed_by_id = models.UUIDField(null=True)
    expires_on = models.DateField(null=True)
    document_id = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "patients_consent"
        indexes = [models.Index(fields=["patient", "kind"], name="consent_by_patient")]
