"""Who is with a provider at a time, for whoever thinks of booking there nonetheless."""

from __future__ import annotations

import uuid
from datetime import datetime

from wellrun.practice.scheduling.models import Appointment, Hold, HoldState
from wellrun.practice.scheduling.models.appointment import RELEASED


def visits_then(provider_id: uuid.UUID, starts_at: datetime, ends_at: datetime) -> list[Appointment]:
    """The visits with a provider that touch [start, end), with their patients, by start; one query."""
    rows = Appointment.objects.filter(provider_id=provider_id, starts_at__lt=ends_at, ends_at__gt=starts_at)
    whole = rows.exclude(state__in=RELEASED).select_related("patient", "visit_type", "unit")
    return list(whole.order_by("starts_at", "id"))


def holds_then(provider_id: uuid.UUID, starts_at: datetime, ends_at: datetime, at: datetime) -> list[Hold]:
    """The holds with a provider that touch [start, end) and have not expired by `at`; one query."""
    rows = Hold.objects.filter(provider_id=provider_id, starts_at__lt=ends_at, ends_at__gt=starts_at)
    return list(rows.filter(state=HoldState.OPEN, expires_at__gt=at).order_by("starts_at"))
