"""Visit types."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class VisitType(Record):
    """What a department books: how long, with what room, device and assistant, for whom, and what the patient is told.

    `minutes` holds where no `VisitTypeLength` says otherwise. `device_id` is one device that it must be;
    `staff_skill` is what an assistant must be able to do. A `telehealth` visit needs no room. `required_forms` are
    the keys of forms that the patient fills in before; `needs_authorization` says that the payer must have agreed.
    Ages are in years, half-open; `sex` is "" for anybody. `online` types may be booked by patients themselves, not
    later than `online_lead_hours` before. `capacity` above one is a group visit.

    `buffer_before_minutes` keeps room and device (or the provider, where no room is needed) taken before the visit,
    for preparing; `buffer_after_minutes` keeps room and device (or the provider, where no room is needed) taken after
    the visit, for cleaning. `new_patient` says for whom it is: new patients, established ones, or (None) both. Sister
    departments offer the same visit under the same name.
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
    buffer_before_minutes = models.PositiveSmallIntegerField(default=0)
    device_id = models.UUIDField(null=True)
    staff_skill = models.CharField(max_length=30, default="", blank=True)
    telehealth = models.BooleanField(default=False)
    required_forms = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    needs_authorization = models.BooleanField(default=False)
    age_from = models.PositiveSmallIntegerField(null=True)
    age_below = models.PositiveSmallIntegerField(null=True)
    sex = models.CharField(max_length=1, default="", blank=True)
    online = models.BooleanField(default=False)
    online_lead_hours = models.PositiveSmallIntegerField(default=24)
    capacity = models.PositiveSmallIntegerField(default=1)
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
            models.CheckConstraint(
                condition=models.Q(buffer_before_minutes__lte=120), name="visit_type_buffer_before"
            ),
            models.CheckConstraint(
                condition=models.Q(capacity__gte=1, capacity__lte=50), name="visit_type_capacity"
            ),
            models.CheckConstraint(
                condition=models.Q(age_from__isnull=True)
                | models.Q(age_below__isnull=True)
                | models.Q(age_below__gt=models.F("age_from")),
                name="visit_type_ages",
            ),
            models.CheckConstraint(condition=models.Q(sex__in=["", "F", "M"]), name="visit_type_sex"),
        ]

    def __str__(self) -> str:
        return self.name
