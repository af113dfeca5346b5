"""Lengths of visit types that differ by who sees the patient."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class VisitTypeLength(Record):
    """How many minutes a visit type takes with one provider, or with providers of a level; the provider's own wins.

    Exactly one of `provider` and `level` (a `workforce.Level`) is given.
    """

    guard = Guard(rows=Rows.ORGANIZATION, deletable=True)

    organization_id = models.UUIDField()
    visit_type = models.ForeignKey(
        "scheduling.VisitType", on_delete=models.PROTECT, related_name="lengths", db_index=False
    )
    provider = models.ForeignKey(
        "workforce.Provider", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    level = models.CharField(max_length=17, default="", blank=True)
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "scheduling_visit_type_length"
        constraints = [
            models.UniqueConstraint(
                fields=["visit_type", "provider", "level"],
                nulls_distinct=False,
                name="visit_type_length_once",
            ),
            models.CheckConstraint(
                condition=models.Q(provider__isnull=True) & ~models.Q(level="")
                | models.Q(provider__isnull=False, level=""),
                name="visit_type_length_for_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=5, minutes__lte=600), name="visit_type_length_minutes"
            ),
        ]
