"""Resources: whatever can be busy."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.ids import new_id


class ResourceKind(models.TextChoices):
    """What a resource is."""

    PROVIDER = "provider", "Provider"
    ROOM = "room", "Room"
    DEVICE = "device", "Device"
    STAFF = "staff", "Staff"
    HOSPITAL_BLOCK = "hospital block", "Hospital block"


class Resource(models.Model):
    """One thing that can be busy. `id` is an integer because the exclusion constraint makes ranges of it.

    `subject_id` is the provider, room, device or employee that it stands for; `tags` say what it can serve as (a
    room's kinds, a device's model, an employee's skills). `capacity` is its number of lanes.
    """

    guard = Guard(rows=Rows.ORGANIZATION)

    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(unique=True, default=new_id, editable=False)
    organization_id = models.UUIDField()
    unit_id = models.UUIDField()
    kind = models.CharField(max_length=16, choices=ResourceKind.choices)
    subject_id = models.UUIDField(unique=True)
    name = models.CharField(max_length=100)
    zone = models.CharField(max_length=50)
    tags = ArrayField(models.CharField(max_length=40), default=list)
    capacity = models.SmallIntegerField(default=1)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "timebook_resource"
        indexes = [models.Index(fields=["organization_id", "kind", "unit_id"], name="resource_by_kind")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(capacity__gte=1, capacity__lte=50), name="resource_capacity"
            )
        ]

    def __str__(self) -> str:
        return self.name
