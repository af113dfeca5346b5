"""Keeping stretches of hours for some visit types, and limiting how many visits a session takes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from wellrun.platform.access.api import Actor, NotFound, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.organization.api import Unit
from wellrun.practice.scheduling.models import SessionLimit, TypeBlock, VisitType
from wellrun.practice.scheduling.operations.configure import WrongHours, refuse_impossible_hours
from wellrun.practice.scheduling.rules import HoursOn
from wellrun.practice.workforce.api import provider as find_provider

#: A block is released at most a year ahead.
LONGEST_RELEASE_HOURS = 24 * 366


def keep_for_types(
    *,
    provider_id: uuid.UUID,
    unit: Unit,
    hours: HoursOn,
    visit_type_ids: Sequence[uuid.UUID],
    release_hours: int | None = None,
    effective_from: date,
    effective_to: date | None = None,
    by: Actor,
    at: datetime,
) -> TypeBlock:
    """Keep a stretch of a provider's weekday for some visit types of the department, until `release_hours` before it
    begins (None: for good). Visits of other types that are booked there stay: see `stranded_by_block` before."""
    _check(provider_id, unit, hours, effective_from, effective_to, by)
    kinds = set(visit_type_ids)
    if not kinds:
        raise WrongHours("Choose at least one visit type that the time is kept for.", field="types")
    if VisitType.objects.filter(id__in=kinds, unit=unit).count() < len(kinds):
        raise WrongHours("Choose visit types of this department.", field="types")
    if release_hours is not None and not 0 <= release_hours <= LONGEST_RELEASE_HOURS:
        raise WrongHours("Release the time at most a year before.", field="release")
    block = TypeBlock.objects.create(
        organization_id=unit.organization_id,
        provider_id=provider_id,
        unit=unit,
        weekday=hours.weekday,
        starts=hours.starts,
        ends=hours.ends,
        effective_from=effective_from,
        effective_to=effective_to,
        visit_type_ids=sorted(kinds),
        release_hours=release_hours,
    )
    record_act("availability.block_added", subject_type="provider", subject_id=provider_id)
    return block


def lift_kept(*, block_id: uuid.UUID, by: Actor, at: datetime) -> None:
    """Let everybody have the time of a block."""
    block = TypeBlock.objects.select_for_update().filter(id=block_id).first()
    if block is None:
        raise NotFound()
    require(by, "appointments.configure", block.unit_id)
    provider_id = block.provider_id
    block.delete()
    record_act("availability.block_removed", subject_type="provider", subject_id=provider_id)


def limit_session(
    *,
    provider_id: uuid.UUID,
    unit: Unit,
    hours: HoursOn,
    most: int,
    visit_type_id: uuid.UUID | None = None,
    effective_from: date,
    effective_to: date | None = None,
    by: Actor,
    at: datetime,
) -> SessionLimit:
    """Let at most `most` visits of a provider (of one type, when named) begin in a stretch of a weekday. Visits that
    are booked beyond that stay."""
    _check(provider_id, unit, hours, effective_from, effective_to, by)
    if not 1 <= most <= 500:
        raise WrongHours("A session takes from 1 to 500 visits. To take none, close it.", field="most")
    if visit_type_id and not VisitType.objects.filter(id=visit_type_id, unit=unit).exists():
        raise WrongHours("Choose a visit type of this department.", field="type")
    limit = SessionLimit.objects.create(
        organization_id=unit.organization_id,
        provider_id=provider_id,
        unit=unit,
        visit_type_id=visit_type_id,
        weekday=hours.weekday,
        starts=hours.starts,
        ends=hours.ends,
        most=most,
        effective_from=effective_from,
        effective_to=effective_to,
    )
    record_act("availability.limit_added", subject_type="provider", subject_id=provider_id)
    return limit


def lift_limit(*, limit_id: uuid.UUID, by: Actor, at: datetime) -> None:
    """Let a session take as many visits as fit."""
    limit = SessionLimit.objects.select_for_update().filter(id=limit_id).first()
    if limit is None:
        raise NotFound()
    require(by, "appointments.configure", limit.unit_id)
    provider_id = limit.provider_id
    limit.delete()
    record_act("availability.limit_removed", subject_type="provider", subject_id=provider_id)


def _check(
    provider_id: uuid.UUID, unit: Unit, hours: HoursOn, first_on: date, until_on: date | None, by: Actor
) -> None:
    require(by, "appointments.configure", unit.id)
    if find_provider(provider_id) is None:
        raise NotFound()
    refuse_impossible_hours([hours], first_on, until_on)
