"""Wrong birth dates given at a link."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class LinkTrial(Record):
    """How often a birth date was given wrongly at one link; the fifth time ends it."""

    guard = Guard(rows=Rows.UNIT, compartment="compartment")

    organization_id = models.UUIDField()
    unit_id = models.UUIDField()
    compartment = models.CharField(max_length=12)
    link_id = models.UUIDField(unique=True)
    wrong = models.PositiveSmallIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        db_table = "intake_link_trial"
