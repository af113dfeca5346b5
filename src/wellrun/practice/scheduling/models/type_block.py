"""Hours of a provider that are kept for some visit types until they are released."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class TypeBlock(Record):
    """A stretch of a provider's weekday, in wall time of the department, that only some visit types may use.

    It holds on days in [effective_from, effective_to) and on each of them until `release_hours` before the stretch
    begins; from then on the time is everybody's. None is never released. It opens no hours by itself.
    """

    guard = Guard(rows=Rows.ORGANIZATION, deletable=True)

    organization_id = models.UUIDField()
    provider = models.ForeignKey(
        "workforce.Provider", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    weekday = models.SmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)
    visit_type_ids = ArrayField(models.UUIDField())
    release_hours = models.PositiveIntegerField(null=True)

    class Meta:
        db_table = "scheduling_type_block"
        indexes = [models.Index(fields=["unit", "provider", "weekday"], name="type_block_by_unit")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weekday__gte=0, weekday__lte=6, ends__gt=models.F("starts")),
                name="type_block_possible",
            ),
            models.CheckConstraint(
                condition=models.Q(effective_to__isnull=True)
                | models.Q(effective_to__gt=models.F("effective_from")),
                name="type_block_effective_forward",
            ),
            models.CheckConstraint(
                condition=models.Q(visit_type_ids__len__gte=1), name="type_block_for_something"
            ),
        ]
