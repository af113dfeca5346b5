"""Noting how soon a patient can come, once a day at most."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from wellrun.platform.access.api import Actor
from wellrun.practice.organization.api import departments_among
from wellrun.practice.scheduling.models import AccessSample
from wellrun.practice.scheduling.queries.access import access_of
from wellrun.practice.scheduling.queries.visit_types import visit_types_of


def sample_access(*, by: Actor, at: datetime) -> int:
    """Note the third next available visit of every provider and type that `by` may book; says how many were noted now.
    A second time on the same day notes nothing."""
    units = {unit.id: unit for unit in departments_among(by.reach.get("appointments.book", frozenset()))}
    kinds = visit_types_of(units)
    rows = [
        AccessSample(
            organization_id=by.organization_id,
            unit_id=each.unit_id,
            provider_id=each.provider_id,
            visit_type_id=each.visit_type_id,
            on=at.astimezone(ZoneInfo(units[each.unit_id].zone)).date(),
            days=each.days,
            taken_at=at,
        )
        for each in access_of(kinds=kinds, by=by, at=at)
    ]
    before = AccessSample.objects.filter(organization_id=by.organization_id).count()
    AccessSample.objects.bulk_create(rows, ignore_conflicts=True)
    return AccessSample.objects.filter(organization_id=by.organization_id).count() - before
