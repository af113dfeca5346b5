"""How many visits a provider takes in one stretch of hours."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class SessionLimit(Record):
    """At most `most` visits of a provider begin in a stretch of a weekday, in wall time of the department.

    With `visit_type` only visits of that type are counted and limited. It holds on days in
    [effective_from, effective_to).
    """

    guard = Guard(rows=Rows.ORGANIZATION, deletable=True)

    organization_id = models.UUIDField()
    provider = models.ForeignKey(
        "workforce.Provider", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    visit_type = models.ForeignKey(
        "scheduling.VisitType", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    weekday = models.SmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()
    most = models.PositiveSmallIntegerField()
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)

    class Meta:
        db_table = "scheduling_session_limit"
        indexes = [models.Index(fields=["unit", "provider", "weekday"], name="session_limit_by_unit")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weekday__gte=0, weekday__lte=6, most__gte=1, ends__gt=models.F("starts")),
                name="session_limit_possible",
            ),
            models.CheckConstraint(
                condition=models.Q(effective_to__isnull=True)
                | models.Q(effective_to__gt=models.F("effective_from")),
                name="session_limit_effective_forward",
            ),
        ]
