"""Employees."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class Employee(Record):
    """A person in a post at a unit during [starts_on, ends_on)."""

    guard = Guard(rows=Rows.UNIT)

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("organization.Person", on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        db_table = "workforce_employee"
        indexes = [models.Index(fields=["unit", "starts_on"], name="employee_by_unit")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=models.F("starts_on")),
                name="employee_ends_after_start",
            )
        ]
