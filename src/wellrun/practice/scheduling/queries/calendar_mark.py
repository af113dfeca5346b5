"""Whether anything in a stretch of the calendar has changed, asked cheaply and often."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection

from wellrun.practice.organization.api import Unit
from wellrun.practice.scheduling.rules import day_bounds
from wellrun.practice.timebook.api import busy_mark

_VISITS = """
select count(*), coalesce(sum(hashtextextended(id::text || version, 0)), 0) from scheduling_appointment
where unit_id = any (%s) and starts_at >= %s and starts_at < %s and (%s::uuid is null or provider_id = %s)
"""


def calendar_mark(
    *,
    unit: Unit,
    reach: Iterable[uuid.UUID],
    first_on: date,
    until_on: date,
    provider_id: uuid.UUID | None,
    at: datetime,
) -> str:
    """A text that differs as soon as a visit of these days does, or what else holds the department's own resources.

    Hours and what takes a guest's time elsewhere are not in it: a calendar that is left open asks for everything now
    and then. Two queries.
    """
    starts_at, ends_at = day_bounds(first_on, unit.zone)[0], day_bounds(until_on, unit.zone)[0]
    units = list(reach) if provider_id else [unit.id]
    with connection.cursor() as cursor:
        cursor.execute(_VISITS, [units, starts_at, ends_at, provider_id, provider_id])
        visits = "{}-{}".format(*cursor.fetchone())
    return f"{visits}.{busy_mark(unit_id=unit.id, starts_at=starts_at, ends_at=ends_at, at=at)}"
