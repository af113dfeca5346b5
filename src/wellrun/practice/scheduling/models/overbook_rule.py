"""How far a provider may be overbooked."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class OverbookRule(Record):
    """In this department, at most `most_at_once` visits beyond the provider's capacity at one time, and at most
    `most_a_day` on one day. Without a rule nobody is overbooked; the row is locked while one is, so that the number
    of a day holds whoever books at once."""

    guard = Guard(rows=Rows.UNIT)

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    provider = models.ForeignKey(
        "workforce.Provider", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    most_at_once = models.PositiveSmallIntegerField()
    most_a_day = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "scheduling_overbook_rule"
        constraints = [
            models.UniqueConstraint(fields=["provider", "unit"], name="overbook_rule_once"),
            models.CheckConstraint(
                condition=models.Q(most_at_once__lte=5, most_a_day__lte=40), name="overbook_rule_small"
            ),
        ]
