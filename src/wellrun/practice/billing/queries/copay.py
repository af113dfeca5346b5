"""What a patient is expected to pay at the desk."""

from __future__ import annotations

import uuid

from django.db.models import Sum

from wellrun.practice.billing.models import Payment
from wellrun.practice.coverage.api import coverage_on
from wellrun.practice.organization.api import local_day
from wellrun.practice.scheduling.api import Appointment


def expected_copay_cents(appointment: Appointment) -> int:
    """The copay of the primary coverage on the day of the visit: its own, or else its plan's; 0 without one."""
    on = local_day(appointment.unit_id, appointment.starts_at)
    primary = next(iter(coverage_on(patient_id=appointment.patient_id, on=on)), None)
    return (primary.expected_copay_cents or 0) if primary else 0


def collected_cents(appointment_id: uuid.UUID) -> int:
    """What was taken for a visit and not voided."""
    rows = Payment.objects.filter(appointment_id=appointment_id, voided_at__isnull=True)
    return rows.aggregate(total=Sum("amount_cents"))["total"] or 0
