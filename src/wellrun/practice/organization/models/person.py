"""People of the practice. A patient is not a person here, even when the same human being is both."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class Person(Record):
    """A human being who works for or with the organization."""

    guard = Guard(rows=Rows.OPEN)

    organization = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+")
    given_name = models.CharField(max_length=50)
    family_name = models.CharField(max_length=50)
    credential_suffix = models.CharField(max_length=20, default="", blank=True)
    email = models.EmailField(max_length=120, default="", blank=True)
    phone = models.CharField(max_length=16, default="", blank=True)

    class Meta:
        db_table = "organization_person"
        indexes = [models.Index(fields=["organization", "family_name", "given_name"], name="person_by_name")]

    def __str__(self) -> str:
        suffix = f", {self.credential_suffix}" if self.credential_suffix else ""
        return f"{self.given_name} {self.family_name}{suffix}"
