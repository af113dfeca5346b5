"""Documents."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record


class Category(models.TextChoices):
    """Where a document is filed."""

    IDENTIFICATION = "identification", "Identification"
    INSURANCE_CARD = "insurance card", "Insurance card"
    CONSENT = "consent", "Consent"
    CLINICAL = "clinical", "Clinical record"
    CORRESPONDENCE = "correspondence", "Correspondence"
    STATEMENT = "statement", "Statement"
    RECEIPT = "receipt", "Receipt"
    OTHER = "other", "Other"


class Document(Record):
    """One filed document. `subject_type` and `subject_id` say what else it is about, e.g. a visit or a claim."""

    guard = Guard(rows=Rows.ORGANIZATION, fields=Sensitivity.PHI, compartment="compartment")

    organization_id = models.UUIDField()
    compartment = models.CharField(max_length=12, default="normal")
    patient_id = models.UUIDField(null=True)
    subject_type = models.CharField(max_length=30, default="")
    subject_id = models.UUIDField(null=True)
    category = models.CharField(max_length=20, choices=Category.choices)
    title = models.CharField(max_length=150)
    media_type = models.CharField(max_length=60)
    size_bytes = models.IntegerField()
    digest = models.CharField(max_length=64)
    filed_at = models.DateTimeField()
    filed_by_id = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=200, default="")

    class Meta:
        db_table = "documents_document"
        indexes = [
            models.Index(fields=["patient_id", "-filed_at"], name="document_by_patient"),
            models.Index(fields=["subject_type", "subject_id"], name="document_by_subject"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organization_id", "patient_id", "subject_id", "category", "digest"],
                condition=models.Q(withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="document_filed_once",
            )
        ]
