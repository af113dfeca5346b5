"""What a department expects of its patients, and why visits are canceled."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class AttendancePolicy(Record):
    """Of a department, or of one visit type of it (which then stands alone).

    A patient who cancels later than `notice_hours` before cancels late. After `missed_visits` missed within
    `missed_months` the assistant manager gets a task and the booking page says so; nobody is refused for it. Fees are
    data: a biller decides whether one is charged.
    """

    guard = Guard(rows=Rows.UNIT)

    organization_id = models.UUIDField()
    unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    visit_type = models.ForeignKey(
        "scheduling.VisitType", on_delete=models.PROTECT, null=True, related_name="+"
    )
    notice_hours = models.PositiveSmallIntegerField(default=24)
    late_cancel_fee_cents = models.PositiveIntegerField(default=0)
    missed_fee_cents = models.PositiveIntegerField(default=0)
    missed_visits = models.PositiveSmallIntegerField(default=3)
    missed_months = models.PositiveSmallIntegerField(default=12)
    online_lead_hours = models.PositiveSmallIntegerField(default=24)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "scheduling_attendance_policy"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "visit_type"], nulls_distinct=False, name="attendance_policy_once"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    missed_visits__gte=1, missed_visits__lte=50, missed_months__gte=1, missed_months__lte=60
                ),
                name="attendance_policy_possible",
            ),
        ]


class CancelReason(Record):
    """One reason of the organization's list. `by_patient` cancellations can be late; `rebook` ones are on the list of
    what is not scheduled again until they are."""

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    code = models.SlugField(max_length=30, db_index=False)
    name = models.CharField(max_length=60)
    by_patient = models.BooleanField(default=False)
    rebook = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "scheduling_cancel_reason"
        constraints = [
            models.UniqueConstraint(fields=["organization_id", "code"], name="cancel_reason_code_once")
        ]
