"""Canceling from the calendar: the reasons to choose from, and the act."""

from __future__ import annotations

import uuid

from django.http import HttpRequest

from wellrun.platform.clock import now
from wellrun.practice.scheduling.models import Appointment
from wellrun.practice.scheduling.operations.advance import cancel_appointment
from wellrun.practice.scheduling.queries.attendance import cancel_reasons
from wellrun.practice.scheduling.screens.appointment import outcome
from wellrun.practice.scheduling.screens.forms import CancelForm


def reasons_of(organization_id: uuid.UUID) -> list[str]:
    """Why visits are canceled, as people choose it."""
    return [each.name for each in cancel_reasons(organization_id)]


def cancel_here(request: HttpRequest, appointment_id: uuid.UUID) -> Appointment | str:
    """Cancel a visit for the reason that was chosen; the sentence, where that is refused."""
    form = CancelForm(request.POST, reasons=cancel_reasons(request.actor.organization_id))
    if not form.is_valid():
        return "Choose the reason first."
    return outcome(
        cancel_appointment,
        appointment_id=appointment_id,
        reason=form.sentence(),
        code=form.code(),
        expected_version=form.cleaned_data["version"],
        by=request.actor,
        at=now(),
    )
