"""Codes of diagnoses and procedures."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class DiagnosisCode(Record):
    """A code of ICD-10-CM, without its dot. Only `billable` ones may stand on a claim; others are headings.

    The days are [effective_from, effective_to); empty ones mean that no edition we loaded began or ended it.
    """

    guard = Guard(rows=Rows.OPEN, audited=False)

    code = models.CharField(max_length=7)
    text = models.CharField(max_length=300)
    billable = models.BooleanField()
    effective_from = models.DateField(null=True)
    effective_to = models.DateField(null=True)
    words = models.GeneratedField(
        expression=SearchVector("text", config="english"), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        db_table = "billing_diagnosis_code"
        constraints = [models.UniqueConstraint(fields=["code"], name="diagnosis_code_once")]
        indexes = [
            GinIndex(fields=["words"], name="diagnosis_by_words"),
            models.Index(fields=["code"], opclasses=["varchar_pattern_ops"], name="diagnosis_by_prefix"),
        ]


class ProcedureKind(models.TextChoices):
    """What sort of service a procedure code stands for."""

    VISIT = "visit", "Visit"
    PROCEDURE = "procedure", "Procedure"
    LAB = "lab", "Laboratory"
    IMAGING = "imaging", "Imaging"
    DRUG = "drug", "Drug"
    SUPPLY = "supply", "Supply"
    OTHER = "other", "Other"


class ProcedureCode(Record):
    """A procedure code that the practice bills, under its own nickname; no official texts are shipped."""

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    code = models.CharField(max_length=5)
    nickname = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=ProcedureKind.choices, default=ProcedureKind.OTHER)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "billing_procedure_code"
        constraints = [
            models.UniqueConstraint(fields=["organization_id", "code"], name="procedure_code_once"),
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[0-9A-Z][0-9]{3}[0-9A-Z]$"), name="procedure_code_form"
            ),
        ]
