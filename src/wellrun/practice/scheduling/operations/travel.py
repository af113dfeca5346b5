"""How far the sites are apart, as somebody who drives between them knows."""

from __future__ import annotations

import uuid
from datetime import datetime

from wellrun.platform.access.api import Actor, NotFound, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.organization.api import sites_of
from wellrun.practice.scheduling.models import SiteTravel

LONGEST_MINUTES = 600


class WrongTravel(Refused):
    """A way between two sites that cannot be."""


def set_travel(
    *, one_site_id: uuid.UUID, other_site_id: uuid.UUID, minutes: int | None, by: Actor, at: datetime
) -> SiteTravel | None:
    """Say how many minutes by car two sites are apart, the same both ways; None forgets it, and the usual half hour
    holds. Whoever manages the organization may, or who configures bookings at both sites."""
    if not by.may("organization.manage", by.organization_id):
        require(by, "appointments.configure", one_site_id)
        require(by, "appointments.configure", other_site_id)
    sites = {site.id for site in sites_of(by.organization_id)}
    if not {one_site_id, other_site_id} <= sites:
        raise NotFound()
    if one_site_id == other_site_id:
        raise WrongTravel("Choose two sites.")
    if minutes is not None and not 1 <= minutes <= LONGEST_MINUTES:
        raise WrongTravel(f"From 1 to {LONGEST_MINUTES} minutes.", field="minutes")
    first, second = sorted([one_site_id, other_site_id])
    pair = SiteTravel.objects.filter(
        organization_id=by.organization_id, one_site_id=first, other_site_id=second
    )
    record_act("travel.set", subject_type="unit", subject_id=first)
    if minutes is None:
        pair.delete()
        return None
    found, _ = SiteTravel.objects.update_or_create(
        organization_id=by.organization_id,
        one_site_id=first,
        other_site_id=second,
        defaults={"minutes": minutes},
    )
    return found
