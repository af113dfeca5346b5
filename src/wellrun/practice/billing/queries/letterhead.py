"""The head of what billing prints: who sends it, from where, and whom to call."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from wellrun.platform.access.api import NotFound
from wellrun.practice.organization.api import LegalEntity, Unit, sites_of


@dataclass(frozen=True)
class Letterhead:
    """The practice's name, the entity that bills, the address that payments go to, and the site's phone (E.164)."""

    practice: str
    entity: LegalEntity
    site_name: str
    phone: str
    zone: ZoneInfo


def letterhead_for(organization_id: uuid.UUID, unit_ids: Iterable[uuid.UUID] = ()) -> Letterhead:
    """The head of the site where most of these units lie, or of the first site."""
    sites = sites_of(organization_id)
    if not sites:
        raise NotFound("The practice has no site yet, so nothing can be printed.")
    lineages = dict(Unit.objects.filter(id__in=set(unit_ids)).values_list("id", "lineage"))
    seen = Counter(ancestor for unit_id in unit_ids for ancestor in lineages.get(unit_id, ()))
    unit = max(sites, key=lambda site: seen[site.id])
    practice = Unit.objects.get(id=organization_id)
    return Letterhead(
        practice=practice.name,
        entity=unit.site.legal_entity,
        site_name=unit.name,
        phone=unit.site.phone,
        zone=ZoneInfo(unit.zone),
    )
