"""Reading how far the sites are apart."""

from __future__ import annotations

import uuid

from wellrun.practice.scheduling.models import SiteTravel
from wellrun.practice.scheduling.queries.wishes import Travel


def travel_of(organization_id: uuid.UUID) -> Travel:
    """The minutes between all pairs of sites that somebody entered. One query."""
    rows = SiteTravel.objects.filter(organization_id=organization_id)
    pairs = rows.values_list("one_site_id", "other_site_id", "minutes")
    return Travel({frozenset({one, other}): minutes for one, other, minutes in pairs})
