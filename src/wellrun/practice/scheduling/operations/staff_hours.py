"""When assistants work beside providers."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from wellrun.platform.access.api import Actor, NotFound, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.organization.api import Unit
from wellrun.practice.scheduling.models import StaffHours
from wellrun.practice.scheduling.operations.configure import refuse_impossible_hours
from wellrun.practice.scheduling.rules import HoursOn
from wellrun.practice.timebook.api import ResourceKind, resources_for


def set_staff_hours(
    *,
    employee_id: uuid.UUID,
    unit: Unit,
    hours: Sequence[HoursOn],
    effective_from: date,
    by: Actor,
    at: datetime,
) -> list[StaffHours]:
    """Replace the weekly hours of a bookable assistant in the department from a day on; earlier days stay. Visits that
    are booked keep their assistant."""
    require(by, "appointments.configure", unit.id)
    who = resources_for([employee_id]).get(employee_id)
    if who is None or who.kind != ResourceKind.STAFF or who.unit_id != unit.id:
        raise NotFound()
    refuse_impossible_hours(hours, effective_from, None)
    rows = StaffHours.objects.select_for_update().filter(employee_id=employee_id, unit=unit)
    for row in list(rows):
        if row.effective_from >= effective_from:
            row.delete()
        elif row.effective_to is None or row.effective_to > effective_from:
            row.effective_to = effective_from
            row.save(update_fields=["effective_to"])
    made = StaffHours.objects.bulk_create(
        StaffHours(
            organization_id=unit.organization_id,
            employee_id=employee_id,
            unit=unit,
            weekday=part.weekday,
            starts=part.starts,
            ends=part.ends,
            effective_from=effective_from,
        )
        for part in hours
    )
    record_act("staff_hours.set", subject_type="employee", subject_id=employee_id)
    return made
