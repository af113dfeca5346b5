"""Memberships: who holds which role where, from when to when, and who granted it."""

from __future__ import annotations

from django.db import models

from wellrun.platform.access.matrix import Role
from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class Membership(Record):
    """A role of a person at a unit during [starts_on, ends_on). A deputy has a membership with an end."""

    guard = Guard(rows=Rows.OPEN)

    person = models.ForeignKey("organization.Person", on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=[(role.value, role.value) for role in Role])
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    granted_by = models.ForeignKey(
        "organization.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        db_table = "organization_membership"
        indexes = [models.Index(fields=["person", "unit"], name="membership_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=models.F("starts_on")),
                name="membership_ends_after_it_starts",
            )
        ]
