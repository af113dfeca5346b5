"""Policies about canceling late and missing visits: what they mark, and whom they tell. They refuse nobody."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from wellrun.platform.access.api import Actor, Refused, Stale, require
from wellrun.platform.access.matrix import Role
from wellrun.platform.audit.api import record_act
from wellrun.practice.organization.api import Unit
from wellrun.practice.scheduling.models import Appointment, AttendancePolicy, CancelReason
from wellrun.practice.scheduling.queries.attendance import MONTH, cancel_reasons, missed_since, policy_for
from wellrun.practice.worklist.api import close_tasks, raise_task

MISSED_KIND, FEE_KIND = "missed visits", "attendance fee"
EDITABLE = (
    "notice_hours",
    "late_cancel_fee_cents",
    "missed_fee_cents",
    "missed_visits",
    "missed_months",
    "online_lead_hours",
)


class PolicyRefused(Refused):
    """A policy or a reason that cannot be."""


def set_attendance_policy(
    *,
    unit: Unit,
    values: Mapping[str, int],
    visit_type_id: uuid.UUID | None = None,
    expected_version: int | None = None,
    by: Actor,
    at: datetime,
) -> AttendancePolicy:
    """Say what a department (or one visit type of it) expects; `values` by the names of `EDITABLE`, fees in cents.
    It holds for what happens from now on."""
    require(by, "appointments.configure", unit.id)
    rows = AttendancePolicy.objects.select_for_update()
    policy = rows.filter(unit=unit, visit_type_id=visit_type_id).first()
    if policy is not None and expected_version not in (None, policy.version):
        raise Stale()
    policy = policy or AttendancePolicy(
        organization_id=unit.organization_id, unit=unit, visit_type_id=visit_type_id, version=0
    )
    for name, value in values.items():
        if name not in EDITABLE:
            raise ValueError(f"{name} is no part of a policy.")
        setattr(policy, name, value)
    if not (1 <= policy.missed_visits <= 50 and 1 <= policy.missed_months <= 60):
        raise PolicyRefused("Between 1 and 50 visits within 1 to 60 months.", field="missed_visits")
    policy.version += 1
    policy.save()
    record_act("attendance.policy_set", subject_type="unit", subject_id=unit.id)
    return policy


def set_cancel_reasons(
    *, organization_id: uuid.UUID, reasons: Sequence[CancelReason], by: Actor, at: datetime
) -> list[CancelReason]:
    """Replace the list of reasons: those named are active in this order, others stay for the past only."""
    require(by, "organization.manage", organization_id)
    if not any(each.active for each in reasons):
        raise PolicyRefused("Keep at least one reason: nothing is canceled without one.", field="reasons")
    known = {each.code: each for each in CancelReason.objects.filter(organization_id=organization_id)}
    for position, each in enumerate(reasons):
        row = known.pop(each.code, None) or CancelReason(organization_id=organization_id, code=each.code)
        row.name, row.by_patient, row.rebook = each.name, each.by_patient, each.rebook
        row.position, row.active = position, each.active
        row.save()
    for row in known.values():
        row.active = False
        row.save(update_fields=["active"])
    record_act("attendance.reasons_set", subject_type="unit", subject_id=organization_id)
    return cancel_reasons(organization_id)


def cancels_late(visit: Appointment, code: str, at: datetime) -> bool:
    """Whether a cancellation for this reason now is later than the policy allows. Asks nothing without a code."""
    if not code:
        return False
    reasons = {each.code: each for each in cancel_reasons(visit.organization_id, also_inactive=True)}
    if code not in reasons:
        raise PolicyRefused("Choose a reason of the list.", field="reason")
    if not reasons[code].by_patient:
        return False
    policy = policy_for(visit.unit_id, visit.visit_type_id)
    return policy is not None and at > visit.starts_at - timedelta(hours=policy.notice_hours)


def follow_late_cancel(visit: Appointment, *, at: datetime) -> None:
    """Tell the billers of a late cancellation, where a fee is set for it. Nothing is posted."""
    policy = policy_for(visit.unit_id, visit.visit_type_id)
    if policy is not None and policy.late_cancel_fee_cents:
        _tell_billers(visit, "canceled late", policy.late_cancel_fee_cents, at)


def follow_missed(visit: Appointment, policy: tuple[int, int, int] | None, *, at: datetime) -> None:
    """Tell who should know of a missed visit. `policy` is (missed visits, months, fee in cents), None without one."""
    if policy is None:
        return
    limit, months, fee = policy
    if fee:
        _tell_billers(visit, "missed", fee, at)
    count = missed_since(visit.patient_id, visit.unit_id, at - months * MONTH)
    if count >= limit:
        raise_task(
            kind=MISSED_KIND,
            key=f"{MISSED_KIND}:{visit.unit_id}:{visit.patient_id}",
            title=f"A patient missed {count} visits within {months} months: talk about what would help",
            path=f"/appointments/{visit.id}/",
            patient_id=visit.patient_id,
            role=Role.ASSISTANT_MANAGER,
            unit_id=visit.unit_id,
            due_at=at + timedelta(days=3),
            organization_id=visit.organization_id,
            compartment=visit.compartment,
            at=at,
        )


def forget_fee(visit: Appointment, *, at: datetime) -> None:
    """Close what a cancellation or a missed visit told the billers, once it is taken back."""
    close_tasks(
        key=f"{FEE_KIND}:{visit.id}",
        organization_id=visit.organization_id,
        at=at,
        because="It was taken back.",
    )


def _tell_billers(visit: Appointment, what: str, fee_cents: int, at: datetime) -> None:
    raise_task(
        kind=FEE_KIND,
        key=f"{FEE_KIND}:{visit.id}",
        title=f"Decide on the fee for a visit that was {what}: ${fee_cents / 100:.2f}",
        path=f"/appointments/{visit.id}/",
        patient_id=visit.patient_id,
        role=Role.BILLER,
        unit_id=visit.unit_id,
        due_at=at + timedelta(days=5),
        organization_id=visit.organization_id,
        compartment=visit.compartment,
        at=at,
    )
