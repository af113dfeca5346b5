"""Devices."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class Device(Record):
    """A piece of equipment that visits need, such as an echocardiograph.

    `calibrated_until` is the last day on which its calibration holds; None needs none.
    """

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=30)
    serial = models.CharField(max_length=40, default="", blank=True)
    calibrated_until = models.DateField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "facilities_device"
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="device_name_once_in_unit")]

    def __str__(self) -> str:
        return self.name
