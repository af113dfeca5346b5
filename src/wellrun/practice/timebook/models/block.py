"""Blocks: time in which a resource is not to be had."""

from __future__ import annotations

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class Block(Record):
    """Leave, a repair, a closure. Its reservations fill whatever no booking holds yet, on every lane."""

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    resource = models.ForeignKey("timebook.Resource", on_delete=models.PROTECT, related_name="blocks")
    during = DateTimeRangeField()
    kind = models.CharField(max_length=20)
    note = models.CharField(max_length=200, default="")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "timebook_block"
