"""How long a wait may be before the board says so."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class WaitLimit(Record):
    """The minutes in a state of a visit after which a department calls it slow, and after which too long."""

    guard = Guard(rows=Rows.ORGANIZATION, deletable=True)

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=13)
    slow_minutes = models.PositiveSmallIntegerField()
    bad_minutes = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "frontdesk_wait_limit"
        constraints = [
            models.UniqueConstraint(fields=["unit", "state"], name="wait_limit_once"),
            models.CheckConstraint(
                condition=models.Q(slow_minutes__gte=1, bad_minutes__gt=models.F("slow_minutes")),
                name="wait_limit_grows",
            ),
        ]
