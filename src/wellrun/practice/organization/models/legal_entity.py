"""Legal entities: who bills."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class LegalEntity(Record):
    """The entity that bills under one tax id and NPI. ZIP codes are nine digits, as claims want them."""

    guard = Guard(rows=Rows.ORGANIZATION)

    organization = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    npi = models.CharField(max_length=10)
    tax_id = models.CharField(max_length=9)
    taxonomy = models.CharField(max_length=10)
    street = models.CharField(max_length=55)
    city = models.CharField(max_length=30)
    state = models.CharField(max_length=2)
    zip = models.CharField(max_length=9)
    phone = models.CharField(max_length=16)

    class Meta:
        db_table = "organization_legal_entity"
        constraints = [
            models.UniqueConstraint(fields=["organization", "npi"], name="legal_entity_npi_once"),
            models.CheckConstraint(condition=models.Q(npi__regex=r"^\d{10}$"), name="legal_entity_npi_form"),
            models.CheckConstraint(
                condition=models.Q(tax_id__regex=r"^\d{9}$"), name="legal_entity_tax_id_form"
            ),
        ]

    def __str__(self) -> str:
        return self.name
