"""Rooms."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class RoomKind(models.TextChoices):
    """What a room can serve as."""

    EXAM = "exam", "Exam room"
    PROCEDURE = "procedure", "Procedure room"
    IMAGING = "imaging", "Imaging room"
    LAB = "lab", "Lab"


class Room(Record):
    """A room of a department. Its time-book resource carries the same `kinds` as tags."""

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    kinds = ArrayField(models.CharField(max_length=12, choices=RoomKind.choices))
    retired_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "facilities_room"
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="room_name_once_in_unit"),
            models.CheckConstraint(condition=models.Q(kinds__len__gte=1), name="room_serves_as_something"),
        ]

    def __str__(self) -> str:
        return self.name
