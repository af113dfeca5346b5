"""The counter from which chart numbers are drawn."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows


class ChartCounter(models.Model):
    """The last chart number of an organization. Its row is the lock at which two registrations meet."""

    guard = Guard(rows=Rows.ORGANIZATION, audited=False)

    organization_id = models.UUIDField(primary_key=True)
    last_number = models.IntegerField()

    class Meta:
        db_table = "patients_chart_counter"
