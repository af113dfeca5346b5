"""What a department expects of its patients, why visits are canceled, and how often a patient missed one."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q

from wellrun.practice.scheduling.models import (
    Appointment,
    AttendancePolicy,
    CancelReason,
    OverbookRule,
    VisitState,
)
from wellrun.practice.scheduling.models.appointment import RELEASED

#: The list of an organization that has none of its own: code, name, by the patient, to be rebooked.
FIRST_REASONS = (
    ("patient-asked", "Patient asked", True, True),
    ("patient-ill", "Patient is ill", True, True),
    ("no-ride", "No ride", True, True),
    ("cost", "Insurance or cost", True, True),
    ("provider-away", "Provider is away", False, True),
    ("room-or-device", "Room or device is missing", False, True),
    ("weather", "Weather", False, True),
    ("not-needed", "No longer needed", True, False),
    ("mistake", "Booked by mistake", False, False),
)
MONTH = timedelta(days=30, hours=10)


@dataclass(frozen=True)
class Missed:
    """How often a patient missed a visit lately, where the policy takes note of it."""

    count: int
    months: int


def policy_for(unit_id: uuid.UUID, visit_type_id: uuid.UUID | None = None) -> AttendancePolicy | None:
    """The policy of a visit type, else that of its department, None where there is none. One query."""
    rows = AttendancePolicy.objects.filter(
        Q(visit_type_id__isnull=True) | Q(visit_type_id=visit_type_id), unit_id=unit_id
    )
    return rows.order_by(F("visit_type_id").asc(nulls_last=True)).first()


def policies_of(unit_id: uuid.UUID) -> list[AttendancePolicy]:
    """The department's own policy, then those of its visit types by name."""
    rows = AttendancePolicy.objects.filter(unit_id=unit_id).select_related("visit_type")
    return list(rows.order_by(F("visit_type__name").asc(nulls_first=True)))


def missed_lately(
    *, patient_id: uuid.UUID, unit_id: uuid.UUID, visit_type_id: uuid.UUID | None, at: datetime
) -> Missed | None:
    """How often the patient missed a visit of the department, when that is as often as the policy notes or more."""
    policy = policy_for(unit_id, visit_type_id)
    if policy is None:
        return None
    count = missed_since(patient_id, unit_id, at - policy.missed_months * MONTH)
    return Missed(count, policy.missed_months) if count >= policy.missed_visits else None


def missed_since(patient_id: uuid.UUID, unit_id: uuid.UUID, since: datetime) -> int:
    """How many visits of a department the patient missed since an instant."""
    return Appointment.objects.filter(
        patient_id=patient_id, unit_id=unit_id, state=VisitState.NO_SHOW, starts_at__gte=since
    ).count()


def cancel_reasons(organization_id: uuid.UUID, *, also_inactive: bool = False) -> list[CancelReason]:
    """The reasons for canceling in their order; the first list where the organization has none of its own."""
    rows = list(CancelReason.objects.filter(organization_id=organization_id).order_by("position", "name"))
    if not rows:
        rows = [
            CancelReason(
                organization_id=organization_id,
                code=code,
                name=name,
                by_patient=by_patient,
                rebook=rebook,
                position=position,
            )
            for position, (code, name, by_patient, rebook) in enumerate(FIRST_REASONS)
        ]
    return [row for row in rows if row.active or also_inactive]


def unscheduled(
    *, organization_id: uuid.UUID, unit_ids: list[uuid.UUID], since: datetime, limit: int = 200
) -> list[Appointment]:
    """Visits that were canceled or missed since an instant and not booked again: the patient has no later visit in
    the department, and the reason does not say that none is needed. The latest first."""
    done = [each.code for each in cancel_reasons(organization_id, also_inactive=True) if not each.rebook]
    again = Appointment.objects.filter(
        Q(booked_at__gte=OuterRef("state_at")) | Q(starts_at__gt=OuterRef("starts_at")),
        patient_id=OuterRef("patient_id"),
        unit_id=OuterRef("unit_id"),
    ).exclude(state__in=RELEASED)
    rows = (
        Appointment.objects.filter(unit_id__in=unit_ids, state__in=RELEASED, state_at__gte=since)
        .exclude(cancel_code__in=done)
        .exclude(state=VisitState.CANCELLED, cancel_reason="Booked by mistake")
        .filter(~Exists(again))
    )
    whole = rows.select_related("patient", "provider", "visit_type", "unit__parent")
    return list(whole.order_by("-state_at")[:limit])


def overbook_rules_of(unit_id: uuid.UUID) -> list[OverbookRule]:
    """How far the providers of a department may be overbooked, by name."""
    rows = OverbookRule.objects.filter(unit_id=unit_id).select_related("provider")
    return list(rows.order_by("provider__display_name"))
