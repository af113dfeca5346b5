"""What a site has beyond being a unit: an address, and who bills for what happens there."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class Site(Record):
    """The address of a site. `place_of_service` is CMS's two-digit code (11 is an office)."""

    guard = Guard(rows=Rows.OPEN)

    unit = models.OneToOneField("organization.Unit", on_delete=models.PROTECT, related_name="site")
    legal_entity = models.ForeignKey(
        "organization.LegalEntity", on_delete=models.PROTECT, related_name="sites"
    )
    street = models.CharField(max_length=55)
    city = models.CharField(max_length=30)
    state = models.CharField(max_length=2)
    zip = models.CharField(max_length=9)
    phone = models.CharField(max_length=16)
    place_of_service = models.CharField(max_length=2, default="11")

    class Meta:
        db_table = "organization_site"

    def __str__(self) -> str:
        return f"{self.street}, {self.city}"
