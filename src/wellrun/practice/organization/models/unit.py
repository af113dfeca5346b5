"""Units: the organization, its sites, their departments."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class UnitKind(models.TextChoices):
    """What a unit is."""

    ORGANIZATION = "organization", "Organization"
    SITE = "site", "Site"
    DEPARTMENT = "department", "Department"


class Unit(Record):
    """One node of the tree. `lineage` runs from the organization down to the unit itself.

    `organization` is the root, which names itself. `zone` is an IANA time zone. `series` leads the numbers that a site
    gives out, so that each site's receipts run without a gap and no site waits for another's.
    """

    guard = Guard(rows=Rows.OPEN)

    kind = models.CharField(max_length=12, choices=UnitKind.choices)
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=20)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    organization = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+")
    lineage = ArrayField(models.UUIDField())
    zone = models.CharField(max_length=50)
    position = models.SmallIntegerField(default=0)
    series = models.PositiveSmallIntegerField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        db_table = "organization_unit"
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="unit_name_once_under_parent"),
            models.CheckConstraint(
                condition=models.Q(kind=UnitKind.ORGANIZATION, parent__isnull=True)
                | (~models.Q(kind=UnitKind.ORGANIZATION) & models.Q(parent__isnull=False)),
                name="unit_root_is_the_organization",
            ),
            models.UniqueConstraint(fields=["organization", "series"], name="unit_series_once"),
            models.CheckConstraint(
                condition=models.Q(kind=UnitKind.SITE, series__isnull=False, series__gt=0)
                | (~models.Q(kind=UnitKind.SITE) & models.Q(series__isnull=True)),
                name="unit_series_of_sites",
            ),
        ]

    def __str__(self) -> str:
        return self.name
