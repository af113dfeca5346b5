"""A patient's history: what is known, from whom, since when, until when."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record


class HistoryKind(models.TextChoices):
    """The parts of a history."""

    PROBLEM = "problem", "Problems"
    ALLERGY = "allergy", "Allergies"
    MEDICATION = "medication", "Medications"
    SURGERY = "surgery", "Surgeries"
    FAMILY = "family", "Family history"
    SOCIAL = "social", "Social history"
    IMMUNIZATION = "immunization", "Immunizations"


class CodeSystem(models.TextChoices):
    """The vocabularies that entries are coded in."""

    NONE = "none", "Not coded"
    ICD10CM = "icd10cm", "ICD-10-CM"
    SNOMED = "snomed", "SNOMED CT"
    RXNORM = "rxnorm", "RxNorm"
    CVX = "cvx", "CVX"
    HCPCS = "hcpcs", "HCPCS"


class HistorySource(models.TextChoices):
    """Who told it."""

    PATIENT = "patient", "Patient"
    FAMILY = "family", "Family or proxy"
    PROVIDER = "provider", "Provider here"
    OUTSIDE = "outside", "Outside record"
    PHARMACY = "pharmacy", "Pharmacy"
    REGISTRY = "registry", "Registry"


class HistoryEntry(Record):
    """One entry in force during [onset_on, ended_on); either end may be unknown. `detail` is a reaction, a dose
    or a relation. An entry is ended with a reason, never deleted."""

    guard = Guard(
        rows=Rows.ORGANIZATION,
        fields=Sensitivity.PHI,
        compartment="compartment",
        plain=frozenset({"id", "organization_id", "compartment", "recorded_at", "recorded_by_id"}),
    )

    organization_id = models.UUIDField()
    compartment = models.CharField(max_length=12)
    patient = models.ForeignKey("patients.Patient", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=HistoryKind.choices)
    code_system = models.CharField(max_length=8, choices=CodeSystem.choices, default=CodeSystem.NONE)
    code = models.CharField(max_length=18, default="")
    text = models.CharField(max_length=200)
    detail = models.CharField(max_length=200, default="")
    source = models.CharField(max_length=8, choices=HistorySource.choices)
    onset_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=200, default="")
    recorded_at = models.DateTimeField()
    recorded_by_id = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "patients_history_entry"
        indexes = [models.Index(fields=["patient", "kind"], name="history_by_patient")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True)
                | models.Q(onset_on__isnull=True)
                | models.Q(ended_on__gte=models.F("onset_on")),
                name="history_ends_after_onset",
            ),
            models.CheckConstraint(
                condition=models.Q(code_system="none", code="")
                | (~models.Q(code_system="none") & ~models.Q(code="")),
                name="history_code_with_system",
            ),
        ]

    @property
    def in_force(self) -> bool:
        """Whether the entry has not been ended."""
        return self.ended_on is None
