"""Cash drawers."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class CashDrawer(Record):
    """One person's cash at one site, from float to count. `counted` is pieces by value in cents, as they were counted.

    What it should hold is never stored here: it is the ledger's balance of cash for this drawer.
    """

    guard = Guard(rows=Rows.UNIT)

    organization_id = models.UUIDField()
    unit_id = models.UUIDField()
    person = models.ForeignKey("organization.Person", on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    opened_at = models.DateTimeField()
    float_cents = models.IntegerField()
    counted = models.JSONField(default=dict)
    counted_cents = models.IntegerField(null=True)
    deposit_cents = models.IntegerField(null=True)
    over_short_cents = models.IntegerField(null=True)
    count_entry_id = models.UUIDField(null=True)
    counts_made = models.SmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    closed_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "frontdesk_drawer"
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(closed_at__isnull=True), name="drawer_one_open_a_person"
            ),
            models.CheckConstraint(condition=models.Q(float_cents__gte=0), name="drawer_float_not_negative"),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, counted_cents__isnull=True)
                | models.Q(closed_at__isnull=False, counted_cents__isnull=False),
                name="drawer_closed_when_counted",
            ),
        ]
        indexes = [models.Index(fields=["unit_id", "opened_on"], name="drawer_by_day")]
