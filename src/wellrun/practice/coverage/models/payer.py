"""Payers and their plans."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class PayerKind(models.TextChoices):
    """What sort of payer it is."""

    COMMERCIAL = "commercial", "Commercial"
    BLUE = "blue", "Blue Cross or Blue Shield"
    MEDICARE = "medicare", "Medicare"
    MEDICARE_ADVANTAGE = "medicare advantage", "Medicare Advantage"
    MEDICAID = "medicaid", "Medicaid"
    TRICARE = "tricare", "TRICARE or VA"
    WORKERS_COMPENSATION = "workers compensation", "Workers' compensation"
    AUTO = "auto", "Auto or liability"
    OTHER = "other", "Other"


class FilingIndicator(models.TextChoices):
    """What a claim calls the kind of payer (X12 837P, SBR09), in our words."""

    COMMERCIAL = "CI", "CI: commercial"
    BLUE = "BL", "BL: Blue Cross or Blue Shield"
    HMO = "HM", "HM: health maintenance organization"
    PPO = "12", "12: preferred provider organization"
    MEDICARE_B = "MB", "MB: Medicare Part B"
    MEDICARE_HMO = "16", "16: Medicare managed care"
    MEDICAID = "MC", "MC: Medicaid"
    TRICARE = "CH", "CH: TRICARE"
    VETERANS = "VA", "VA: veterans"
    WORKERS_COMPENSATION = "WC", "WC: workers' compensation"
    AUTO = "AM", "AM: automobile medical"
    OTHER = "ZZ", "ZZ: not known"


class Payer(Record):
    """Who pays. `electronic_id` is how the clearinghouse knows it; `timely_filing_days` count from the service.

    `member_id_pattern` describes its member ids in the small language of `rules/member_id.py`; empty: any.
    `version` counts changes.
    """

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    version = models.IntegerField(default=1)
    name = models.CharField(max_length=60)
    electronic_id = models.CharField(max_length=15)
    filing_indicator = models.CharField(max_length=2, choices=FilingIndicator.choices)
    kind = models.CharField(max_length=20, choices=PayerKind.choices)
    street = models.CharField(max_length=55, default="")
    city = models.CharField(max_length=30, default="")
    state = models.CharField(max_length=2, default="")
    zip = models.CharField(max_length=9, default="")
    phone = models.CharField(max_length=16, default="")
    timely_filing_days = models.SmallIntegerField(default=90)
    member_id_pattern = models.CharField(max_length=120, default="")
    sends_secondary_crossover = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "coverage_payer"
        constraints = [
            models.UniqueConstraint(fields=["organization_id", "name"], name="payer_name_once"),
            models.CheckConstraint(
                condition=models.Q(timely_filing_days__gte=1, timely_filing_days__lte=1100),
                name="payer_timely_filing_sane",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Plan(Record):
    """A product of a payer; `copay_cents` is what an office visit costs the patient unless the coverage says else."""

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    payer = models.ForeignKey("coverage.Payer", on_delete=models.PROTECT, related_name="plans")
    name = models.CharField(max_length=60)
    copay_cents = models.IntegerField(null=True)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "coverage_plan"
        constraints = [
            models.UniqueConstraint(fields=["payer", "name"], name="plan_name_once"),
            models.CheckConstraint(
                condition=models.Q(copay_cents__isnull=True) | models.Q(copay_cents__gte=0),
                name="plan_copay_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.name
