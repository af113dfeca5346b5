"""What patients may choose from online: kinds of visit and free times."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from wellrun.platform.access.api import Actor, NotAllowed, Refused
from wellrun.practice.intake.rules.details import years_on
from wellrun.practice.organization.api import local_day
from wellrun.practice.patients.api import Patient
from wellrun.practice.scheduling.api import (
    Offer,
    VisitType,
    find_times,
    policy_for,
    refuse_unfitting,
    visit_types_of,
)

#: How far ahead patients may choose.
HORIZON_DAYS = 90
TIMES_A_PAGE = 24


def online_types(unit_id: uuid.UUID, patient: Patient, at: datetime) -> list[VisitType]:
    """The visit types of a department that a patient may book: offered online, for one person, of fitting age and sex,
    and for new or established patients as this one is; one query more for each type that asks the latter."""
    years = years_on(patient.birth_on, local_day(unit_id, at))
    return [
        kind
        for kind in visit_types_of([unit_id])
        if kind.online
        and kind.capacity == 1
        and not kind.needs_authorization
        and kind.sex in ("", patient.sex)
        and years >= (kind.age_from or 0)
        and (kind.age_below is None or years < kind.age_below)
        and _fits(kind, patient, at)
    ]


def _fits(kind: VisitType, patient: Patient, at: datetime) -> bool:
    try:
        refuse_unfitting(visit_type=kind, patient_id=patient.id, starts_at=at)
    except Refused:
        return False
    return True


def online_times(
    kind: VisitType,
    *,
    provider_id: uuid.UUID | None = None,
    from_on: date | None = None,
    by: Actor,
    at: datetime,
) -> list[Offer]:
    """Free times of a type, each once, from `from_on` on: not sooner than its lead time, not beyond the horizon."""
    not_before = at + lead_of(kind)
    first = local_day(kind.unit_id, not_before)
    last = local_day(kind.unit_id, at) + timedelta(days=HORIZON_DAYS)
    starts_on = max(from_on or first, first)
    if starts_on >= last:
        return []
    try:
        found = find_times(
            visit_type_id=kind.id,
            provider_id=provider_id,
            starts_on=starts_on,
            days=(last - starts_on).days,
            limit=TIMES_A_PAGE,
            not_before=not_before,
            by=by,
            at=at,
        )
    except NotAllowed:
        return []
    return found


def lead_of(kind: VisitType) -> timedelta:
    """How long before a visit patients may still choose its time: what the type says or what the department's policy
    says, whichever is longer."""
    policy = policy_for(kind.unit_id, kind.id)
    return timedelta(hours=max(kind.online_lead_hours, policy.online_lead_hours if policy else 0))


def may_take(kind: VisitType, starts_at: datetime, at: datetime) -> bool:
    """Whether a time lies within lead time and horizon; whether it is free says the booking."""
    return at + lead_of(kind) <= starts_at <= at + timedelta(days=HORIZON_DAYS + 1)
