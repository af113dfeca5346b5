"""How soon a patient could come, as it was on the days when it was looked at."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class AccessSample(Record):
    """The third next available visit of a provider and visit type on one day: so many calendar days away, or (None)
    farther than anybody looked."""

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    provider = models.ForeignKey(
        "workforce.Provider", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    visit_type = models.ForeignKey(
        "scheduling.VisitType", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    on = models.DateField()
    days = models.PositiveSmallIntegerField(null=True)
    taken_at = models.DateTimeField()

    class Meta:
        db_table = "scheduling_access_sample"
        constraints = [
            models.UniqueConstraint(fields=["visit_type", "provider", "on"], name="access_sample_once_a_day")
        ]
        indexes = [models.Index(fields=["unit", "on"], name="access_sample_by_day")]
