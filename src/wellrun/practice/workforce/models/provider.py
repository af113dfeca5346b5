"""Providers."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class Level(models.TextChoices):
    """What a provider is; visit types may take longer or shorter by it."""

    PHYSICIAN = "physician", "Physician"
    ADVANCED_PRACTICE = "advanced practice", "Nurse practitioner or physician assistant"
    RESIDENT = "resident", "Resident or fellow"
    THERAPIST = "therapist", "Therapist"
    TECHNICIAN = "technician", "Technician"


class Provider(Record):
    """Somebody with an NPI who is booked. `unit` is the home department; hours may be elsewhere as well.

    `taxonomy` is the ten-character provider taxonomy code that claims carry.
    `sex` and `languages` (ISO 639-1) are what patients may prefer; "" and none where it is nobody's business.
    """

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+")
    person = models.OneToOneField("organization.Person", on_delete=models.PROTECT, related_name="+")
    npi = models.CharField(max_length=10)
    taxonomy = models.CharField(max_length=10)
    display_name = models.CharField(max_length=60)
    level = models.CharField(max_length=17, choices=Level.choices, default=Level.PHYSICIAN)
    sex = models.CharField(max_length=1, default="", blank=True)
    languages = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "workforce_provider"
        constraints = [
            models.UniqueConstraint(fields=["organization_id", "npi"], name="provider_npi_once"),
            models.CheckConstraint(condition=models.Q(npi__regex=r"^\d{10}$"), name="provider_npi_form"),
        ]
        indexes = [models.Index(fields=["organization_id", "unit"], name="provider_by_unit")]

    def __str__(self) -> str:
        return self.display_name
