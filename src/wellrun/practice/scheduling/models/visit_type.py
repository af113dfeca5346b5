"""Visit types."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class VisitType(Record):
    """What a department books: how long, with what room and device, and what the patient is told.

    `buffer_after_minutes` keeps room and device (or the provider, where no room is needed) taken after the visit,
    for cleaning. `new_patient` says for whom it is: new patients, established ones, or (None) both.
    Sister departments offer the same visit under the same name.
    """

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    short_name = models.CharField(max_length=16)
    minutes = models.PositiveSmallIntegerField()
    buffer_after_minutes = models.PositiveSmallIntegerField(default=0)
    room_kind = models.CharField(max_length=12, default="", blank=True)
    device_kind = models.CharField(max_length=30, default="", blank=True)
    new_patient = models.BooleanField(null=True)
    color = models.CharField(max_length=7, default="#4f6d8f")
    instructions = models.CharField(max_length=500, default="", blank=True)
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "scheduling_visit_type"
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="visit_type_name_once_in_unit"),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=5, minutes__lte=600, buffer_after_minutes__lte=120),
                name="visit_type_length",
            ),
        ]

    def __str__(self) -> str:
        return self.name
