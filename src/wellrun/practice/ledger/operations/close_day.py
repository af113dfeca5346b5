"""Closing a site's day."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime

from django.db import connection

from wellrun.platform.access.actor import Actor
from wellrun.platform.access.checking import require
from wellrun.platform.access.refusals import Refused
from wellrun.platform.audit.api import record_act
from wellrun.practice.ledger.models import ClosedDay


class AlreadyClosed(Refused):
    """Somebody closed it before."""

    status = 409
    sentence = "This day is already closed."


def hold_day(*, site_id: uuid.UUID, on: date) -> None:
    """Wait for postings to a site's day that are under way, and keep new ones waiting until this transaction ends.

    Whoever closes a day holds it first, so that the totals it is closed with are all there will ever be.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(ledger_day_lock(%s, %s))", [site_id, on])


def close_day(
    *, site_id: uuid.UUID, on: date, totals: Mapping[str, int], by: Actor, at: datetime
) -> ClosedDay:
    """Close a site's day with the totals that were tied out; from then on nothing posts to it."""
    require(by, "day.close", site_id)
    hold_day(site_id=site_id, on=on)
    if ClosedDay.objects.filter(site_id=site_id, closed_on=on).exists():
        raise AlreadyClosed()
    day = ClosedDay.objects.create(
        organization_id=by.organization_id,
        site_id=site_id,
        closed_on=on,
        closed_at=at,
        closed_by_id=by.person_id,
        totals=dict(totals),
    )
    record_act("day.closed", subject_type="closed day", subject_id=day.id, detail={"totals": dict(totals)})
    return day
