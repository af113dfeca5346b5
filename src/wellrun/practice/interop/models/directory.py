"""Facilities and providers elsewhere, as the source names them."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class ImportedOrganization(Record):
    """A facility outside this practice. `phone` is as the source writes it."""

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    name = models.CharField(max_length=120)
    street = models.CharField(max_length=80, default="")
    city = models.CharField(max_length=50, default="")
    state = models.CharField(max_length=2, default="")
    zip = models.CharField(max_length=10, default="")
    phone = models.CharField(max_length=30, default="")

    class Meta:
        db_table = "interop_organization"

    def __str__(self) -> str:
        return self.name


class ImportedProvider(Record):
    """A provider of a facility outside this practice. `specialty` is the source's word."""

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    name = models.CharField(max_length=120)
    specialty = models.CharField(max_length=80, default="")
    facility = models.ForeignKey(ImportedOrganization, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "interop_provider"

    def __str__(self) -> str:
        return self.name
