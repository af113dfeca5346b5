"""Fee schedules: what the practice charges, by code, modifier, payer and day."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class FeeSchedule(Record):
    """Fees from a day on. Without a payer they are the practice's own; a payer's list comes before it."""

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    name = models.CharField(max_length=80)
    payer = models.ForeignKey("coverage.Payer", on_delete=models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField()

    class Meta:
        db_table = "billing_fee_schedule"
        constraints = [
            models.UniqueConstraint(fields=["organization_id", "name"], name="fee_schedule_name_once"),
            models.UniqueConstraint(
                fields=["organization_id", "payer", "starts_on"],
                nulls_distinct=False,
                name="fee_schedule_start_once",
            ),
        ]


class Fee(Record):
    """What one unit of a code costs during [starts_on, ends_on); an empty modifier is the fee without one."""

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    schedule = models.ForeignKey(FeeSchedule, on_delete=models.PROTECT, related_name="fees")
    code = models.CharField(max_length=5)
    modifier = models.CharField(max_length=2, default="", blank=True)
    amount_cents = models.BigIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    set_at = models.DateTimeField()
    set_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "billing_fee"
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "code", "modifier", "starts_on"], name="fee_start_once"
            ),
            models.UniqueConstraint(
                fields=["schedule", "code", "modifier"],
                condition=models.Q(ends_on__isnull=True),
                name="fee_open_once",
            ),
            models.CheckConstraint(condition=models.Q(amount_cents__gte=0), name="fee_is_not_negative"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=models.F("starts_on")),
                name="fee_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["code", "schedule"], name="fee_by_code")]
