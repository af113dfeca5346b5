"""Patients' coverage."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows, Sensitivity
from wellrun.platform.database.models import Record


class Rank(models.IntegerChoices):
    """Who pays first."""

    PRIMARY = 1, "Primary"
    SECONDARY = 2, "Secondary"
    TERTIARY = 3, "Tertiary"


class Relationship(models.TextChoices):
    """What the patient is to the subscriber, as claims say it (X12 837P, SBR02 and PAT01)."""

    SELF = "18", "Self"
    SPOUSE = "01", "Spouse"
    CHILD = "19", "Child"
    OTHER = "G8", "Other"


class VerifiedResult(models.TextChoices):
    """What the payer answered when it was asked."""

    ACTIVE = "active", "Active"
    INACTIVE = "inactive", "Inactive"
    UNKNOWN = "unknown", "Not known"


class Coverage(Record):
    """One patient's insurance by one payer during [starts_on, ends_on); `ends_on` is the first day without.

    The subscriber's fields are empty where the patient is the subscriber. `copay_cents` goes before the plan's.
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
    plan = models.ForeignKey("coverage.Plan", on_delete=models.PROTECT, null=True, related_name="+")
    rank = models.SmallIntegerField(choices=Rank.choices)
    member_id = models.CharField(max_length=30)
    group_number = models.CharField(max_length=30, default="")
    relationship = models.CharField(max_length=2, choices=Relationship.choices, default=Relationship.SELF)
    subscriber_given_name = models.CharField(max_length=35, default="")
    subscriber_family_name = models.CharField(max_length=60, default="")
    subscriber_birth_on = models.DateField(null=True)
    subscriber_sex = models.CharField(max_length=1, default="")
    subscriber_street = models.CharField(max_length=55, default="")
    subscriber_city = models.CharField(max_length=30, default="")
    subscriber_state = models.CharField(max_length=2, default="")
    subscriber_zip = models.CharField(max_length=9, default="")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    copay_cents = models.IntegerField(null=True)
    verified_at = models.DateTimeField(null=True)
    verified_result = models.CharField(max_length=8, choices=VerifiedResult.choices, default="")
    added_at = models.DateTimeField()

    class Meta:
        db_table = "coverage_coverage"
        indexes = [models.Index(fields=["patient", "rank", "starts_on"], name="coverage_by_patient")]
        constraints = [
            models.CheckConstraint(condition=models.Q(rank__in=[1, 2, 3]), name="coverage_rank_known"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="coverage_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(copay_cents__isnull=True) | models.Q(copay_cents__gte=0),
                name="coverage_copay_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(relationship="18")
                | (~models.Q(subscriber_family_name="") & models.Q(subscriber_birth_on__isnull=False)),
                name="coverage_subscriber_named",
            ),
        ]

    @property
    def expected_copay_cents(self) -> int | None:
        """The copay of this coverage, or else its plan's; None when neither is known."""
        if self.copay_cents is not None:
            return self.copay_cents
        return self.plan.copay_cents if self.plan else None
