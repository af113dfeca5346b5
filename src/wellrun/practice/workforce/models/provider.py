"""Providers."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class Provider(Record):
    """Somebody with an NPI who is booked. `unit` is the home department; hours may be elsewhere as well.

    `taxonomy` is the ten-character provider taxonomy code that claims carry.
    """

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+")
    person = models.OneToOneField("organization.Person", on_delete=models.PROTECT, related_name="+")
    npi = models.CharField(max_length=10)
    taxonomy = models.CharField(max_length=10)
    display_name = models.CharField(max_length=60)
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
