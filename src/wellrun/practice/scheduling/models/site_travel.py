"""How far the sites are apart."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class SiteTravel(Record):
    """Minutes by car between two sites, the same both ways; a pair is stored once, the smaller id first."""

    guard = Guard(rows=Rows.ORGANIZATION, deletable=True)

    organization_id = models.UUIDField()
    one_site = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+")
    other_site = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "scheduling_site_travel"
        constraints = [
            models.UniqueConstraint(fields=["one_site", "other_site"], name="site_travel_once"),
            models.CheckConstraint(
                condition=models.Q(one_site__lt=models.F("other_site")), name="site_travel_smaller_first"
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=1, minutes__lte=600), name="site_travel_minutes"
            ),
        ]
