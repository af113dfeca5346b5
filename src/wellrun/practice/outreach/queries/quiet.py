"""When the patients of a unit may be written to."""

from __future__ import annotations

import uuid
from datetime import datetime, time

from wellrun.platform.database.once import once_a_transaction
from wellrun.practice.organization.api import place_of
from wellrun.practice.outreach.models import QuietHours
from wellrun.practice.outreach.rules.waking import SLEEPS, WAKES, leaves_at


@once_a_transaction(QuietHours)
def hours_of(unit_id: uuid.UUID) -> tuple[time, time]:
    """From when to when, in wall time: what its site says, or else the organization, or else eight to twenty."""
    place = place_of(unit_id)
    own = [place.site.unit_id] if place.site else []
    said = {
        row.unit_id: (row.wakes, row.sleeps)
        for row in QuietHours.objects.filter(unit_id__in=[*own, place.unit.organization_id])
    }
    for each in (*own, place.unit.organization_id):
        if each in said:
            return said[each]
    return WAKES, SLEEPS


def awake_at(at: datetime, unit_id: uuid.UUID) -> datetime:
    """The first instant at or after `at` at which patients of a unit may be written to."""
    wakes, sleeps = hours_of(unit_id)
    return leaves_at(at, place_of(unit_id).unit.zone, wakes=wakes, sleeps=sleeps)
