"""Writing the history of a visit."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db.models import Max

from wellrun.platform.access.api import Actor
from wellrun.practice.scheduling.models import Appointment, AppointmentStep, StepKind


def first_step(appointment: Appointment, by: Actor, at: datetime) -> AppointmentStep:
    """Write the booking as step one."""
    return _write(
        appointment,
        1,
        StepKind.BOOKED,
        by,
        at,
        to_state=appointment.state,
        to_starts_at=appointment.starts_at,
        to_provider_id=appointment.provider_id,
        to_room_id=appointment.room_id,
    )


def state_step(
    appointment: Appointment, *, before: str, since: datetime, reason: str, by: Actor, at: datetime
) -> AppointmentStep:
    """Write that the visit came from state `before`, in which it was since `since`, into its present one."""
    return _write(
        appointment,
        _next(appointment),
        StepKind.STATE,
        by,
        at,
        from_state=before,
        from_state_at=since,
        to_state=appointment.state,
        from_room_id=appointment.room_id,
        reason=reason,
    )


def move_step(
    appointment: Appointment,
    *,
    starts_at: datetime,
    provider_id: uuid.UUID,
    room_id: uuid.UUID | None,
    reason: str,
    by: Actor,
    at: datetime,
) -> AppointmentStep:
    """Write that the visit came from this time, provider and room to its present ones."""
    return _write(
        appointment,
        _next(appointment),
        StepKind.MOVED,
        by,
        at,
        from_state=appointment.state,
        to_state=appointment.state,
        from_starts_at=starts_at,
        to_starts_at=appointment.starts_at,
        from_provider_id=provider_id,
        to_provider_id=appointment.provider_id,
        from_room_id=room_id,
        to_room_id=appointment.room_id,
        reason=reason,
    )


def _next(appointment: Appointment) -> int:
    last = AppointmentStep.objects.filter(appointment=appointment).aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


def _write(
    appointment: Appointment, position: int, kind: StepKind, by: Actor, at: datetime, **facts: object
) -> AppointmentStep:
    step = AppointmentStep(
        organization_id=appointment.organization_id,
        unit_id=appointment.unit_id,
        compartment=appointment.compartment,
        appointment=appointment,
        position=position,
        kind=kind,
        at=at,
        by_id=by.person_id,
        by_name=by.name,
        **facts,
    )
    step.save(force_insert=True)
    return step
