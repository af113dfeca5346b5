"""Closing a place for everybody: holidays and other days."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time

from django.db import IntegrityError, transaction

from wellrun.platform.access.api import Actor, NotFound, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.organization.api import Unit
from wellrun.practice.scheduling.models import ClosedDay
from wellrun.practice.scheduling.operations.configure import WrongHours


def close_day(
    *,
    unit: Unit,
    on: date,
    name: str,
    starts: time | None = None,
    ends: time | None = None,
    by: Actor,
    at: datetime,
) -> ClosedDay:
    """Close the organization, a site or a department on a day, whole or between two wall times. Visits that are booked
    stay: see `stranded_by_closed_day` before. Extra hours that somebody has on that day stand."""
    require(by, "appointments.configure", unit.id)
    if not name.strip():
        raise WrongHours("Say what day it is, such as Labor Day.", field="name")
    if (starts is None) != (ends is None) or (starts is not None and ends is not None and starts >= ends):
        raise WrongHours("Hours end after they start.", field="hours")
    try:
        with transaction.atomic():
            closed = ClosedDay.objects.create(
                organization_id=unit.organization_id,
                unit=unit,
                on=on,
                name=name.strip()[:80],
                starts=starts,
                ends=ends,
            )
    except IntegrityError as fault:
        if "closed_day_once" not in str(fault):
            raise
        raise WrongHours(f"{unit.name} is closed then already.", field="on") from fault
    record_act("closed_day.added", subject_type="unit", subject_id=unit.id)
    return closed


def open_day(*, closed_day_id: uuid.UUID, by: Actor, at: datetime) -> None:
    """Let a closed day be like the others again."""
    closed = ClosedDay.objects.select_for_update().filter(id=closed_day_id).first()
    if closed is None:
        raise NotFound()
    require(by, "appointments.configure", closed.unit_id)
    unit_id = closed.unit_id
    closed.delete()
    record_act("closed_day.removed", subject_type="unit", subject_id=unit_id)
