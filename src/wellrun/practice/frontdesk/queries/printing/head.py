"""What stands at the head of the desk's pages: the practice, the site, its address and telephone."""

from __future__ import annotations

import uuid

from wellrun.platform.access.api import NotFound
from wellrun.platform.ui.formatting import format_phone
from wellrun.practice.organization.api import place_of, units_by_id


def head_of(unit_id: uuid.UUID) -> dict[str, object]:
    """The practice, the site of a unit with its address lines and telephone, as the templates read them."""
    place = place_of(unit_id)
    if place.site is None:
        raise NotFound("This unit lies at no site, so nothing can be printed for it.")
    site = place.site
    organization = place.unit.organization_id
    zip_shown = f"{site.zip[:5]}-{site.zip[5:]}" if len(site.zip) == 9 else site.zip
    return {
        "practice": units_by_id([organization])[organization].name,
        "site": site.unit.name,
        "department": place.unit.name if place.unit.id != site.unit_id else "",
        "address": [line for line in (site.street, f"{site.city}, {site.state} {zip_shown}") if line],
        "phone": format_phone(site.phone),
    }
