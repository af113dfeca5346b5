"""Block time: what a facility allots to a surgeon or a group."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class Recurrence(models.TextChoices):
    """On which weeks a block falls."""

    WEEKLY = "weekly", "Every week"
    EVERY_OTHER = "every other", "Every other week"
    NTH = "nth", "On a certain week of the month"


class BlockTime(Record):
    """Hours on one weekday (0 is Monday) that recur, in wall time of the facility, half-open, during
    [effective_from, effective_to). Its days are computed and never stored (docs/decisions/0014).

    `provider` is the owner, or nobody and then the group that `group_name` names. `nth` is 1 to 4, or 5 for the last
    of the month. Every other week counts from the week of `effective_from`. What is not used is given back by itself
    `release_days` before the day.
    """

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    version = models.PositiveIntegerField(default=1)
    facility = models.ForeignKey("procedures.Facility", on_delete=models.PROTECT, related_name="blocks")
    provider = models.ForeignKey(
        "workforce.Provider", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    group_name = models.CharField(max_length=60, default="", blank=True)
    recurrence = models.CharField(max_length=11, choices=Recurrence.choices, default=Recurrence.WEEKLY)
    weekday = models.PositiveSmallIntegerField()
    nth = models.PositiveSmallIntegerField(null=True, blank=True)
    starts = models.TimeField()
    ends = models.TimeField()
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)
    release_days = models.PositiveSmallIntegerField(default=7)

    class Meta:
        db_table = "procedures_block_time"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts"), weekday__lte=6, release_days__lte=120),
                name="block_time_possible",
            ),
            models.CheckConstraint(
                condition=models.Q(provider__isnull=False) | ~models.Q(group_name=""),
                name="block_time_has_an_owner",
            ),
            models.CheckConstraint(
                condition=~models.Q(recurrence="nth") | models.Q(nth__gte=1, nth__lte=5),
                name="block_time_nth_named",
            ),
            models.CheckConstraint(
                condition=models.Q(effective_to__isnull=True)
                | models.Q(effective_to__gt=models.F("effective_from")),
                name="block_time_ends_after_it_begins",
            ),
        ]


class BlockDecision(Record):
    """What a person decided about one day of a block: given back early, or kept beyond its release day."""

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    block = models.ForeignKey(BlockTime, on_delete=models.PROTECT, related_name="decisions")
    on = models.DateField()
    released = models.BooleanField()
    decided_at = models.DateTimeField()
    decided_by_id = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=120, default="")

    class Meta:
        db_table = "procedures_block_decision"
        constraints = [models.UniqueConstraint(fields=["block", "on"], name="block_decided_once_a_day")]
