"""When a provider is away."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class AbsenceKind(models.TextChoices):
    """Why a provider is away. Nothing more is kept about a sickness than that it is one."""

    LEAVE = "leave", "Leave"
    SICK = "sick", "Sick"
    OTHER = "other", "Other"


class Absence(Record):
    """A provider away during [starts_at, ends_at): a block in the time book, so that nobody books into it and the
    visits it strands are one query away. One that ended early has `ended_at` and frees the rest."""

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    provider = models.ForeignKey(
        "workforce.Provider", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    block = models.OneToOneField("timebook.Block", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=AbsenceKind.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    note = models.CharField(max_length=120, default="", blank=True)
    taken_at = models.DateTimeField()
    taken_by_id = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "scheduling_absence"
        indexes = [
            models.Index(fields=["organization_id", "ends_at"], name="absence_by_end"),
            models.Index(fields=["provider", "ends_at"], name="absence_by_provider"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="absence_ends_after_start"
            )
        ]
